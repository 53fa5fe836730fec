import BackgroundTasks
import Foundation
import Photos
import Safelight
import Security
import Testing
import UIKit

@testable import DemoModels

/// The demo's own models and adapters, on a phone under the test's hand, with a real server.
@Suite("The demo app", .serialized)
@MainActor
struct DemoTests {
    private let cloud: TestCloud

    init() throws {
        cloud = try TestCloud()
        TransferService.shared.simulateForceQuit()
        TransferService.shared.simulateEndOfProcess()
        TransferService.shared.network.value = .wifi
        SimulatedKeychain.shared.erase()
        SimulatedPhotos.shared.erase()
    }

    private func phone(_ name: String = "phone") throws -> Phone {
        try Phone(folder: cloud.folder.appendingPathComponent(name), keychainGroup: nil, permitted: [Identifiers.processing, Identifiers.refresh])
    }

    private func signedUp(_ phone: Phone) async throws -> (AppModel, AppModel.Account) {
        let model = AppModel(phone: phone)
        await model.start()
        (model.signIn.server, model.signIn.email, model.signIn.password) = (cloud.address, "anna@example.org", "four random words here")
        #expect(model.signIn.isComplete)
        #expect(await model.signIn.signUp())
        #expect(model.signIn.words?.words().count == 24)
        model.signIn.wordsAreKept()
        await model.refresh()
        guard case .signedIn(let account) = model.stage else { throw TestCloud.Missing.server }
        return (model, account)
    }

    private func until(_ reached: () async throws -> Bool) async rethrows {
        while !(try await reached()) { await Task.yield() }
    }

    @Test("from the first start to a gallery")
    func firstStart() async throws {
        let model = AppModel(phone: try phone())
        await model.start()
        guard case .signedOut(nil) = model.stage else {
            Issue.record("\(model.stage)")
            return
        }
        #expect(!model.signIn.isComplete)
        (model.signIn.server, model.signIn.email, model.signIn.password) = (cloud.address, "anna@example.org", "nonsense")
        #expect(await model.signIn.signIn() == false)
        #expect(model.signIn.problem?.isEmpty == false)
        let (signedUp, account) = try await signedUp(phone())
        #expect(account.identity.email == "anna@example.org")
        #expect(await signedUp.signOut(althoughUnsent: false))
        guard case .signedOut = signedUp.stage else {
            Issue.record("\(signedUp.stage)")
            return
        }
    }

    @Test("the phone's photos come into the gallery, and the viewer shows the original")
    func gallery() async throws {
        let (model, account) = try await signedUp(phone())
        let library = try #require(model.library)
        let moose = try Data(contentsOf: sample("moose"))
        SimulatedPhotos.shared.add(.init("m/L0/001", name: "IMG_0001.JPG", bytes: moose))
        try await library.addPhoneLibrary()
        account.status.syncNow()
        await account.status.finished()
        await account.gallery.reload()
        let photo = try #require(account.gallery.photos.first)
        #expect(photo.fileName == "IMG_0001.JPG")
        let viewer = ViewerModel(photo, in: library)
        await viewer.open()
        // Borrowed, and never kept twice: the system draws it. Another phone has the bytes.
        #expect(try viewer.picture.map { try Data(contentsOf: $0).prefix(2) } == Data([0xFF, 0xD8]))
        #expect(try await library.file(of: photo.id, .original) == .phoneLibrary(id: "m/L0/001"))
        let outcome = try await library.sync(now: true)
        #expect(outcome.upToDate, "\(outcome.holds.map(\.sentence)) \(outcome.pending)")
        let other = try await cloud.secondPhone()
        _ = try await other.sync(now: true)
        #expect(try Data(contentsOf: #require(await other.file(of: photo.id, .original).url)) == moose)
        await viewer.toggleFavourite()
        #expect(viewer.photo.favourite)
        await viewer.toggleTrash()
        #expect(viewer.photo.trashed)
    }

    @Test("what the phone says holds photos up, says so, and the button that mends it is there")
    func why() async throws {
        let (model, account) = try await signedUp(phone())
        let library = try #require(model.library)
        _ = try await library.takeIn([sample("cat")])
        await account.settings.set(.sync, to: false)
        #expect(!account.settings.isOn(.sync))
        await account.why.look(offline: true)
        let row = try #require(account.why.rows.first { $0.fix.action == "turn_on_sync" })
        #expect(await account.why.press(row) == .done)
        await account.settings.load()
        #expect(account.settings.isOn(.sync))
    }

