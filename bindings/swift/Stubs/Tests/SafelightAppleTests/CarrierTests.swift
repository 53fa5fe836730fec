import Foundation
import Safelight
import Security
import Testing
import UIKit

@testable import SafelightApple

@Suite("Background transfers", .serialized)
struct CarrierTests {
    private let system = TransferService.shared
    private let folder: URL
    private let server: SmallServer

    init() throws {
        system.simulateForceQuit()
        system.simulateEndOfProcess()
        system.network.value = .wifi
        system.lowData.value = false
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        server = try SmallServer()
    }

    private func carrier(_ name: String = "dev.safelight.demo.transfers") -> BackgroundCarrier {
        BackgroundCarrier(identifier: name, folder: folder)
    }

    private func ticket(
        _ id: String, paid: Bool = false, roaming: Bool = false, lowData: Bool = false, authority: String? = nil,
        ends: Date = Date(timeIntervalSinceNow: 3600)
    ) throws -> Ticket {
        let file = folder.appendingPathComponent("\(id).part")
        try Data("sealed \(id)".utf8).write(to: file)
        return Ticket(
            id: id, class: .photos, method: "PUT", url: "http://127.0.0.1:\(server.port)/parts/\(id)", authority: authority,
            headers: [Header(name: "x-permission", value: "for \(id)")], file: file.path,
            length: UInt64("sealed \(id)".utf8.count), digest: "", networks: .init(paid: paid, roaming: roaming, lowData: lowData),
            ends: ends)
    }

    private func results(_ carrier: BackgroundCarrier, _ count: Int) async throws -> [TicketResult] {
        while true {
            let results = try await carrier.results()
            if results.count >= count { return results }
            await Task.yield()
        }
    }

    @Test("a ticket is carried with its headers, and its answer told again and again")
    func carried() async throws {
        let carrier = carrier()
        #expect(try await carrier.handOver(tickets: [ticket("a")]) == ["a"])
        #expect(try await carrier.results().isEmpty)
        #expect(await system.carry() == 1)
        let expected = TicketResult(id: "a", outcome: .answered(204), crossed: .free)
        #expect(try await results(carrier, 1) == [expected])
        #expect(try await carrier.results() == [expected])
        #expect(server.requests == ["PUT /parts/a for a sealed a"])
    }

    @Test("a ticket that is out is not handed over twice")
    func once() async throws {
        let carrier = carrier()
        let one = try ticket("a")
        #expect(try await carrier.handOver(tickets: [one]) == ["a"])
        #expect(try await carrier.handOver(tickets: [one]) == ["a"])
        #expect(system.simulatedCount == 1)
    }

    @Test("networks that a ticket forbids carry nothing", arguments: [
        (TransferService.Network.cellular, false, false, 0), (.cellular, true, false, 0), (.cellular, true, true, 1),
        (.hotspot, false, false, 0), (.hotspot, true, false, 1), (.wifi, false, false, 1), (.none, true, true, 0),
    ])
    func networks(network: TransferService.Network, paid: Bool, roaming: Bool, carried: Int) async throws {
        let carrier = carrier()
        system.network.value = network
        _ = try await carrier.handOver(tickets: [ticket("a", paid: paid, roaming: roaming)])
        #expect(await system.carry() == carried)
        #expect(server.requests.count == carried)
        if carried == 1 {
            #expect(try await results(carrier, 1)[0].crossed == (network == .wifi ? .free : .paid))
        }
    }

    @Test("Low Data Mode carries only what may go in it")
    func lowData() async throws {
        let carrier = carrier()
        system.lowData.value = true
        _ = try await carrier.handOver(tickets: [ticket("a"), ticket("b", lowData: true)])
        #expect(await system.carry() == 1)
        #expect(try await results(carrier, 1).map(\.id) == ["b"])
    }

    @Test("what ended while no app ran is told to the next process")
    func relaunch() async throws {
        let session = "dev.safelight.demo.relaunch"
        _ = try await carrier(session).handOver(tickets: [ticket("a"), ticket("b")])
        system.simulateEndOfProcess()
        #expect(await system.carry() == 2)
        #expect(system.simulatedEventsWait(session: session))

        let next = carrier(session)
        let told = Simulated(false)
        #expect(await next.takeEvents(of: session) { told.value = true })
        #expect(await next.takeEvents(of: "somebody.else") {} == false)
        #expect(try await results(next, 2).map(\.id).sorted() == ["a", "b"])
        while !told.value { await Task.yield() }

        // Another one still knows it: ends are on the disk.
        system.simulateEndOfProcess()
        #expect(try await carrier(session).results().count == 2)
    }

