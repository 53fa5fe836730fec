import Foundation
import Safelight
import Testing

@testable import DemoModels

@Suite("Project, Info.plist, entitlements and code say the same")
struct ProjectTests {
    private let folder = URL(fileURLWithPath: ProcessInfo.processInfo.environment["SAFELIGHT_CHECKOUT_FOLDER"] ?? "/")
        .appendingPathComponent("ios-demo")

    private func plist(_ name: String) throws -> [String: Any] {
        let data = try Data(contentsOf: folder.appendingPathComponent(name))
        return try #require(try PropertyListSerialization.propertyList(from: data, format: nil) as? [String: Any])
    }

    @Test("the slots that the code registers are permitted, and their modes declared")
    func slots() throws {
        let info = try plist("Info.plist")
        #expect(info["BGTaskSchedulerPermittedIdentifiers"] as? [String] == [Identifiers.processing, Identifiers.refresh])
        #expect(info["UIBackgroundModes"] as? [String] == ["fetch", "processing"])
    }

    @Test("whatever the system asks the person about has its text", arguments: [
        "NSPhotoLibraryUsageDescription", "NSLocalNetworkUsageDescription", "NSFaceIDUsageDescription",
    ])
    func purposes(key: String) throws {
        #expect((try plist("Info.plist")[key] as? String ?? "").count > 20)
    }

    @Test("encryption is declared")
    func encryption() throws {
        #expect(try plist("Info.plist")["ITSAppUsesNonExemptEncryption"] as? Bool == true)
    }

    @Test("app group, Keychain group and file protection are those of the code")
    func entitlements() throws {
        let entitlements = try plist("SafelightDemo.entitlements")
        #expect(entitlements["com.apple.security.application-groups"] as? [String] == [Identifiers.appGroup])
        #expect(entitlements["keychain-access-groups"] as? [String] == ["$(AppIdentifierPrefix)\(Identifiers.keychainService)"])
        #expect(
            entitlements["com.apple.developer.default-data-protection"] as? String
                == "NSFileProtectionCompleteUntilFirstUserAuthentication")
    }

    @Test("the privacy manifest is one, and says that nobody is tracked")
    func privacy() throws {
        let manifest = try plist("App/PrivacyInfo.xcprivacy")
        #expect(manifest["NSPrivacyTracking"] as? Bool == false)
        #expect((manifest["NSPrivacyAccessedAPITypes"] as? [[String: Any]])?.count == 3)
    }

    @Test("the project names what is there: folders, package, identifiers, floor")
    func project() throws {
        let text = try String(
            contentsOf: folder.appendingPathComponent("SafelightDemo.xcodeproj/project.pbxproj"), encoding: .utf8)
        let project = try #require(
            try PropertyListSerialization.propertyList(from: Data(text.utf8), format: nil) as? [String: Any])
        let objects = try #require(project["objects"] as? [String: [String: Any]])
        func all(_ isa: String) -> [[String: Any]] { objects.values.filter { $0["isa"] as? String == isa } }
        for group in all("PBXFileSystemSynchronizedRootGroup") {
            let path = try #require(group["path"] as? String)
            #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(path).path))
        }
        #expect(all("PBXFileSystemSynchronizedRootGroup").count == 2)
        for file in all("PBXFileReference") where file["sourceTree"] as? String == "<group>" {
            let path = try #require(file["path"] as? String)
            #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(path).path))
        }
        let package = try #require(all("XCLocalSwiftPackageReference").first?["relativePath"] as? String)
        #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(package).appendingPathComponent("Package.swift").path))
        let settings = all("XCBuildConfiguration").compactMap { $0["buildSettings"] as? [String: Any] }
        let bundles = settings.compactMap { $0["PRODUCT_BUNDLE_IDENTIFIER"] as? String }
        #expect(bundles == [Identifiers.bundle, Identifiers.bundle])
        #expect(Set(settings.compactMap { $0["IPHONEOS_DEPLOYMENT_TARGET"] as? String }) == ["18.0"])
        #expect(Set(settings.compactMap { $0["INFOPLIST_FILE"] as? String }) == ["Info.plist"])
        // Every object that another names is there.
        for object in objects.values {
            for value in object.values {
                let names = (value as? [String]) ?? [(value as? String) ?? ""]
                for name in names where name.hasPrefix("5AFE") { #expect(objects[name] != nil) }
            }
        }
        let manifest = try String(
            contentsOf: folder.appendingPathComponent("../bindings/swift/Package.swift"), encoding: .utf8)
        #expect(manifest.contains(".iOS(.v18)"))
    }

    @Test("each place that a button may open is in the app")
    func places() throws {
        let registration = try Registration(
            Configuration(folder: FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString), client: "test/1"))
        #expect(Set(Screens.all.keys) == Set(registration.places))
    }
}