    @Test("settings say what a choice would change before it is made")
    func settings() async throws {
        let (model, account) = try await signedUp(phone())
        _ = try await #require(model.library).takeIn([sample("cat")])
        await account.settings.load()
        #expect(account.settings.cellular == .small)
        await account.settings.consider(.unlimited)
        #expect(account.settings.preview?.isEmpty == false)
        #expect(account.settings.cellular == .small)
        for choice in SettingsModel.Cellular.choices {
            await account.settings.choose(choice)
            #expect(account.settings.cellular == choice)
        }
        #expect(account.settings.error == nil)
    }

    @Test("albums and storage")
    func albums() async throws {
        let (model, account) = try await signedUp(phone())
        let library = try #require(model.library)
        #expect(await account.albums.create("Holidays"))
        #expect(await account.albums.create("") == false)
        #expect(account.albums.albums.map(\.name) == ["Holidays"])
        _ = try await library.takeIn([sample("cat")])
        _ = try await library.sync(now: true)
        await account.storage.eraseCheck()
        #expect(account.storage.result?.hasPrefix("Yes: 1 of 1") == true)
        #expect((account.storage.usage?.device.photos ?? 0) > 0)
        #expect(account.storage.cloudFilled != nil)
        #expect(await account.albums.delete(account.albums.albums[0]))
    }

    @Test("the app leaves the screen, the system carries on without it, and the next process finds it done")
    func transfers() async throws {
        let phone = try phone()
        let (model, _) = try await signedUp(phone)
        let library = try #require(model.library)
        _ = try await library.sync(now: true)
        let id = try #require(try await library.takeIn([sample("moose")]).imported.first)
        await model.isOnScreen(false)
        #expect(TransferService.shared.simulatedCount > 0)
        // The process ends; the system goes on.
        TransferService.shared.simulateEndOfProcess()
        #expect(await TransferService.shared.carry() > 0)
        #expect(TransferService.shared.simulatedEventsWait(session: Identifiers.transfers))

        await model.isOnScreen(true)
        let next = try self.phone()
        let told = Simulated(false)
        #expect(next.takeEvents(of: Identifiers.transfers) { told.value = true })
        await until { told.value }
        // What has ended is noted beside; the next run commits it.
        await until {
            _ = try? await library.sync(now: true)
            return (try? await library.details(of: id))??.asset.state == .safe
        }
        #expect(TransferService.shared.simulatedCount == 0)
    }

    @Test("a slot of the system's brings photos into safety with no screen")
    func slot() async throws {
        let scheduler = BGTaskScheduler.shared
        let phone = try phone()
        try phone.launch()
        let (model, _) = try await signedUp(phone)
        let library = try #require(model.library)
        let id = try #require(try await library.takeIn([sample("boats")]).imported.first)
        await model.isOnScreen(false)
        let asked = scheduler.simulatedPending.map(\.identifier)
        let name = try #require(asked.first)
        let task = try #require(scheduler.simulateLaunch(name))
        await until { !task.simulatedCompletions.isEmpty }
        await TransferService.shared.carry()
        try await library.resume()
        await until {
            _ = try? await library.sync(now: true)
            return (try? await library.details(of: id))??.asset.state == .safe
        }
    }

    @Test("a phone that was not unlocked yet waits, and nobody is signed out")
    func lockedBoot() async throws {
        let (model, _) = try await signedUp(phone())
        try await #require(model.library).shutDown()
        SimulatedKeychain.shared.beforeFirstUnlock.value = true
        let early = AppModel(phone: try phone())
        await early.start()
        guard case .failed = early.stage else {
            Issue.record("\(early.stage)")
            return
        }
        SimulatedKeychain.shared.beforeFirstUnlock.value = false
        await early.start()
        guard case .signedIn = early.stage else {
            Issue.record("\(early.stage)")
            return
        }
    }

    @Test("a library that was restored onto another phone asks for a sign-in and uses nothing of the old one")
    func restored() async throws {
        let (model, _) = try await signedUp(phone("old"))
        let library = try #require(model.library)
        _ = try await library.takeIn([sample("cat")])
        try await library.shutDown()
        // The folder is restored from a backup; the Keychain is another phone's.
        try FileManager.default.copyItem(
            at: cloud.folder.appendingPathComponent("old"), to: cloud.folder.appendingPathComponent("new"))
        SimulatedKeychain.shared.erase()
        let restored = AppModel(phone: try phone("new"))
        await restored.start()
        guard case .signedOut(let why) = restored.stage else {
            Issue.record("\(restored.stage)")
            return
        }
        #expect(why?.isEmpty == false)
    }
}
