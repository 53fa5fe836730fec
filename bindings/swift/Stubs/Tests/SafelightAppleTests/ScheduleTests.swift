import BackgroundTasks
import Foundation
import Safelight
import Testing
import UIKit

@testable import SafelightApple

@Suite("Slots that the system grants", .serialized)
struct ScheduleTests {
    private let scheduler = BGTaskScheduler.shared
    private static let numbers = Simulated(0)
    private let tasks: BackgroundSchedule.Tasks

    /// Names of its own for each test: what was registered in a process stays registered.
    init() {
        let number = Self.numbers.change { $0 += 1; return $0 }
        tasks = .init(processing: "sync.\(number)", refresh: "refresh.\(number)")
        scheduler.simulateNewProcess()
        scheduler.simulatedPermitted.value = [tasks.processing, tasks.refresh]
    }

    private func schedule(listed: [String]? = nil, work: @escaping BackgroundSchedule.Work = { _, _ in true }) -> BackgroundSchedule {
        BackgroundSchedule(tasks: tasks, listed: listed ?? [tasks.processing, tasks.refresh], work: work)
    }

    private func wish(
        _ kind: WakeKind, network: WakeNetwork = .any, charger: Bool = false, notBefore: Date? = nil
    ) -> WakeRequest {
        WakeRequest(kind: kind, classes: [.photos], network: network, charger: charger, notBefore: notBefore, bytes: 1)
    }

    @Test("what would be an Objective-C exception is refused first")
    @MainActor
    func refusals() throws {
        #expect(throws: BackgroundSchedule.Refusal.notListed(tasks.refresh)) { try schedule(listed: [tasks.processing]).register() }
        // The first name was registered by then: a second time would end the app.
        #expect(throws: BackgroundSchedule.Refusal.registeredTwice(tasks.processing)) { try schedule().register() }
    }

    @Test("a plan becomes requests, and what it no longer wants is taken back")
    @MainActor
    func requests() throws {
        let schedule = schedule()
        try schedule.register()
        let later = Date(timeIntervalSinceNow: 7200)
        let plan = WakePlan(
            requests: [wish(.shortRefresh, notBefore: later), wish(.longProcessing, network: .unmetered, charger: true)], asleep: [])
        #expect(schedule.ask(for: plan).isEmpty)
        let asked = scheduler.simulatedPending
        #expect(asked.map(\.identifier) == [tasks.refresh, tasks.processing])
        #expect(asked[0].earliestBeginDate == later)
        let long = try #require(asked[1] as? BGProcessingTaskRequest)
        #expect(long.requiresNetworkConnectivity && long.requiresExternalPower)

        #expect(schedule.ask(for: WakePlan(requests: [wish(.longProcessing, network: .none)], asleep: [])).isEmpty)
        #expect(scheduler.simulatedPending.map(\.identifier) == [tasks.processing])
        let changed = try #require(scheduler.simulatedPending[0] as? BGProcessingTaskRequest)
        #expect(!changed.requiresNetworkConnectivity && !changed.requiresExternalPower)
        schedule.ask(for: WakePlan(requests: [], asleep: ["acct.sync_off"]))
        #expect(scheduler.simulatedPending.isEmpty)
    }

    @Test("why the system refuses is told", arguments: [
        (BGTaskScheduler.Error.Code.unavailable, BackgroundSchedule.Refusal.unavailable), (.tooManyPendingTaskRequests, .tooMany),
        (.notPermitted, .unavailable),
    ])
    @MainActor
    func told(code: BGTaskScheduler.Error.Code, expected: BackgroundSchedule.Refusal) throws {
        let schedule = schedule()
        try schedule.register()
        scheduler.simulatedRefusal.value = code
        #expect(schedule.ask(for: WakePlan(requests: [wish(.shortRefresh)], asleep: [])) == [tasks.refresh: expected])
    }

    @Test("a slot does its work, and says once how it ended", arguments: [true, false])
    @MainActor
    func slot(done: Bool) async throws {
        let asked = Simulated<[String]>([])
        let schedule = schedule { task, seconds in
            asked.change { $0.append("\(task) \(seconds.map { "\(Int($0))" } ?? "-")") }
            return done
        }
        try schedule.register()
        schedule.ask(for: WakePlan(requests: [wish(.shortRefresh), wish(.longProcessing)], asleep: []))
        let short = try #require(scheduler.simulateLaunch(tasks.refresh))
        while short.simulatedCompletions.isEmpty { await Task.yield() }
        let long = try #require(scheduler.simulateLaunch(tasks.processing))
        while long.simulatedCompletions.isEmpty { await Task.yield() }
        #expect(short.simulatedCompletions == [done] && long.simulatedCompletions == [done])
        #expect(asked.value == ["\(tasks.refresh) 20", "\(tasks.processing) -"])
        #expect(scheduler.simulateLaunch(tasks.refresh) == nil)
    }

    @Test("a slot that the system takes back is ended in good order")
    @MainActor
    func expiration() async throws {
        let began = Simulated(false)
        let schedule = schedule { _, _ in
            began.value = true
            // Stops when it is told to, and not before.
            while !Task.isCancelled { await Task.yield() }
            return false
        }
        try schedule.register()
        schedule.ask(for: WakePlan(requests: [wish(.longProcessing)], asleep: []))
        let task = try #require(scheduler.simulateLaunch(tasks.processing))
        while !began.value { await Task.yield() }
        #expect(task.simulatedCompletions.isEmpty)
        while task.expirationHandler == nil { await Task.yield() }
        task.simulateExpiration()
        while task.simulatedCompletions.isEmpty { await Task.yield() }
        #expect(task.simulatedCompletions == [false])
    }
}
