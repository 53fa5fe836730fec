import Foundation
import Safelight
import Security
import UIKit

/// The system's background transfers as the engine's carrier: uploads go on while the app sleeps, is ended by the system,
/// or waits to be launched again.
///
/// One session of a name lives in one process: an extension needs a name of its own. `connect()` belongs before the launch
/// ends, since the system tells what has ended as soon as somebody listens. What the person throws off the screen, the
/// system gives up: such tickets end without an answer.
public final class BackgroundCarrier: NSObject, Carrier, @unchecked Sendable {
    private let identifier: String
    private let sharedContainer: String?
    private let journal: CarrierJournal
    private let lock = NSLock()
    private var session: URLSession?
    private var crossed: [String: Crossed] = [:]
    private var eventsEnded: (@MainActor () -> Void)?
    private let somethingEnded: @Sendable () -> Void

    /// A carrier on the session of this name. `folder`: where it keeps what has ended. `sharedContainer`: the app group, for
    /// an extension. `somethingEnded`: called on a queue of the system's when a transfer has ended.
    public init(
        identifier: String, folder: URL, sharedContainer: String? = nil, somethingEnded: @escaping @Sendable () -> Void = {}
    ) {
        self.identifier = identifier
        self.sharedContainer = sharedContainer
        self.somethingEnded = somethingEnded
        journal = CarrierJournal(folder: folder)
    }

    /// Listens to the system. The second call does nothing.
    public func connect() {
        _ = connected()
    }

    /// For the app delegate's `handleEventsForBackgroundURLSession`: whether the session is ours. The handler is called when
    /// everything was told and noted.
    @MainActor
    public func takeEvents(of session: String, completion: @escaping @MainActor () -> Void) -> Bool {
        guard session == identifier else { return false }
        lock.withLock { eventsEnded = completion }
        connect()
        return true
    }

    /// Takes what the system can carry, and names it. Returns at once.
    public func handOver(tickets: [Ticket]) async throws -> [String] {
        let session = connected()
        let out = Set(await session.allTasks.compactMap { CarriedTicket(note: $0.taskDescription)?.id })
        var taken: [String] = []
        for ticket in tickets {
            if out.contains(ticket.id) {
                taken.append(ticket.id)
                continue
            }
            guard let request = try? URLRequest(ticket) else { continue }
            let task = session.uploadTask(with: request, fromFile: URL(fileURLWithPath: ticket.file))
            task.taskDescription = CarriedTicket(ticket).note
            task.countOfBytesClientExpectsToSend = Int64(clamping: ticket.length)
            task.resume()
            taken.append(ticket.id)
        }
        return taken
    }

    /// What has ended, in this process or an earlier one.
    public func results() async throws -> [TicketResult] {
        _ = connected()
        return journal.results()
    }

    /// Gives tickets up.
    public func cancel(ids: [String]) async throws {
        let given = Set(ids)
        for task in await connected().allTasks {
            if let ticket = CarriedTicket(note: task.taskDescription), given.contains(ticket.id) { task.cancel() }
        }
    }

    private func connected() -> URLSession {
        lock.withLock {
            if let session { return session }
            let configuration = URLSessionConfiguration.background(withIdentifier: identifier)
            configuration.sessionSendsLaunchEvents = true
            configuration.isDiscretionary = false
            configuration.httpShouldSetCookies = false
            configuration.sharedContainerIdentifier = sharedContainer
            let made = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
            session = made
            return made
        }
    }
}

extension BackgroundCarrier: URLSessionTaskDelegate {
    /// Remembers what a transfer crossed; its end follows.
    public func urlSession(_ session: URLSession, task: URLSessionTask, didFinishCollecting metrics: URLSessionTaskMetrics) {
        guard let ticket = CarriedTicket(note: task.taskDescription) else { return }
        lock.withLock { crossed[ticket.id] = Crossed(metrics) }
    }

    /// Notes an end.
    public func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        guard let ticket = CarriedTicket(note: task.taskDescription) else { return }
        let over = lock.withLock { crossed.removeValue(forKey: ticket.id) } ?? .unknown
        let answer = error == nil ? (task.response as? HTTPURLResponse)?.statusCode : nil
        let paid: Bool? = over == .unknown ? nil : over == .paid
        // What can't be noted is lost as an end, and no more: the engine asks the server what it has.
        try? journal.note(.init(id: ticket.id, status: answer.flatMap(UInt16.init(exactly:)), paid: paid, at: Date()))
        somethingEnded()
    }

    /// Everything was told: the system may put the app to sleep again.
    public func urlSessionDidFinishEvents(forBackgroundURLSession session: URLSession) {
        let completion = lock.withLock {
            defer { eventsEnded = nil }
            return eventsEnded
        }
        if let completion { Task { @MainActor in completion() } }
    }

    /// A server of the person's own may be vouched for by their own authority. The system's authorities stay good.
    public func urlSession(
        _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        guard challenge.protectionSpace.authenticationMethod == NSURLAuthenticationMethodServerTrust,
            let trust = challenge.protectionSpace.serverTrust,
            let der = CarriedTicket(note: task.taskDescription)?.certificate,
            let authority = SecCertificateCreateWithData(nil, der as CFData)
        else { return completionHandler(.performDefaultHandling, nil) }
        let prepared = SecTrustSetAnchorCertificates(trust, [authority] as CFArray) == errSecSuccess
            && SecTrustSetAnchorCertificatesOnly(trust, false) == errSecSuccess
        guard prepared, SecTrustEvaluateWithError(trust, nil) else { return completionHandler(.cancelAuthenticationChallenge, nil) }
        completionHandler(.useCredential, URLCredential(trust: trust))
    }
}
