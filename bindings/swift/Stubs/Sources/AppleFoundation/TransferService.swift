import Foundation
import TransferWire

/// The part of the system that carries transfers while no app runs. It knows networks, does what a request allows, and
/// tells the app, in this process or the next.
public final class TransferService: @unchecked Sendable {
    /// The system's.
    public static let shared = TransferService()

    /// What there is.
    public enum Network: String, Sendable {
        case none, wifi, hotspot, cellular
    }

    /// One transfer.
    public struct Transfer {
        let session: String
        let request: URLRequest
        let file: URL
        var note: String?
        var expected: Int64 = 0
        var state = URLSessionTask.State.suspended
        var response: URLResponse?
    }

    /// The network that there is.
    public let network = Simulated(Network.wifi)
    /// In Low Data Mode.
    public let lowData = Simulated(false)
    /// Transfers wait until `carry` is called.
    public let byHand = Simulated(true)

    private struct Book {
        var sessions: [String: (session: URLSession, delegate: (any URLSessionTaskDelegate)?)] = [:]
        var transfers: [Simulated<Transfer>] = []
        var ended: [String: [(task: Simulated<Transfer>, error: (any Error)?, network: Network)]] = [:]
    }
    private let book = Simulated(Book())
    private let hearing = DispatchQueue(label: "delegates")

    func attach(_ session: URLSession, name: String, delegate: (any URLSessionTaskDelegate)?) {
        let waiting = book.change { book in
            precondition(book.sessions[name] == nil, "a background URLSession with identifier \(name) already exists")
            book.sessions[name] = (session, delegate)
            return book.ended.removeValue(forKey: name) ?? []
        }
        for end in waiting { tell(end.task, end.error, end.network) }
    }

    func make(session: String, request: URLRequest, file: URL) -> URLSessionUploadTask {
        let box = Simulated(Transfer(session: session, request: request, file: file))
        book.change { $0.transfers.append(box) }
        return URLSessionUploadTask(box)
    }

    func tasks(of session: String) -> [URLSessionTask] {
        book.value.transfers.filter { $0.value.session == session && $0.value.state != .completed }.map(URLSessionUploadTask.init)
    }

    func resume(_ box: Simulated<Transfer>) {
        box.change { if $0.state == .suspended { $0.state = .running } }
        if !byHand.value { Task { await carry() } }
    }

    func cancel(_ box: Simulated<Transfer>, reason: Int?) {
        guard box.value.state != .completed else { return }
        end(box, nil, [:], failure(reason), .none)
    }

    private func failure(_ reason: Int?) -> any Error {
        NSError(domain: NSURLErrorDomain, code: -999, userInfo: reason.map { ["NSURLErrorBackgroundTaskCancelledReasonKey": $0] } ?? [:])
    }

    private func allowed(_ request: URLRequest) -> Bool {
        if lowData.value, !request.allowsConstrainedNetworkAccess { return false }
        return switch network.value {
        case .none: false
        case .wifi: true
        case .hotspot: request.allowsExpensiveNetworkAccess
        case .cellular: request.allowsExpensiveNetworkAccess && request.allowsCellularAccess
        }
    }

    /// Carries what may go now, for whichever app, running or not. Answers how many ended.
    @discardableResult
    public func carry() async -> Int {
        var ended = 0
        for box in book.value.transfers where box.value.state == .running {
            let transfer = box.value
            guard allowed(transfer.request), let url = transfer.request.url else { continue }
            let network = network.value
            do {
                let answer = try await Wire.send(
                    transfer.request.httpMethod ?? "GET", url, headers: transfer.request.allHTTPHeaderFields ?? [:], file: transfer.file)
                end(box, answer.status, answer.headers, nil, network)
            } catch {
                end(box, nil, [:], error, network)
            }
            ended += 1
        }
        return ended
    }

    private func end(_ box: Simulated<Transfer>, _ status: Int?, _ headers: [String: String], _ error: (any Error)?, _ network: Network) {
        box.change {
            $0.state = .completed
            $0.response = status.map { HTTPURLResponse($0, headers) }
        }
        let heard = book.change { book in
            book.transfers.removeAll { $0 === box }
            if book.sessions[box.value.session] != nil { return true }
            book.ended[box.value.session, default: []].append((box, error, network))
            return false
        }
        if heard { tell(box, error, network) }
    }

    private func tell(_ box: Simulated<Transfer>, _ error: (any Error)?, _ network: Network) {
        guard let (session, delegate) = book.value.sessions[box.value.session] else { return }
        hearing.async {
            let task = URLSessionUploadTask(box)
            delegate?.urlSession(session, task: task, didFinishCollecting: URLSessionTaskMetrics(network == .none ? [] : [URLSessionTaskTransactionMetrics(network)]))
            delegate?.urlSession(session, task: task, didCompleteWithError: error)
            // The system says it when nothing is left to tell.
            if self.book.value.ended[box.value.session]?.isEmpty ?? true {
                delegate?.urlSessionDidFinishEvents(forBackgroundURLSession: session)
            }
        }
    }

    /// The app's process ends: its sessions are forgotten, transfers go on.
    public func simulateEndOfProcess() {
        hearing.sync {}
        book.change { $0.sessions = [:] }
    }

    /// Whether something waits for the app to be launched.
    public func simulatedEventsWait(session: String) -> Bool {
        book.value.ended[session]?.isEmpty == false
    }

    /// How many transfers have not ended.
    public var simulatedCount: Int { book.value.transfers.count }

    /// The person throws the app off the screen: the system gives its transfers up.
    public func simulateForceQuit() {
        for box in book.value.transfers { cancel(box, reason: 0) }
    }
}
