import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Sends one file for the stand-in of the system's transfer service. A module of its own, since the stand-ins say
/// `URLSession` and so does Foundation on Linux.
public enum Wire {
    /// The server's answer, or an error where there was none.
    public static func send(_ method: String, _ url: URL, headers: [String: String], file: URL) async throws -> (status: Int, headers: [String: String]) {
        var request = URLRequest(url: url)
        request.httpMethod = method
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (_, response) = try await URLSession.shared.upload(for: request, from: Data(contentsOf: file))
        guard let answer = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        var fields: [String: String] = [:]
        for (name, value) in answer.allHeaderFields { fields["\(name)".lowercased()] = "\(value)" }
        return (answer.statusCode, fields)
    }
}
