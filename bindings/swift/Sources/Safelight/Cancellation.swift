import SafelightFFI

/// Carries out a long call so that cancelling the task ends it at once, in `CancellationError`.
///
/// The generated code ignores a task's cancellation; the engine listens to a token, which the handler cancels.
func cancellable<Value: Sendable>(_ call: (CancelToken) async throws -> Value) async throws -> Value {
    let token = CancelToken()
    return try await withTaskCancellationHandler {
        do {
            return try await call(token)
        } catch SafelightError.Cancelled {
            throw CancellationError()
        }
    } onCancel: {
        token.cancel()
    }
}

/// Carries out a short call: one that is over before anybody would cancel it. A cancelled task does not begin it.
func short<Value: Sendable>(_ call: () async throws -> Value) async throws -> Value {
    try Task.checkCancellation()
    do {
        return try await call()
    } catch SafelightError.Cancelled {
        throw CancellationError()
    }
}
