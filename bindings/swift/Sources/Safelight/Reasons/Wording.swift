import Foundation

/// Sentences of an app's own, in place of the library's, by code.
///
/// ```swift
/// let wording = Wording([.netWifiRequired: { _ in "Waiting for Wi-Fi" }])
/// wording.sentence(for: hold)
/// ```
public struct Wording: Sendable {
    /// Makes a sentence from a reason's evidence.
    public typealias Sentence = @Sendable (Evidence) -> String

    private let own: [ReasonCode: Sentence]

    /// The library's sentences, but for these.
    public init(_ own: [ReasonCode: Sentence] = [:]) { self.own = own }

    /// What is said of a hold.
    public func sentence(for hold: Hold) -> String {
        own[hold.reasonCode]?(hold.typedEvidence) ?? hold.sentence
    }

    /// What is said of a finding.
    public func sentence(for finding: Finding) -> String {
        own[finding.reasonCode]?(finding.typedEvidence) ?? finding.title
    }

    /// What is said of a library that waits: its summary, unless the first reason has a sentence of the app's own.
    public func summary(of status: Status) -> String {
        guard let first = status.holds.first, let sentence = own[first.reasonCode] else { return status.summary }
        return sentence(first.typedEvidence)
    }
}

/// What a reason rests on: numbers and names that its sentence holds.
public struct Evidence: Equatable, Sendable {
    /// One piece.
    public enum Value: Equatable, Sendable {
        /// A text.
        case text(String)
        /// A number.
        case number(Double)
        /// Yes or no.
        case flag(Bool)
    }

    private let values: [String: Value]

    /// Evidence as it crosses: a JSON object. What is none of text, number or flag is left out.
    public init(json: String) {
        let object = (try? JSONSerialization.jsonObject(with: Data(json.utf8))) as? [String: Any] ?? [:]
        values = object.compactMapValues { value in
            if let text = value as? String { return .text(text) }
            guard let number = value as? NSNumber else { return nil }
            if value is Bool, "\(number)" == "true" || "\(number)" == "false" || number.objCType.pointee == 99 {
                return .flag(number.boolValue)
            }
            return .number(number.doubleValue)
        }
    }

    /// A piece by its name.
    public subscript(name: String) -> Value? { values[name] }
    /// A number by its name.
    public func number(_ name: String) -> Double? {
        if case .number(let number) = values[name] { number } else { nil }
    }
    /// A text by its name.
    public func text(_ name: String) -> String? {
        if case .text(let text) = values[name] { text } else { nil }
    }
}

extension Hold {
    /// The code, with its constants.
    public var reasonCode: ReasonCode { ReasonCode(code) }
    /// What it rests on.
    public var typedEvidence: Evidence { Evidence(json: evidence) }
}

extension Finding {
    /// The code, with its constants.
    public var reasonCode: ReasonCode { ReasonCode(code) }
    /// What it rests on.
    public var typedEvidence: Evidence { Evidence(json: evidence) }
}
