import Foundation
import UIKit
#if canImport(Glibc)
    import Glibc
#endif

/// A server on loopback that takes what is put and remembers it in a line: method, path, permission, body.
final class SmallServer: @unchecked Sendable {
    let port: UInt16
    private let socket: Int32
    private let heard = Simulated<[String]>([])

    var requests: [String] { heard.value }

    init() throws {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard bound == 0, listen(socket, 16) == 0 else { throw POSIXError(.EADDRINUSE) }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
        }
        port = UInt16(bigEndian: address.sin_port)
        self.socket = socket
        let heard = heard
        Thread.detachNewThread {
            while true {
                let client = accept(socket, nil, nil)
                if client < 0 { return }
                Self.answer(client, heard)
            }
        }
    }

    deinit {
        shutdown(socket, Int32(SHUT_RDWR))
        close(socket)
    }

    private static func answer(_ client: Int32, _ heard: Simulated<[String]>) {
        defer { close(client) }
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            if let end = data.range(of: Data("\r\n\r\n".utf8)) {
                let head = String(decoding: data[..<end.lowerBound], as: UTF8.self)
                let lines = head.components(separatedBy: "\r\n")
                func field(_ name: String) -> String? {
                    lines.first { $0.lowercased().hasPrefix(name + ":") }.map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
                }
                let length = field("content-length").flatMap(Int.init) ?? 0
                if data.count - data.distance(from: data.startIndex, to: end.upperBound) >= length {
                    let body = String(decoding: data[end.upperBound...].prefix(length), as: UTF8.self)
                    let line = lines[0].split(separator: " ").prefix(2).joined(separator: " ")
                    heard.change { $0.append("\(line) \(field("x-permission") ?? "-") \(body)") }
                    let answer = Array("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)
                    _ = write(client, answer, answer.count)
                    return
                }
            }
            let count = read(client, &buffer, buffer.count)
            if count <= 0 { return }
            data.append(contentsOf: buffer[..<count])
        }
    }
}
