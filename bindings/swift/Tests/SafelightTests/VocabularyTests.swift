import Foundation
import Safelight
import Testing

@Suite("Codes, sentences, facts", .serialized)
struct VocabularyTests {
    private func registration() throws -> Registration {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        var configuration = Configuration(folder: folder, client: "safelight-swift-tests/1.0")
        configuration.languages = ["en"]
        return try Registration(configuration)
    }

    @Test("every code of the engine has a constant, and there are no others")
    func codes() throws {
        let engine = Set(try registration().codes)
        #expect(Set(ReasonCode.all).subtracting(engine) == [])
        #expect(engine.subtracting(ReasonCode.all) == [])
        #expect(ReasonCode.all.count == engine.count)
    }

    @Test("a code of a newer server is no error and has a sentence")
    func newerCode() throws {
        let code = ReasonCode("net.of_next_year")
        #expect(!code.isKnown)
        let told = try registration().reason(code)
        #expect(!told.known)
        #expect(!told.sentence.isEmpty)
    }

    @Test("an app replaces any sentence by its code, with the evidence at hand")
    func wording() throws {
        let told = try registration().reason(.pwrLow, evidence: #"{"percent": 12, "floor": 20}"#)
        let hold = Hold(
            code: told.code, class: .photos, sentence: told.sentence, lifts: told.lifts, fix: told.fix,
            evidence: #"{"percent": 12, "name": "x", "flag": true}"#, since: Date())
        #expect(Wording().sentence(for: hold) == told.sentence)
        let own = Wording([.pwrLow: { "Only \(Int($0.number("percent") ?? 0)) %" }])
        #expect(own.sentence(for: hold) == "Only 12 %")
        #expect(hold.typedEvidence["name"] == .text("x"))
        #expect(hold.typedEvidence["flag"] == .flag(true))
        #expect(Evidence(json: "nonsense") == Evidence(json: "{}"))
    }

    @Test("another language is spoken when somebody else reads")
    func languages() throws {
        let registration = try registration()
        let english = registration.reason(.netOffline).sentence
        registration.readBy(languages: ["pl"])
        #expect(registration.reason(.netOffline).sentence != english)
    }

    @Test("every value of every fact is spelled as the engine reads it")
    func facts() async throws {
        let library = try await registration().open()
        func kept(_ change: (inout PlatformFacts) -> Void) async throws -> [String: String] {
            var facts = PlatformFacts()
            change(&facts)
            try await library.tell(facts)
            let told = try await library.facts()
            let read = Dictionary(uniqueKeysWithValues: told.map { ($0.key, $0.value) })
            #expect(facts.stated.allSatisfy { read[$0.key] == $0.value })
            return read
        }
        for value in PlatformFacts.Charging.allCases { _ = try await kept { $0.charging = value } }
        for value in PlatformFacts.Network.allCases { _ = try await kept { $0.network = value } }
        for value in PlatformFacts.Tunnel.allCases { _ = try await kept { $0.tunnel = value } }
        for value in PlatformFacts.Heat.allCases { _ = try await kept { $0.heat = value } }
        for value in PlatformFacts.PhotoAccess.allCases { _ = try await kept { $0.photoAccess = value } }
        for value in PlatformFacts.Background.allCases { _ = try await kept { $0.background = value } }
        for value in PlatformFacts.AppState.allCases { _ = try await kept { $0.appState = value } }
        let all = try await kept {
            ($0.battery, $0.lowPower, $0.metered, $0.constrained) = (140, true, false, true)
            ($0.localNetworkAllowed, $0.cellularAllowed, $0.freeBytes, $0.totalBytes) = (false, true, 7, 9)
            ($0.appVersion, $0.systemVersion, $0.model) = ("1.0", "18.2", "iPhone")
        }
        #expect(all["battery"] == "100")
        // What can't be told any more is not what it was.
        #expect(try await kept { _ in }["battery"] == "unknown")
        try await library.shutDown()
    }

    @Test("package and engine are of one version")
    func version() {
        #expect(!Registration.engineVersion.isEmpty)
    }
}
