import SafelightFFI

/// How it stands: the present state first, then the newest that differs. Each loop has a stream of its own; one that falls
/// behind skips to the newest. It ends when the library is shut down, and in `CancellationError` when its task is cancelled.
public struct StatusSequence: AsyncSequence, Sendable {
    /// What it gives.
    public typealias Element = Status
    let engine: SafelightFFI.Safelight

    /// Asks for the next state.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let stream: Result<StatusStream, any Error>

        /// The next state; none at the end.
        public mutating func next() async throws -> Status? {
            let stream = try stream.get()
            return try await ending({ stream.end() }) { try await stream.next() }
        }
    }

    /// Begins.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(stream: Result { try engine.statusStream() }) }
}

/// Which photos and albums change, from the beginning of the loop on. Bounded: a reader who falls behind gets one
/// `.reload` in place of what it missed.
public struct ChangeSequence: AsyncSequence, Sendable {
    /// What it gives.
    public typealias Element = ChangeEvent
    let engine: SafelightFFI.Safelight

    /// Asks for the next change.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let stream: Result<ChangeStream, any Error>

        /// The next change; none at the end.
        public mutating func next() async throws -> ChangeEvent? {
            let stream = try stream.get()
            return try await ending({ stream.end() }) { try await stream.next() }
        }
    }

    /// Begins: what changes from now on is told.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(stream: Result { try engine.changeStream() }) }
}

/// Stays in step with the cloud as long as somebody loops over it, and tells what each run did.
public struct SyncSequence: AsyncSequence, Sendable {
    /// What it gives.
    public typealias Element = SyncOutcome
    let engine: SafelightFFI.Safelight

    /// Asks for the next outcome.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let stream: Result<SyncStream, any Error>

        /// What the newest run did; none at the end.
        public mutating func next() async throws -> SyncOutcome? {
            let stream = try stream.get()
            return try await ending({ stream.end() }) { try await stream.next() }
        }
    }

    /// Begins.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(stream: Result { try engine.syncStream() }) }
}

/// Waits for a stream's next value. A cancelled task ends the stream, and the wait in `CancellationError`.
private func ending<Value: Sendable>(
    _ end: @escaping @Sendable () -> Void, _ next: () async throws -> Value?
) async throws -> Value? {
    let value = try await withTaskCancellationHandler(operation: next, onCancel: end)
    if value == nil { try Task.checkCancellation() }
    return value
}
