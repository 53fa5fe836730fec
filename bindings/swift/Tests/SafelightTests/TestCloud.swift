import Foundation
import Safelight

#if canImport(Glibc)
    import Glibc
#endif

/// A real server on loopback, in a folder of its own that goes with it.
final class TestCloud: @unchecked Sendable {
    let address: String
    let folder: URL
    private let process = Process()

    /// Starts one. Where the program is, is said by SAFELIGHT_SERVER.
    init() throws {
        guard let program = ProcessInfo.processInfo.environment["SAFELIGHT_SERVER"] else { throw Missing.server }
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("safelight-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["--data", folder.appendingPathComponent("cloud").path, "--listen", "127.0.0.1:0"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        while true {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { throw Missing.address }
            text += String(decoding: data, as: UTF8.self)
            if let line = text.split(separator: "\n").first(where: { $0.hasPrefix("listening on ") }), text.hasSuffix("\n") {
                address = String(line.dropFirst("listening on ".count))
                break
            }
        }
    }

    enum Missing: Error { case server, address }

    /// The server stops in the middle of whatever it does, and answers nobody.
    func freeze() { kill(process.processIdentifier, SIGSTOP) }
    /// It goes on.
    func thaw() { kill(process.processIdentifier, SIGCONT) }

    deinit {
        // Not asked politely: it would wait for phones that a failed test has left signed in.
        kill(process.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }

    /// A phone that has not signed in.
    func phone(_ name: String, objects: PlatformObjects = PlatformObjects()) throws -> Registration {
        var configuration = Configuration(folder: folder.appendingPathComponent(name), client: "safelight-swift-tests/1.0")
        configuration.languages = ["en"]
        return try Registration(configuration, objects: objects)
    }

    /// Who signs in on a phone.
    func credentials(_ name: String) -> Credentials {
        Credentials(
            server: address, email: "anna@example.org", password: "four random words here", deviceName: name)
    }

    /// A phone with a new account.
    func firstPhone(objects: PlatformObjects = PlatformObjects()) async throws -> PhotoLibrary {
        let library = try await phone("first", objects: objects).open()
        _ = try await library.signUp(credentials("First"))
        return library
    }

    /// A phone of the same account.
    func secondPhone() async throws -> PhotoLibrary {
        let library = try await phone("second").open()
        _ = try await library.signIn(credentials("Second"))
        return library
    }
}

/// A photo of a camera.
func sample(_ name: String) throws -> URL {
    guard let checkout = ProcessInfo.processInfo.environment["SAFELIGHT_CHECKOUT_FOLDER"] else { throw TestCloud.Missing.server }
    return URL(fileURLWithPath: checkout).appendingPathComponent("simulator/samples/\(name).jpg")
}

/// What a call throws; none where it throws nothing of the library's.
func thrown(_ call: () async throws -> Void) async -> SafelightError? {
    do {
        try await call()
        return nil
    } catch {
        return error as? SafelightError
    }
}
