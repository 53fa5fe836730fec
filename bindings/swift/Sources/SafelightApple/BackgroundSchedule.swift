import BackgroundTasks
import Foundation
import Safelight
import UIKit

/// What the system is asked for, from the engine's wake plan, and what is done in the slots that it grants.
///
/// `register()` belongs before the launch ends. What would raise an Objective-C exception, which Swift can't catch, is
/// checked first: a task that is registered twice, or not listed in Info.plist.
public final class BackgroundSchedule: @unchecked Sendable {
    /// The names of the slots, as in `BGTaskSchedulerPermittedIdentifiers`.
    public struct Tasks: Sendable {
        /// For minutes, when the phone is idle.
        public let processing: String
        /// For seconds, now and then.
        public let refresh: String

        /// Both names.
        public init(processing: String, refresh: String) {
            self.processing = processing
            self.refresh = refresh
        }
    }

    /// Why slots can't be had.
    public enum Refusal: Error, Equatable, Sendable {
        /// Info.plist does not list this name.
        case notListed(String)
        /// It was registered before in this process.
        case registeredTwice(String)
        /// The launch has ended.
        case tooLate
        /// The person has switched background refresh off, or the device has none.
        case unavailable
        /// Too many requests wait.
        case tooMany
        /// The system gives no reason that we know.
        case refused
    }

    /// What is done in a slot. It ends early when its task is cancelled; whether all was done is told to the system.
    public typealias Work = @Sendable (_ task: String, _ seconds: TimeInterval?) async -> Bool

    private let tasks: Tasks
    private let listed: Set<String>
    private let work: Work
    private static let registered = Registered()

    /// A schedule. `listed`: what Info.plist permits.
    public init(
        tasks: Tasks,
        listed: [String] = Bundle.main.object(forInfoDictionaryKey: "BGTaskSchedulerPermittedIdentifiers") as? [String] ?? [],
        work: @escaping Work
    ) {
        self.tasks = tasks
        self.listed = Set(listed)
        self.work = work
    }

    /// Says what the slots do. Before the launch ends, once in a process.
    @MainActor
    public func register() throws {
        for name in [tasks.processing, tasks.refresh] {
            guard listed.contains(name) else { throw Refusal.notListed(name) }
            guard !Self.registered.launched else { throw Refusal.tooLate }
            guard Self.registered.add(name) else { throw Refusal.registeredTwice(name) }
            let taken = BGTaskScheduler.shared.register(forTaskWithIdentifier: name, using: nil) { [work] task in
                Self.carryOut(task, work)
            }
            guard taken else { throw Refusal.notListed(name) }
        }
    }

    /// The launch has ended: the app says so in `didFinishLaunching`, after `register()`.
    @MainActor
    public func launchEnded() {
        Self.registered.end()
    }

    /// Asks for what a plan wants, and takes back what it does not want any more. A refusal is told for each name.
    @discardableResult
    public func ask(for plan: WakePlan) -> [String: Refusal] {
        var refusals: [String: Refusal] = [:]
        let wanted = plan.requests.map(request)
        for name in [tasks.processing, tasks.refresh] where !wanted.contains(where: { $0.identifier == name }) {
            BGTaskScheduler.shared.cancel(taskRequestWithIdentifier: name)
        }
        for request in wanted {
            guard listed.contains(request.identifier) else {
                refusals[request.identifier] = .notListed(request.identifier)
                continue
            }
            do {
                try BGTaskScheduler.shared.submit(request)
            } catch {
                refusals[request.identifier] = Refusal(error)
            }
        }
        return refusals
    }

    /// A wish of the plan as what iOS understands. iOS knows no request for a network that costs nothing: the policy holds
    /// that line when the slot comes.
    func request(_ wish: WakeRequest) -> BGTaskRequest {
        let request: BGTaskRequest
        switch wish.kind {
        case .shortRefresh: request = BGAppRefreshTaskRequest(identifier: tasks.refresh)
        case .longProcessing:
            let long = BGProcessingTaskRequest(identifier: tasks.processing)
            long.requiresNetworkConnectivity = wish.network != .none
            long.requiresExternalPower = wish.charger
            request = long
        }
        request.earliestBeginDate = wish.notBefore
        return request
    }

    /// Seconds that a short slot is reckoned with: the documents say thirty, the field saw less.
    private static let shortSlot: TimeInterval = 20

    private static func carryOut(_ task: BGTask, _ work: @escaping Work) {
        let slot = Slot(task)
        let name = task.identifier
        let seconds = task is BGAppRefreshTask ? shortSlot : nil
        let running = Task {
            let done = await work(name, seconds)
            slot.end(done)
        }
        task.expirationHandler = { running.cancel() }
    }
}

/// A slot that is ended once, whoever is first.
private final class Slot: @unchecked Sendable {
    private let lock = NSLock()
    private var task: BGTask?

    init(_ task: BGTask) { self.task = task }

    func end(_ done: Bool) {
        let task = lock.withLock {
            defer { self.task = nil }
            return self.task
        }
        task?.setTaskCompleted(success: done)
    }
}

/// What was registered in this process. The system keeps such a list too, and ends the app on a second entry.
private final class Registered: @unchecked Sendable {
    private let lock = NSLock()
    private var names: Set<String> = []
    private var ended = false

    var launched: Bool { lock.withLock { ended } }
    func add(_ name: String) -> Bool { lock.withLock { names.insert(name).inserted } }
    func end() { lock.withLock { ended = true } }
}

extension BackgroundSchedule.Refusal {
    init(_ error: any Error) {
        switch (error as? BGTaskScheduler.Error)?.code {
        case .unavailable: self = .unavailable
        case .tooManyPendingTaskRequests: self = .tooMany
        case .notPermitted: self = .unavailable
        default: self = .refused
        }
    }
}
