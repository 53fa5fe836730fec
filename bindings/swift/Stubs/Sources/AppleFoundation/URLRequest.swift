import Foundation

/// One request.
public struct URLRequest: Equatable, Sendable { //= NSURLRequest
    /// To this address.
    public var url: URL? //= .URL
    /// `PUT`, for example.
    public var httpMethod: String? = "GET" //= .HTTPMethod
    /// Over a mobile network too.
    public var allowsCellularAccess = true //= .allowsCellularAccess
    /// Over networks that cost too.
    public var allowsExpensiveNetworkAccess = true //= .allowsExpensiveNetworkAccess
    /// In Low Data Mode too.
    public var allowsConstrainedNetworkAccess = true //= .allowsConstrainedNetworkAccess
    /// By name.
    public var allHTTPHeaderFields: [String: String]? = [:] //= .allHTTPHeaderFields

    /// To this address.
    public init(url: URL) { self.url = url } //= .initWithURL
    /// Sets a header; none takes it away.
    public mutating func setValue(_ value: String?, forHTTPHeaderField field: String) { //= NSMutableURLRequest.setValueForHTTPHeaderField
        allHTTPHeaderFields?[field] = value
    }
}

/// An answer.
open class URLResponse: NSObject, @unchecked Sendable {} //= NSURLResponse

/// An answer of HTTP.
open class HTTPURLResponse: URLResponse, @unchecked Sendable { //= NSHTTPURLResponse
    /// Its number.
    public let statusCode: Int //= .statusCode
    private let fields: [String: String]
    init(_ status: Int, _ fields: [String: String]) {
        statusCode = status
        self.fields = fields
    }
    /// A header.
    open func value(forHTTPHeaderField field: String) -> String? { fields[field.lowercased()] } //= .valueForHTTPHeaderField
}
