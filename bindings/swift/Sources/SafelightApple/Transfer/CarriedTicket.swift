import Foundation
import Safelight
import UIKit

/// What is remembered of a ticket in the system's own words for its transfer: it survives the app.
struct CarriedTicket: Codable, Equatable {
    /// The ticket's name.
    let id: String
    /// An authority (PEM) that is trusted for it, beside the system's.
    let authority: String?

    var note: String {
        (try? JSONEncoder().encode(self)).flatMap { String(data: $0, encoding: .utf8) } ?? ""
    }

    init(_ ticket: Ticket) {
        id = ticket.id
        authority = ticket.authority
    }

    init?(note: String?) {
        guard let note, let ticket = try? JSONDecoder().decode(Self.self, from: Data(note.utf8)) else { return nil }
        self = ticket
    }

    /// The authority's certificate in DER.
    var certificate: Data? { authority.flatMap(Self.certificate) }

    private static func certificate(pem: String) -> Data? {
        let lines = pem.split(whereSeparator: \.isNewline)
        guard let begin = lines.firstIndex(where: { $0.hasPrefix("-----BEGIN CERTIFICATE") }),
            let end = lines[begin...].firstIndex(where: { $0.hasPrefix("-----END CERTIFICATE") })
        else { return nil }
        return Data(base64Encoded: lines[(begin + 1)..<end].joined())
    }
}

/// Why a ticket is not handed to the system. Most of it would be an Objective-C exception, which ends the app.
enum TicketFault: Error, Equatable {
    case noFile, otherLength, notHTTP, over
}

extension URLRequest {
    /// A ticket as the system's request, with the networks that are fixed for it.
    ///
    /// iOS does not tell roaming, so cellular networks are left out unless roaming is allowed, too.
    init(_ ticket: Ticket, now: Date = Date()) throws {
        guard let url = URL(string: ticket.url), ["http", "https"].contains(url.scheme?.lowercased() ?? ""), url.host != nil
        else { throw TicketFault.notHTTP }
        guard ticket.ends > now else { throw TicketFault.over }
        guard FileManager.default.isReadableFile(atPath: ticket.file) else { throw TicketFault.noFile }
        let size = try? FileManager.default.attributesOfItem(atPath: ticket.file)[.size] as? NSNumber
        guard size?.uint64Value == ticket.length else { throw TicketFault.otherLength }
        self.init(url: url)
        httpMethod = ticket.method
        for header in ticket.headers { setValue(header.value, forHTTPHeaderField: header.name) }
        allowsExpensiveNetworkAccess = ticket.networks.paid
        allowsCellularAccess = ticket.networks.paid && ticket.networks.roaming
        allowsConstrainedNetworkAccess = ticket.networks.lowData
    }
}

extension Crossed {
    /// What the system measured; nobody knows where it measured nothing.
    init(_ metrics: URLSessionTaskMetrics) {
        let requests = metrics.transactionMetrics
        if requests.isEmpty {
            self = .unknown
        } else {
            self = requests.contains { $0.isCellular || $0.isExpensive } ? .paid : .free
        }
    }
}
