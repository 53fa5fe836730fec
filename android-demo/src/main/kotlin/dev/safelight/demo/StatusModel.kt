package dev.safelight.demo

import dev.safelight.Safelight
import dev.safelight.ffi.Fix
import dev.safelight.ffi.FixForm
import dev.safelight.ffi.StatusState

/** A button that a reason has. */
data class FixButton(
    val label: String,
    val action: String,
    val enabled: Boolean,
)

/** One reason as a row. */
data class ReasonRow(
    val code: String,
    val sentence: String,
    val lifts: String,
    val button: FixButton,
)

internal fun button(fix: Fix) = FixButton(fix.label, fix.action, fix.form != FixForm.Passes)

/** How it stands, in one sentence and the reasons behind it. */
class StatusModel(
    private val library: Safelight,
) {
    /** What the screen draws. */
    data class Shown(
        val signedIn: Boolean,
        val sentence: String,
        val reasons: List<ReasonRow>,
    )

    /** As it is now. Asks nobody. */
    suspend fun load(): Shown {
        val status = library.currentStatus()
        val holds = status.holds.map { ReasonRow(it.code, it.sentence, it.lifts, button(it.fix)) }
        val findings = status.findings.map { ReasonRow(it.code, it.title, it.lifts, button(it.fix)) }
        return Shown(status.state != StatusState.SIGNED_OUT, status.summary, holds + findings)
    }
}
