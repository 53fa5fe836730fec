import Foundation
import SafelightFFI

/// Why something was not done, by what the app can do about it.
///
/// It is never thrown for work that was cancelled: that ends in `CancellationError`.
public typealias SafelightError = SafelightFFI.SafelightError

extension SafelightError {
    /// Why; none where there is nothing to say.
    public var reason: Reason? {
        switch self {
        case .SignIn(let reason), .Offline(let reason), .Wait(let reason), .Correct(let reason), .NoRoom(let reason),
            .Allow(let reason), .UpdateApp(let reason), .Server(let reason), .Damaged(let reason), .Foreign(let reason),
            .Bug(let reason):
            reason
        case .Cancelled, .Closed: nil
        }
    }

    /// The code of why, with its constants.
    public var reasonCode: ReasonCode? { reason.map { ReasonCode($0.code) } }
}
