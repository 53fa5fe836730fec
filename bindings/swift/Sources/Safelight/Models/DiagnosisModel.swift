import Observation
import SafelightFFI

/// "Why isn't it syncing?": what is wrong, the true cause first, each with a button that mends it.
@MainActor
@Observable
public final class DiagnosisModel {
    /// What a button does.
    public enum Press: Equatable, Sendable {
        /// It was done here: the setting is changed, or a run was begun.
        case done
        /// The app opens this place of its own: one of `Registration.places`.
        case show(String)
        /// The app raises the system's question of this name.
        case ask(String)
        /// The app opens its page in the system's settings.
        case settingsPage
        /// The app shows these steps: the person does them by hand.
        case steps([String])
        /// Nothing is to be done.
        case nothing
    }

    /// One line.
    public struct Row: Identifiable, Equatable, Sendable {
        /// Which finding.
        public let id: String
        /// Its code.
        public let code: ReasonCode
        /// What is wrong, in a sentence.
        public let title: String
        /// What that rests on.
        public let evidence: String
        /// What lifts it.
        public let lifts: String
        /// The button; none where nobody can do anything.
        public let button: String?
        /// What the button is for.
        public let fix: Fix
    }

    /// What is wrong; empty when nothing is, or nobody has looked yet.
    public private(set) var rows: [Row] = []
    /// Whether it looks.
    public private(set) var isLooking = false
    /// Whether somebody has looked.
    public private(set) var hasLooked = false
    /// What kept it from looking.
    public private(set) var error: SafelightError?

    private let library: PhotoLibrary
    private let wording: Wording

    /// The diagnosis of a library.
    public init(_ library: PhotoLibrary, wording: Wording = Wording()) {
        self.library = library
        self.wording = wording
    }

    /// Looks at everything. `offline`: without asking anybody.
    public func look(offline: Bool = false) async {
        guard !isLooking else { return }
        isLooking = true
        defer { isLooking = false }
        do {
            let diagnosis = try await library.diagnose(offline: offline)
            rows = diagnosis.findings.map(row)
            hasLooked = true
            error = nil
        } catch let error as SafelightError {
            self.error = error
        } catch {}
    }

    /// Presses a row's button. Looks again where something was done.
    public func press(_ row: Row) async -> Press {
        await press(row.code, fix: row.fix)
    }

    /// Presses the button of a reason, wherever it is shown: the library does what it can do by itself, the rest is told to
    /// the app.
    public func press(_ code: ReasonCode, fix: Fix) async -> Press {
        do {
            switch try await library.press(code) {
            case .changed, .tried, .repaired:
                await look(offline: true)
                return .done
            case .open(let place): return .show(place)
            case .system(let form):
                return switch form {
                case .ask: .ask(fix.action)
                case .settingsPage: .settingsPage
                case .systemPage, .steps: .steps(fix.steps)
                case .act, .passes: .nothing
                }
            }
        } catch let error as SafelightError {
            self.error = error
        } catch {}
        return .nothing
    }

    private func row(_ finding: Finding) -> Row {
        let silent = finding.fix.form == .passes
        return Row(
            id: finding.id, code: finding.reasonCode, title: wording.sentence(for: finding), evidence: finding.toldEvidence, lifts: finding.lifts,
            button: silent ? nil : finding.fix.label, fix: finding.fix)
    }
}
