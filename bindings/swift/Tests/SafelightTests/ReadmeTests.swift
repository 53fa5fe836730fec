import Foundation
import Safelight
import Testing

@Suite("The README's app", .serialized)
@MainActor
struct ReadmeTests {
    private let checkout = URL(fileURLWithPath: ProcessInfo.processInfo.environment["SAFELIGHT_CHECKOUT_FOLDER"] ?? "/")

    @Test("it stands in the README as it is compiled here")
    func same() throws {
        let package = checkout.appendingPathComponent("bindings/swift")
        let readme = try String(contentsOf: package.appendingPathComponent("README.md"), encoding: .utf8)
        let code = try String(
            contentsOf: package.appendingPathComponent("Tests/SafelightTests/ReadmeApp.swift"), encoding: .utf8)
        #expect(readme.contains("```swift\n\(code)```"))
    }

    @Test("it shows what is taken in, keeps it safe, and follows another phone")
    func runs() async throws {
        let cloud = try TestCloud()
        let first = try await cloud.firstPhone()
        let gallery = try await Gallery(in: cloud.folder.appendingPathComponent("gallery"), as: cloud.credentials("Gallery"))
        let following = Task { await gallery.follow() }
        try await gallery.take([sample("cat")])
        while gallery.photos.photos.first?.state != .safe { await Task.yield() }
        _ = try await first.takeIn([sample("moose")])
        _ = try await first.sync(now: true)
        while gallery.photos.photos.count < 2 { await Task.yield() }
        #expect(!gallery.status.summary.isEmpty)
        following.cancel()
        await following.value
        try await first.shutDown()
    }

    @Test("every public symbol of the package has a word of documentation")
    func documented() throws {
        var silent: [String] = []
        for folder in ["Safelight", "SafelightApple"] {
            let root = checkout.appendingPathComponent("bindings/swift/Sources/\(folder)")
            let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
            for case let file as URL in files where file.pathExtension == "swift" {
                let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
                for (number, line) in lines.enumerated() where declares(line) {
                    var above = number - 1
                    while above >= 0, lines[above].trimmingCharacters(in: .whitespaces).hasPrefix("@") { above -= 1 }
                    if above < 0 || !lines[above].trimmingCharacters(in: .whitespaces).hasPrefix("///") {
                        silent.append("\(file.lastPathComponent):\(number + 1) \(line)")
                    }
                }
            }
        }
        #expect(silent == [])
    }

    private func declares(_ line: String) -> Bool {
        let words = line.trimmingCharacters(in: .whitespaces)
        return words.hasPrefix("public ") && !words.hasPrefix("public static let all")
            || words.hasPrefix("case ") && line.hasPrefix("        case ") && !words.hasSuffix(":") && !words.contains(": return")
                && !words.hasPrefix("case .") && !words.contains(":")
    }

    @Test("no synchronous function can touch disk, network or store: these are all of them")
    func synchronous() throws {
        var found: Set<String> = []
        let root = checkout.appendingPathComponent("bindings/swift/Sources/Safelight")
        for folder in ["Library", ""] {
            let place = root.appendingPathComponent(folder)
            for file in try FileManager.default.contentsOfDirectory(at: place, includingPropertiesForKeys: nil)
            where ["PhotoLibrary.swift", "Registration.swift"].contains(file.lastPathComponent) || folder == "Library" {
                let text = try String(contentsOf: file, encoding: .utf8)
                for declaration in text.components(separatedBy: "public func ").dropFirst() {
                    let head = declaration.components(separatedBy: "{\n")[0]
                    if !head.contains("async") { found.insert(String(head.prefix { $0 != "(" })) }
                }
            }
        }
        #expect(found == ["networkChanged", "readBy", "reason"])
    }
}
