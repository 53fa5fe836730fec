import Foundation
import Safelight
import SafelightApple
import UIKit

/// What this app gives Safelight, put together once in a process, before its launch ends.
///
/// Every way into the app leads through here: the screen, a background slot, the end of a transfer.
@MainActor
final class Phone {
    /// The library, registered and perhaps not open yet.
    let registration: Registration
    private let carrier: BackgroundCarrier
    private let schedule: BackgroundSchedule
    private let folder: URL
    private var observer: FactsObserver?

    /// Puts everything together. Opens nothing. `folder`: where everything is kept. `permitted`: the slots that Info.plist
    /// lists.
    init(
        folder: URL, keychainGroup: String?,
        permitted: [String] = Bundle.main.object(forInfoDictionaryKey: "BGTaskSchedulerPermittedIdentifiers") as? [String] ?? []
    ) throws {
        self.folder = folder
        var configuration = Configuration(folder: folder.appendingPathComponent("library"), client: "safelight-demo/1.0")
        configuration.system = .iOS
        let registration = try Registration(
            configuration,
            objects: PlatformObjects(
                vault: KeychainVault(service: Identifiers.keychainService, group: keychainGroup),
                photos: PhotoKitSource(spool: folder.appendingPathComponent("spool")), renderer: SystemRenderer()))
        let carrier = BackgroundCarrier(identifier: Identifiers.transfers, folder: folder.appendingPathComponent("transfers")) {
            Task { await Self.carryOn(registration) }
        }
        Self.carriers.withLock { $0[ObjectIdentifier(registration)] = carrier }
        self.registration = registration
        self.carrier = carrier
        schedule = BackgroundSchedule(
            tasks: .init(processing: Identifiers.processing, refresh: Identifiers.refresh), listed: permitted
        ) { task, seconds in
            await Self.work(in: task, seconds: seconds, of: registration)
        }
    }

    /// Before the launch ends: what the system says early finds somebody.
    func launch() throws {
        try schedule.register()
        schedule.launchEnded()
        carrier.connect()
    }

    /// Opens the library and begins to tell it what the phone knows.
    func open() async throws -> PhotoLibrary {
        let library = try await registration.open()
        if observer == nil {
            observer = FactsObserver(folder: folder) { facts in
                Task { try? await library.tell(facts) }
            }
        }
        return library
    }

    /// The app has come to the screen.
    func cameToTheScreen(_ library: PhotoLibrary) async {
        try? await library.resume()
        observer?.refresh()
    }

    /// The app leaves the screen: hands over what the system may carry, asks for slots, and closes the store, since the
    /// system ends an app that sleeps on a lock.
    func leavesTheScreen(_ library: PhotoLibrary) async {
        _ = try? await library.carry(with: carrier)
        if let plan = try? await library.wakePlan() { schedule.ask(for: plan) }
        try? await library.suspend()
    }

    /// For the app delegate: the system has something to tell of transfers.
    func takeEvents(of session: String, completion: @escaping @MainActor () -> Void) -> Bool {
        carrier.takeEvents(of: session, completion: completion)
    }

    private static let carriers = Locked<[ObjectIdentifier: BackgroundCarrier]>([:])

    /// Takes note of what has ended. In a process without a screen nobody has opened the library yet.
    private static func carryOn(_ registration: Registration) async {
        guard let carrier = carriers.withLock({ $0[ObjectIdentifier(registration)] }),
            let library = try? await registration.open()
        else { return }
        _ = try? await library.carry(with: carrier)
    }

    private static func work(in task: String, seconds: TimeInterval?, of registration: Registration) async -> Bool {
        do {
            let library = try await registration.open()
            try await library.resume()
            let outcome = try await library.run(inSlot: task, seconds: seconds)
            await carryOn(registration)
            return outcome.upToDate
        } catch {
            return false
        }
    }
}

/// A value behind a lock.
private final class Locked<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value
    init(_ value: Value) { self.value = value }
    func withLock<Result>(_ body: (inout Value) -> Result) -> Result { lock.withLock { body(&value) } }
}
