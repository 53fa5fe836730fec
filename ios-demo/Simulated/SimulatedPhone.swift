import BackgroundTasks
import Foundation
import Photos
import Safelight
import Security
import UIKit

@testable import DemoModels

/// The demo's own models and adapters on a phone under somebody's hand: `docs/simulated-phones.md`.
@MainActor
final class SimulatedPhone {
    private let folder: URL
    private let world: World
    private let phone: Phone
    private let model: AppModel
    private typealias Fields = [String: Any]

    /// A phone that keeps everything in this folder: its world, its photo library, its Keychain, the app's own files.
    init(in folder: URL) async throws {
        self.folder = folder
        SimulatedKeychain.shared.keep(in: folder.appendingPathComponent("keychain.json"))
        SimulatedPhotos.shared.keep(in: folder.appendingPathComponent("photos.plist"))
        TransferService.shared.byHand.value = false
        world = try World(stored: folder.appendingPathComponent("world.json"))
        phone = try Phone(
            folder: folder.appendingPathComponent("app"), keychainGroup: nil,
            permitted: [Identifiers.processing, Identifiers.refresh])
        try phone.launch()
        model = AppModel(phone: phone)
        await model.start()
    }

    /// Carries out one command and gives the line that answers it.
    func answer(_ line: String) async -> String {
        let command = (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any] ?? [:]
        var answer: [String: Any]
        do {
            answer = try await carryOut(command)
            answer["ok"] = true
        } catch let refused as Refused {
            answer = ["error": ["code": refused.code, "sentence": refused.sentence]]
        } catch let error as SafelightError {
            answer = ["error": ["code": error.reason?.code ?? "", "sentence": error.reason?.detail ?? "\(error)"]]
        } catch {
            answer = ["error": ["code": "eng.unknown", "sentence": "\(error)"]]
        }
        answer["id"] = command["id"]
        let data = (try? JSONSerialization.data(withJSONObject: answer)) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }

    private func carryOut(_ command: Fields) async throws -> Fields {
        func text(_ name: String) throws -> String {
            guard let text = command[name] as? String else { throw Refused(code: "req.invalid", sentence: "\(name) is missing") }
            return text
        }
        switch try text("do") {
        case "hello": return ["phone": "swift", "version": Registration.engineVersion, "world": World.keys]
        case "world": try await change(command)
        case "sign_up", "sign_in": try await sign(try text("do"), text)
        case "sign_out": return try await signOut(althoughUnsent: try text("choice") == "leave")
        case "take": try take(URL(fileURLWithPath: try text("file")))
        case "open":
            if !world.onScreen { try await change(["app": "foreground"]) } else { await model.isOnScreen(true) }
        case "fire":
            try await fire(try text("task"), seconds: (command["seconds"] as? NSNumber)?.doubleValue ?? 30)
        case "press": return try await press(ReasonCode(try text("code")))
        case "set": try await set(try text("key"), to: command["value"])
        case "edit": try await edit(try text("photo"), command)
        case "trash", "restore":
            let viewer = try await viewer(try text("photo"))
            if viewer.photo.trashed != (try text("do") == "trash") { await viewer.toggleTrash() }
        case "state": return try await state()
        case "why": return try await why()
        case "original": return try await original(try text("photo"))
        case let unknown: throw Refused(code: "req.invalid", sentence: "this phone does not know how to \(unknown)")
        }
        return [:]
    }

    private func library() throws -> PhotoLibrary {
        guard let library = model.library else { throw Refused(code: "eng.home", sentence: "the library is not open") }
        return library
    }

    private func account() throws -> AppModel.Account {
        guard case .signedIn(let account) = model.stage else { throw Refused(code: "acct.signed_out", sentence: "nobody is signed in") }
        return account
    }

    private func change(_ command: Fields) async throws {
        let changes = command.filter { !["id", "do"].contains($0.key) }
        try await world.change(changes)
        if changes["app"] != nil {
            let name = world.onScreen ? UIApplication.didBecomeActiveNotification : UIApplication.didEnterBackgroundNotification
            NotificationCenter.default.post(name: name, object: nil)
            await model.isOnScreen(world.onScreen)
        }
        // A store that is closed hears it when it is opened again.
        if world.onScreen { await phone.factsAreTold() }
    }

    private func sign(_ how: String, _ text: (String) throws -> String) async throws {
        let form = model.signIn
        (form.server, form.email, form.password) = (try text("server"), try text("email"), try text("password"))
        form.deviceName = try text("name")
        let done = how == "sign_up" ? await form.signUp() : await form.signIn()
        guard done else { throw Refused(code: "acct.credentials", sentence: form.problem ?? "") }
        form.wordsAreKept()
        await model.refresh()
    }

    private func signOut(althoughUnsent: Bool) async throws -> Fields {
        let unsent = try await library().status().pending.originals
        _ = await model.signOut(althoughUnsent: althoughUnsent)
        return ["unsent": unsent]
    }

