package dev.safelight.demo

import android.app.Activity
import android.content.Context
import android.widget.Button
import android.widget.LinearLayout
import android.widget.TextView
import dev.safelight.SafelightException
import dev.safelight.SafelightRegistration
import dev.safelight.code

/** Where in this app each place is that a button may open. */
internal object Screens {
    private val signIn = setOf("sign_in", "server", "recovery_words")

    fun of(place: String): Class<out Activity> = if (place in signIn) SignInActivity::class.java else SettingsActivity::class.java
}

/** One reason: its sentence, what lifts it, its button. */
internal class RowView(
    context: Context,
    row: ReasonRow,
    onPress: () -> Unit,
) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        addView(TextView(context).apply { text = row.sentence })
        addView(TextView(context).apply { text = row.lifts })
        addView(
            Button(context).apply {
                text = row.button.label
                isEnabled = row.button.enabled
                setOnClickListener { onPress() }
            },
        )
    }
}

/** What went wrong, in the reader's language. */
internal fun SafelightException.sentence(registration: SafelightRegistration): String =
    code?.let { registration.reason(it).sentence } ?: "That did not work."
