import Foundation
import Safelight
import UIKit

/// What has ended, in a file: the system tells an end once, to whichever process runs then, and the engine may ask later.
final class CarrierJournal: @unchecked Sendable {
    /// A line of the file.
    struct Line: Codable, Equatable {
        let id: String
        /// The server's answer; none where there was none.
        let status: UInt16?
        /// Whether it crossed a network that costs; none where nobody knows.
        let paid: Bool?
        let at: Date

        var result: TicketResult {
            let crossed: Crossed = paid.map { $0 ? .paid : .free } ?? .unknown
            return TicketResult(id: id, outcome: status.map { .answered($0) } ?? .failed, crossed: crossed)
        }
    }

    /// What the engine has not asked for in so long, it has given up.
    private static let kept: TimeInterval = 7 * 24 * 3600
    private let file: URL
    private let lock = NSLock()

    init(folder: URL) {
        file = folder.appendingPathComponent("carried.jsonl")
    }

    /// Notes an end. It is on the disk when this returns.
    func note(_ line: Line) throws {
        try lock.withLock {
            let folder = file.deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            if !FileManager.default.fileExists(atPath: file.path) { try Data().write(to: file) }
            let handle = try FileHandle(forWritingTo: file)
            defer { try? handle.close() }
            try handle.seekToEnd()
            // A line that a power cut tore ends here.
            try handle.write(contentsOf: Data("\n".utf8) + JSONEncoder().encode(line))
            try handle.synchronize()
        }
    }

    /// What has ended, each ticket once. What is old goes.
    func results(now: Date = Date()) -> [TicketResult] {
        lock.withLock {
            let lines = read()
            let young = lines.filter { abs(now.timeIntervalSince($0.at)) < Self.kept }
            if young.count < lines.count { try? write(young) }
            var told: Set<String> = []
            return young.filter { told.insert($0.id).inserted }.map(\.result)
        }
    }

    private func read() -> [Line] {
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { try? JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    }

    private func write(_ lines: [Line]) throws {
        let data = try lines.map { try JSONEncoder().encode($0) + Data("\n".utf8) }.reduce(Data(), +)
        try data.write(to: file, options: .atomic)
    }
}
