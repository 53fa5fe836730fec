import Foundation
import SafelightFFI

/// Sync, what the phone knows, what the person wants, and why it waits.
extension PhotoLibrary {
    /// Does what can be done now; what can't be is told with its reasons. `now`: the person wishes it.
    public func sync(now: Bool = false) async throws -> SyncOutcome {
        try await cancellable { try await engine.sync(now: now, cancel: $0) }
    }

    /// The same in a slot that the system granted. It ends in good order within a second when its task is cancelled.
    public func run(inSlot task: String, seconds: TimeInterval? = nil, bytes: UInt64? = nil) async throws -> SyncOutcome {
        try await cancellable { try await engine.run(task: task, time: seconds, bytes: bytes, cancel: $0) }
    }

    /// Goes on with what a carrier moves while the app sleeps.
    public func carry(with carrier: any Carrier) async throws -> Carriage {
        try await cancellable { try await engine.carry(carrier: carrier, cancel: $0) }
    }

    /// Presses the button of a reason: does what Safelight can do by itself, and says what the app opens for the rest.
    public func press(_ code: ReasonCode) async throws -> Pressed {
        try await cancellable { try await engine.press(code: code.rawValue, cancel: $0) }
    }

    /// How it stands.
    public func status() async throws -> Status {
        try await short { try await engine.status() }
    }

    /// What to ask of the system before the app sleeps.
    public func wakePlan() async throws -> WakePlan {
        try await short { try await engine.wakePlan() }
    }

    /// Says what the phone knows now.
    public func tell(_ facts: PlatformFacts) async throws {
        let stated = facts.stated.map { Setting(key: $0.key, value: $0.value) }.sorted { $0.key < $1.key }
        _ = try await short { try await engine.setFacts(facts: stated) }
    }

    /// What the phone is known to know.
    public func facts() async throws -> [Fact] {
        try await short { try await engine.facts() }
    }

    /// What the person wants, by key.
    public func settings() async throws -> [String: String] {
        let settings = try await short { try await engine.settings() }
        return Dictionary(settings.map { ($0.key, $0.value) }) { $1 }
    }

    /// Changes what the person wants: all of it, or nothing where one value is refused.
    public func set(_ settings: [String: String]) async throws {
        let changes = settings.map { Setting(key: $0.key, value: $0.value) }.sorted { $0.key < $1.key }
        _ = try await short { try await engine.setSettings(settings: changes) }
    }

    /// What would go if some settings were otherwise. Changes nothing.
    public func whatIf(_ settings: [String: String]) async throws -> WhatIf {
        let changes = settings.map { Setting(key: $0.key, value: $0.value) }.sorted { $0.key < $1.key }
        return try await short { try await engine.whatIf(changes: changes) }
    }

    /// Whether each class of work may go now. `byWish`: if the person asked for it.
    public func verdicts(byWish: Bool = false) async throws -> [ClassVerdict] {
        try await short { try await engine.verdicts(person: byWish) }
    }

    /// Looks at everything that may keep photos from syncing; the true cause comes first. `offline`: without asking anybody.
    public func diagnose(offline: Bool = false) async throws -> Diagnosis {
        try await cancellable { try await engine.diagnose(offline: offline, otherPhone: false, cancel: $0) }
    }

    /// Writes a bundle for support that names nobody. How many bytes.
    public func writeSupportBundle(to file: URL, offline: Bool = false) async throws -> UInt64 {
        try await cancellable { try await engine.writeSupportBundle(file: file.path, offline: offline, cancel: $0) }
    }

    /// What deserves to disturb the person, at most once for each cause.
    public func alerts() async throws -> [Alert] {
        try await short { try await engine.alerts() }
    }

    /// What happened, in sentences: "why not last night?".
    public func timeline(since: Date? = nil) async throws -> Timeline {
        try await short { try await engine.timeline(since: since) }
    }

    /// Data used and saved, by month.
    public func receipts(month: String? = nil) async throws -> [Month] {
        try await short { try await engine.receipts(month: month) }
    }

    /// Why one photo is not here or not safe, and when to expect it.
    public func why(_ id: Asset.ID) async throws -> Why? {
        try await short { try await engine.why(id: id) }
    }
}