    @Test("what is cancelled, and what a force quit ends, has no answer")
    func givenUp() async throws {
        let carrier = carrier()
        _ = try await carrier.handOver(tickets: [ticket("a"), ticket("b"), ticket("c")])
        try await carrier.cancel(ids: ["a", "unknown"])
        #expect(try await results(carrier, 1) == [TicketResult(id: "a", outcome: .failed, crossed: .unknown)])
        system.simulateForceQuit()
        #expect(try await results(carrier, 3).allSatisfy { $0.outcome == .failed })
        #expect(server.requests.isEmpty)
    }

    @Test("what would be an Objective-C exception is not handed over")
    func exceptions() async throws {
        let carrier = carrier()
        let gone = try ticket("gone")
        try FileManager.default.removeItem(atPath: gone.file)
        let changed = try ticket("changed")
        try Data("longer than it was sealed".utf8).write(to: URL(fileURLWithPath: changed.file))
        let over = try ticket("over", ends: Date(timeIntervalSinceNow: -1))
        let good = try ticket("good")
        let odd = Ticket(
            id: "odd", class: .photos, method: "PUT", url: "ftp://127.0.0.1/x", authority: nil, headers: [], file: good.file,
            length: good.length, digest: "", networks: good.networks, ends: good.ends)
        #expect(try await carrier.handOver(tickets: [gone, changed, over, odd, good]) == ["good"])
    }

    private let pem = "-----BEGIN CERTIFICATE-----\nb3duIGF1\ndGhvcml0eQ==\n-----END CERTIFICATE-----\n"
    private let der = Data("own authority".utf8)

    @Test("a server is vouched for by the person's own authority, by the system's, and by nobody else's", arguments: [
        ("own authority", true, URLSession.AuthChallengeDisposition.useCredential), ("the system's", true, .useCredential),
        ("somebody's", true, .cancelAuthenticationChallenge), ("somebody's", false, .performDefaultHandling),
    ])
    func trust(issuer: String, own: Bool, expected: URLSession.AuthChallengeDisposition) async throws {
        SecTrust.simulatedSystem.value = [Data("the system's".utf8)]
        let carrier = carrier()
        _ = try await carrier.handOver(tickets: [ticket("a", authority: own ? pem : nil)])
        let session = "dev.safelight.demo.trust.\(issuer).\(own)"
        let task = URLSession(configuration: .background(withIdentifier: session), delegate: nil, delegateQueue: nil)
            .uploadTask(with: URLRequest(url: URL(string: "https://home.example")!), fromFile: folder.appendingPathComponent("a.part"))
        task.taskDescription = CarriedTicket(try ticket("a", authority: own ? pem : nil)).note
        let space = URLProtectionSpace(
            simulatedHost: "home.example", method: NSURLAuthenticationMethodServerTrust,
            trust: SecTrust(simulatedIssuer: Data(issuer.utf8)))
        let answer = Simulated<URLSession.AuthChallengeDisposition?>(nil)
        let other = URLSession(configuration: .background(withIdentifier: session + "2"), delegate: nil, delegateQueue: nil)
        carrier.urlSession(other, task: task, didReceive: URLAuthenticationChallenge(simulatedSpace: space)) { disposition, _ in
            answer.value = disposition
        }
        #expect(answer.value == expected)
    }

    @Test("a torn line in the file of ends loses nothing else, and old ends go")
    func journal() throws {
        let journal = CarrierJournal(folder: folder)
        try journal.note(.init(id: "old", status: 204, paid: nil, at: Date(timeIntervalSinceNow: -30 * 24 * 3600)))
        try journal.note(.init(id: "a", status: 204, paid: true, at: Date()))
        let file = folder.appendingPathComponent("carried.jsonl")
        let handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("\n{\"id\":\"to".utf8))
        try handle.close()
        try journal.note(.init(id: "b", status: nil, paid: nil, at: Date()))
        #expect(
            CarrierJournal(folder: folder).results() == [
                TicketResult(id: "a", outcome: .answered(204), crossed: .paid),
                TicketResult(id: "b", outcome: .failed, crossed: .unknown),
            ])
        #expect(try String(contentsOf: file, encoding: .utf8).contains("old") == false)
    }
}