    /// The camera writes a photo: of a Live Photo, the video first and the still last.
    private func take(_ file: URL) throws {
        let roll = folder.appendingPathComponent("DCIM")
        try FileManager.default.createDirectory(at: roll, withIntermediateDirectories: true)
        let bytes = try Data(contentsOf: file)
        let film = roll.appendingPathComponent(file.deletingPathExtension().lastPathComponent + ".MOV")
        if file.pathExtension == "MOV" { return try bytes.write(to: film) }
        var photo = SimulatedPhotos.Photo("\(UUID().uuidString)/L0/001", name: file.lastPathComponent, bytes: bytes)
        photo.film = file.pathExtension == "mov"
        photo.video = try? Data(contentsOf: film)
        (photo.created, photo.modified) = (Date(), Date())
        SimulatedPhotos.shared.add(photo)
    }

    /// The system grants a slot, if the app asked for it, and takes it back when its time is up.
    private func fire(_ task: String, seconds: TimeInterval) async throws {
        let name = task == "refresh" ? Identifiers.refresh : Identifiers.processing
        guard let slot = BGTaskScheduler.shared.simulateLaunch(name) else {
            throw Refused(code: "bg.no_window", sentence: "the app asked for no slot named \(name)")
        }
        let over = Date().addingTimeInterval(seconds)
        var taken = false
        while slot.simulatedCompletions.isEmpty {
            if Date() > over, !taken {
                taken = true
                slot.simulateExpiration()
            }
            try await Task.sleep(nanoseconds: 20_000_000)
        }
    }

    private func press(_ code: ReasonCode) async throws -> Fields {
        let why = try account().why
        let fix = phone.registration.reason(code).fix
        switch await why.press(code, fix: fix) {
        case .done: return ["did": "acted"]
        case .show(let place): return ["did": "opened", "opened": place]
        case .ask:
            _ = await PHPhotoLibrary.requestAuthorization(for: .readWrite)
            return ["did": "asked"]
        case .settingsPage: return ["did": "opened", "opened": "system"]
        case .steps, .nothing:
            if let error = why.error { throw error }
            return ["did": "told"]
        }
    }

    private func set(_ key: String, to value: Any?) async throws {
        let settings = try account().settings
        await settings.load()
        if let one = SettingsModel.Switch(rawValue: key), let on = value as? Bool {
            await settings.set(one, to: on)
        } else if key == "cellular_photos", let choice = SettingsModel.Cellular.choices.first(where: { $0.value == value as? String }) {
            await settings.choose(choice)
        } else {
            throw Refused(code: "req.invalid", sentence: "no screen has \(key)")
        }
        if let error = settings.error { throw error }
    }

    private func viewer(_ id: String) async throws -> ViewerModel {
        guard let details = try await library().details(of: id) else { throw Refused(code: "item.unknown", sentence: "no such photo") }
        return ViewerModel(details.asset, in: try library())
    }

    private func edit(_ id: String, _ command: Fields) async throws {
        let viewer = try await viewer(id)
        if let favourite = command["favourite"] as? Bool, viewer.photo.favourite != favourite { await viewer.toggleFavourite() }
        if let caption = command["caption"] as? String { _ = try await library().edit([id], Edit(caption: caption)) }
    }

    private func state() async throws -> Fields {
        let status = try await library().status()
        var photos: [Asset] = []
        for shelf in [Shelf.timeline, .trash] {
            let list = LibraryModel(try library(), query: AssetQuery(shelf: shelf))
            await list.reload()
            photos += list.photos
        }
        let reasons: [Fields] = status.reasons.map { ["code": $0.code, "sentence": $0.sentence, "button": button($0.fix)] }
        let rows: [Fields] = photos.map {
            [
                "photo": $0.id, "name": $0.fileName, "state": snake($0.state), "original": snake($0.original),
                "favourite": $0.favourite, "trashed": $0.trashed,
            ]
        }
        return ["signed_in": status.state != .signedOut, "status": status.summary, "reasons": reasons, "photos": rows]
    }

    private func why() async throws -> Fields {
        let model = try account().why
        await model.look()
        if let error = model.error { throw error }
        return ["findings": model.rows.map { ["code": $0.code.rawValue, "sentence": $0.title, "button": button($0.fix)] as Fields }]
    }

    private func button(_ fix: Fix) -> Fields {
        ["label": fix.label, "action": fix.action, "enabled": fix.form != .passes]
    }

    private func snake(_ value: Any) -> String {
        "\(value)".map { $0.isUppercase ? "_\($0.lowercased())" : String($0) }.joined()
    }

    /// The bytes, fetched if they are not here: as a player would, in pieces.
    private func original(_ id: String) async throws -> Fields {
        let piece: UInt64 = 4 * 1024 * 1024
        let file = folder.appendingPathComponent("original")
        FileManager.default.createFile(atPath: file.path, contents: nil)
        let handle = try FileHandle(forWritingTo: file)
        var at: UInt64 = 0
        while true {
            let bytes = try await library().range(of: id, .original, from: at, length: piece)
            try handle.write(contentsOf: bytes)
            at += UInt64(bytes.count)
            if bytes.count < Int(piece) { break }
        }
        try handle.close()
        return ["sha256": try sum(file), "bytes": at]
    }

    private func sum(_ file: URL) throws -> String {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
        process.arguments = [file.path]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return String(text.prefix(64))
    }
}
