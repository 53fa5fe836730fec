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
    private let folder: URL
    private let permitted: [String]
    private lazy var carrier = BackgroundCarrier(
        identifier: Identifiers.transfers, folder: folder.appendingPathComponent("transfers")
    ) { [weak self] in
        Task { await self?.carryOn() }
    }
    private lazy var schedule = BackgroundSchedule(
        tasks: .init(processing: Identifiers.processing, refresh: Identifiers.refresh), listed: permitted
    ) { [weak self] task, seconds in
        await self?.work(in: task, seconds: seconds) ?? false
    }
    private var heard: (library: PhotoLibrary, observer: FactsObserver, teller: FactsTeller)?

    /// Puts everything together. Opens nothing. `folder`: where everything is kept. `permitted`: the slots that Info.plist
    /// lists.
    init(
        folder: URL, keychainGroup: String?,
        permitted: [String] = Bundle.main.object(forInfoDictionaryKey: "BGTaskSchedulerPermittedIdentifiers") as? [String] ?? []
    ) throws {
        self.folder = folder
        self.permitted = permitted
        var configuration = Configuration(folder: folder.appendingPathComponent("library"), client: "safelight-demo/1.0")
        configuration.system = .iOS
        let photos = PhotoKitSource(spool: folder.appendingPathComponent("spool"))
        registration = try Registration(
            configuration,
            objects: PlatformObjects(
                vault: KeychainVault(service: Identifiers.keychainService, group: keychainGroup), photos: photos,
                renderer: SystemRenderer(), extras: photos))
    }

    /// Before the launch ends: what the system says early finds somebody.
    func launch() throws {
        try schedule.register()
        schedule.launchEnded()
        carrier.connect()
    }

    /// Opens the library. When this returns it knows what the phone says, and hears of every change.
    ///
    /// Whatever begins work comes through here: a slot in a process without a screen finds what was true in the last one.
    func open() async throws -> PhotoLibrary {
        let library = try await registration.open()
        if heard?.library.isShutDown ?? true {
            let teller = FactsTeller(library)
            heard = (library, FactsObserver(folder: folder) { teller.say($0) }, teller)
        }
        await factsAreTold()
        return library
    }

    /// Returns when the library knows everything that the phone has said by now.
    func factsAreTold() async {
        await heard?.observer.complete()
        await heard?.teller.told()
    }

    /// The app has come to the screen.
    func cameToTheScreen(_ library: PhotoLibrary) async {
        try? await library.resume()
        heard?.observer.refresh()
        await factsAreTold()
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

    /// Takes note of what has ended. In a process without a screen nobody has opened the library yet.
    private func carryOn() async {
        guard let library = try? await open() else { return }
        _ = try? await library.carry(with: carrier)
    }

    private func work(in task: String, seconds: TimeInterval?) async -> Bool {
        do {
            // Facts wait for a library that is suspended.
            try await registration.open().resume()
            let library = try await open()
            heard?.observer.refresh()
            await factsAreTold()
            let outcome = try await library.run(inSlot: task, seconds: seconds)
            _ = try? await library.carry(with: carrier)
            return outcome.upToDate
        } catch {
            return false
        }
    }
}
