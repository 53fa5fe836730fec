import Observation
import Safelight

/// Settings like a phone's: switches and choices, with what they would change said before they are.
@MainActor
@Observable
final class SettingsModel {
    /// One that is on or off.
    enum Switch: String, CaseIterable, Identifiable {
        case sync, roaming, lowData = "low_data", chargingOnly = "charging_only", inLowPower = "in_low_power"
        case whenHot = "when_hot"
        var id: String { rawValue }
    }

    /// What may cross networks that cost.
    enum Cellular: Hashable, Identifiable {
        case off, small, bytesPerDay(UInt64), unlimited
        static let choices: [Self] = [.off, .small, .bytesPerDay(50_000_000), .bytesPerDay(200_000_000), .unlimited]
        var id: Self { self }

        var value: String {
            switch self {
            case .off: "off"
            case .small: "small"
            case .bytesPerDay(let bytes): String(bytes)
            case .unlimited: "unlimited"
            }
        }
    }

    private(set) var values: [String: String] = [:]
    /// What a choice would change, in a sentence.
    private(set) var preview: String?
    private(set) var error: SafelightError?
    private let library: PhotoLibrary

    init(_ library: PhotoLibrary) {
        self.library = library
    }

    func load() async {
        await work { self.values = try await $0.settings() }
    }

    func isOn(_ one: Switch) -> Bool { values[one.rawValue] == "true" }

    func set(_ one: Switch, to on: Bool) async {
        await apply([one.rawValue: on ? "true" : "false"])
    }

    var cellular: Cellular {
        switch values["cellular_photos"] {
        case "off": .off
        case "unlimited": .unlimited
        case let text?: UInt64(text).map(Cellular.bytesPerDay) ?? .small
        case nil: .small
        }
    }

    /// Says what a choice would change. Changes nothing.
    func consider(_ choice: Cellular) async {
        await work { self.preview = try await $0.whatIf(["cellular_photos": choice.value]).sentence }
    }

    func choose(_ choice: Cellular) async {
        await apply(["cellular_photos": choice.value])
        preview = nil
    }

    private func apply(_ settings: [String: String]) async {
        await work {
            try await $0.set(settings)
            self.values = try await $0.settings()
        }
    }

    private func work(_ body: (PhotoLibrary) async throws -> Void) async {
        do {
            try await body(library)
            error = nil
        } catch let error as SafelightError {
            self.error = error
        } catch {}
    }
}
