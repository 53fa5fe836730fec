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
        /// The app shows the screen of this name (a fix's action).
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

    /// Does what a row's button says, as far as the library can; the rest is told to the app. Looks again where something was
    /// done.
    public func press(_ row: Row) async -> Press {
        switch row.fix.form {
        case .passes: return .nothing
        case .steps: return .steps(row.fix.steps)
        case .settingsPage: return .settingsPage
        case .systemPage: return .steps(row.fix.steps)
        case .ask: return .ask(row.fix.action)
        case .act: return await act(row.fix.action)
        }
    }

    /// Settings that lift a reason by themselves. What needs a choice or a form is a screen of the app's.
    private static let settings: [String: [String: String]] = [
        "turn_on_sync": ["sync": "true"], "resume": ["pause_until": "none"],
        "allow_roaming": ["roaming": "true"], "allow_low_data": ["low_data": "true"],
    ]

    private func act(_ action: String) async -> Press {
        do {
            if let settings = Self.settings[action] {
                try await library.set(settings)
            } else if action == "retry" || action == "sync_now" {
                _ = try await library.sync(now: true)
            } else {
                return .show(action)
            }
            await look(offline: true)
            return .done
        } catch let error as SafelightError {
            self.error = error
            return .nothing
        } catch {
            return .nothing
        }
    }

    private func row(_ finding: Finding) -> Row {
        let silent = finding.fix.form == .passes
        return Row(
            id: finding.id, title: wording.sentence(for: finding), evidence: finding.toldEvidence, lifts: finding.lifts,
            button: silent ? nil : finding.fix.label, fix: finding.fix)
    }
}
