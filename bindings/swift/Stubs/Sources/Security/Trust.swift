import Foundation

/// A certificate.
public final class SecCertificate: @unchecked Sendable {
    let der: Data
    init(_ der: Data) { self.der = der }
}

/// What a server shows of itself.
public final class SecTrust: @unchecked Sendable {
    let issuer: Data
    fileprivate let anchors = Simulated<(own: [Data], only: Bool)>(([], true))

    /// Of a server whose certificate this authority has signed.
    public init(simulatedIssuer issuer: Data) { self.issuer = issuer }

    /// The authorities that the system trusts by itself.
    public static let simulatedSystem = Simulated<[Data]>([])

    fileprivate var trusted: Bool {
        let (own, only) = anchors.value
        return own.contains(issuer) || (!only || own.isEmpty) && Self.simulatedSystem.value.contains(issuer)
    }
}

public func SecCertificateCreateWithData(_ allocator: AnyObject?, _ data: CFData) -> SecCertificate? { //= SecCertificateCreateWithData
    data.isEmpty ? nil : SecCertificate(data)
}

public func SecTrustSetAnchorCertificates(_ trust: SecTrust, _ anchorCertificates: CFArray?) -> OSStatus { //= SecTrustSetAnchorCertificates
    trust.anchors.change { $0.own = (anchorCertificates ?? []).compactMap { ($0 as? SecCertificate)?.der } }
    return errSecSuccess
}

public func SecTrustSetAnchorCertificatesOnly(_ trust: SecTrust, _ anchorCertificatesOnly: Bool) -> OSStatus { //= SecTrustSetAnchorCertificatesOnly
    trust.anchors.change { $0.only = anchorCertificatesOnly }
    return errSecSuccess
}

public func SecTrustEvaluateWithError(_ trust: SecTrust, _ error: UnsafeMutablePointer<CFError?>?) -> Bool { //= SecTrustEvaluateWithError
    trust.trusted
}

extension URLProtectionSpace {
    /// What the server shows of itself.
    public var serverTrust: SecTrust? { simulatedTrust as? SecTrust } //= NSURLProtectionSpace.serverTrust
}

extension URLCredential {
    /// That a server is trusted.
    public convenience init(trust: SecTrust) { self.init(simulatedTrust: trust) } //= NSURLCredential.initWithTrust
}
