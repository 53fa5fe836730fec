import Foundation

/// One thing that the platform says and that a test or a simulated phone sets. Safe from any thread.
public final class Simulated<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var stored: Value

    /// With its first value.
    public init(_ value: Value) {
        stored = value
    }

    /// What the platform says now.
    public var value: Value {
        get { lock.withLock { stored } }
        set { lock.withLock { stored = newValue } }
    }

    /// Reads and changes it in one step.
    public func change<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        try lock.withLock { try body(&stored) }
    }
}
