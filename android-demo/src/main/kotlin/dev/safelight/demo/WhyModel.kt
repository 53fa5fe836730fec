package dev.safelight.demo

import dev.safelight.Safelight
import dev.safelight.ffi.FixForm
import dev.safelight.ffi.Pressed

/** "Why isn't it syncing?": the true cause first, each with the button that mends it. */
class WhyModel(
    private val library: Safelight,
) {
    /** What is left for the screen to do when a button was pressed. */
    sealed interface Left {
        /** Nothing: it is done. */
        data object Done : Left

        /** The system's own question. */
        data object Ask : Left

        /** A page of the system's settings; none: the app's own. */
        data class SystemPage(val intent: String?) : Left

        /** Something by hand: the row's steps. */
        data object ByHand : Left

        /** A place of this app. */
        data class Show(val place: String) : Left
    }

    /** Looks for causes. */
    suspend fun look(): List<ReasonRow> =
        library.diagnose().findings.map { ReasonRow(it.code, it.title, it.lifts, button(it.fix)) }

    /** Presses the button of a reason. */
    suspend fun press(code: String): Left =
        when (val pressed = library.press(code)) {
            is Pressed.Changed, is Pressed.Repaired, Pressed.Tried -> Left.Done
            is Pressed.Open -> Left.Show(pressed.place)
            is Pressed.System ->
                when (val form = pressed.form) {
                    FixForm.Ask -> Left.Ask
                    FixForm.SettingsPage -> Left.SystemPage(null)
                    is FixForm.SystemPage -> Left.SystemPage(form.intent)
                    FixForm.Steps, FixForm.Passes, FixForm.Act -> Left.ByHand
                }
        }
}
