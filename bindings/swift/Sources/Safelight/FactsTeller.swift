import Foundation

/// Tells a library what the phone says, one after another: the newest last, whatever came in between left out.
///
/// An adapter hands facts over from wherever it hears them, and goes on. Facts that a library refuses are told again, all of
/// them, with the next change.
public final class FactsTeller: Sendable {
    private let state = Guarded(State())
    private let tell: @Sendable (PlatformFacts) async throws -> Void

    private struct State {
        var next: PlatformFacts?
        var telling: Task<Void, Never>?
    }

    /// Tells this library.
    public convenience init(_ library: PhotoLibrary) {
        self.init { try await library.tell($0) }
    }

    init(_ tell: @escaping @Sendable (PlatformFacts) async throws -> Void) {
        self.tell = tell
    }

    /// Hands facts over. Returns at once.
    public func say(_ facts: PlatformFacts) {
        state.withLock { state in
            state.next = facts
            if state.telling == nil { state.telling = Task { await self.tellAll() } }
        }
    }

    /// Returns when everything that was said by now is told.
    public func told() async {
        await state.withLock { $0.telling }?.value
    }

    private func tellAll() async {
        while let facts = next() { try? await tell(facts) }
    }

    private func next() -> PlatformFacts? {
        state.withLock { state in
            defer { state.next = nil }
            if state.next == nil { state.telling = nil }
            return state.next
        }
    }
}

/// A value behind a lock.
private final class Guarded<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value
    init(_ value: Value) { self.value = value }
    func withLock<Result>(_ body: (inout Value) -> Result) -> Result { lock.withLock { body(&value) } }
}
