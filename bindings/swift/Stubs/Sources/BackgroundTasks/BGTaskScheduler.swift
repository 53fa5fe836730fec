@_exported import AppleFoundation
import Foundation

/// A slot that the system grants.
open class BGTask: NSObject, @unchecked Sendable { //= BGTask
    /// Which one.
    public let identifier: String //= .identifier
    /// Called when the slot is about to end.
    open var expirationHandler: (() -> Void)? { //= .expirationHandler
        get { expiration.value }
        set { expiration.value = newValue }
    }
    /// Ends the slot.
    open func setTaskCompleted(success: Bool) { //= .setTaskCompletedWithSuccess
        completed.change { $0.append(success) }
    }

    private let expiration = Simulated<(() -> Void)?>(nil)
    private let completed = Simulated<[Bool]>([])
    init(_ identifier: String) { self.identifier = identifier }

    /// What `setTaskCompleted` was called with.
    public var simulatedCompletions: [Bool] { completed.value }
    /// The system takes the slot back.
    public func simulateExpiration() { expirationHandler?() }
}

/// Minutes.
open class BGProcessingTask: BGTask, @unchecked Sendable {} //= BGProcessingTask
/// Seconds.
open class BGAppRefreshTask: BGTask, @unchecked Sendable {} //= BGAppRefreshTask

/// What is asked of the system.
open class BGTaskRequest: NSObject { //= BGTaskRequest
    /// For which slot.
    public let identifier: String //= .identifier
    /// Not before.
    open var earliestBeginDate: Date? //= .earliestBeginDate
    fileprivate init(_ identifier: String) { self.identifier = identifier }
}

/// Asks for seconds.
open class BGAppRefreshTaskRequest: BGTaskRequest { //= BGAppRefreshTaskRequest
    /// For a slot.
    public init(identifier: String) { super.init(identifier) } //= .initWithIdentifier
}

/// Asks for minutes.
open class BGProcessingTaskRequest: BGTaskRequest { //= BGProcessingTaskRequest
    /// For a slot.
    public init(identifier: String) { super.init(identifier) } //= .initWithIdentifier
    /// Only with a network.
    open var requiresNetworkConnectivity = false //= .requiresNetworkConnectivity
    /// Only with a charger.
    open var requiresExternalPower = false //= .requiresExternalPower
}

/// Grants slots. Where Apple's raises an Objective-C exception, this one ends the process.
open class BGTaskScheduler: NSObject, @unchecked Sendable { //= BGTaskScheduler
    /// Why a request is refused.
    public struct Error: Swift.Error, Equatable, Sendable {
        /// The reason.
        public enum Code: Int, Sendable { //= BGTaskSchedulerErrorCode
            case unavailable = 1 //= .Unavailable
            case tooManyPendingTaskRequests = 2 //= .TooManyPendingTaskRequests
            case notPermitted = 3 //= .NotPermitted
        }

        /// The reason.
        public let code: Code
        /// For this reason.
        public init(_ code: Code) { self.code = code }
    }

    /// The only one.
    public class var shared: BGTaskScheduler { only } //= .sharedScheduler
    private static let only = BGTaskScheduler()

    private struct Book {
        var handlers: [String: (BGTask) -> Void] = [:]
        var pending: [String: BGTaskRequest] = [:]
        var queues: [String: DispatchQueue] = [:]
    }
    private let book = Simulated(Book())

    /// Says what a slot does.
    open func register(forTaskWithIdentifier identifier: String, using queue: DispatchQueue?, launchHandler: @escaping (BGTask) -> Void) -> Bool { //= .registerForTaskWithIdentifierUsingQueueLaunchHandler
        precondition(!simulatedLaunched.value, "an Objective-C exception: all launch handlers must be registered before application finishes launching")
        precondition(book.value.handlers[identifier] == nil, "an Objective-C exception: launch handler for task with identifier \(identifier) has already been registered")
        guard simulatedPermitted.value.contains(identifier) else { return false }
        book.change {
            $0.handlers[identifier] = launchHandler
            $0.queues[identifier] = queue
        }
        return true
    }

    /// Asks for a slot.
    open func submit(_ taskRequest: BGTaskRequest) throws { //= .submitTaskRequestError
        if let code = simulatedRefusal.value { throw Error(code) }
        guard simulatedPermitted.value.contains(taskRequest.identifier) else { throw Error(.notPermitted) }
        try book.change { book in
            let others = book.pending.values.filter { $0.identifier != taskRequest.identifier }
            if taskRequest is BGAppRefreshTaskRequest {
                if others.contains(where: { $0 is BGAppRefreshTaskRequest }) { throw Error(.tooManyPendingTaskRequests) }
            } else if others.filter({ $0 is BGProcessingTaskRequest }).count >= 10 {
                throw Error(.tooManyPendingTaskRequests)
            }
            book.pending[taskRequest.identifier] = taskRequest
        }
    }

    /// Takes a request back.
    open func cancel(taskRequestWithIdentifier identifier: String) { //= .cancelTaskRequestWithIdentifier
        book.change { _ = $0.pending.removeValue(forKey: identifier) }
    }

    /// Takes all requests back.
    open func cancelAllTaskRequests() { //= .cancelAllTaskRequests
        book.change { $0.pending = [:] }
    }

    /// The app's list in its Info.plist.
    public let simulatedPermitted = Simulated<Set<String>>(["dev.safelight.demo.sync", "dev.safelight.demo.refresh"])
    /// Whether the launch has ended.
    public let simulatedLaunched = Simulated(false)
    /// What `submit` answers; none: it takes the request.
    public let simulatedRefusal = Simulated<Error.Code?>(nil)

    /// What was asked for.
    public var simulatedPending: [BGTaskRequest] { book.value.pending.values.sorted { $0.identifier < $1.identifier } }

    /// As in a new process.
    public func simulateNewProcess() {
        book.value = Book()
        simulatedLaunched.value = false
        simulatedRefusal.value = nil
    }

    /// Grants a slot that was asked for; none if it was not, or nobody registered for it.
    public func simulateLaunch(_ identifier: String) -> BGTask? {
        let (request, handler, queue) = book.change { book in
            (book.pending.removeValue(forKey: identifier), book.handlers[identifier], book.queues[identifier])
        }
        guard let request, let handler else { return nil }
        let task = request is BGAppRefreshTaskRequest ? BGAppRefreshTask(identifier) : BGProcessingTask(identifier)
        (queue ?? DispatchQueue(label: "granted")).async { handler(task) }
        return task
    }
}
