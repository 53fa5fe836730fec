package dev.safelight.demo

import android.app.Activity
import android.os.Bundle
import android.widget.LinearLayout
import android.widget.ScrollView
import android.widget.Switch
import dev.safelight.SafelightException
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch

/** Switches like a phone's. */
class SettingsActivity : Activity() {
    private val phone get() = (application as DemoApplication).phone
    private val scope = MainScope()

    override fun onCreate(saved: Bundle?) {
        super.onCreate(saved)
        val rows = LinearLayout(this).apply { orientation = LinearLayout.VERTICAL }
        setContentView(ScrollView(this).apply { addView(rows) })
        scope.launch {
            val library = phone.open()
            val settings = library.settings()
            for ((key, label) in SWITCHES) {
                rows.addView(
                    Switch(this@SettingsActivity).apply {
                        text = label
                        isChecked = settings[key] == "true"
                        setOnCheckedChangeListener { _, on -> set(key, on) }
                    },
                )
            }
        }
    }

    override fun onDestroy() {
        scope.cancel()
        super.onDestroy()
    }

    private fun set(key: String, on: Boolean) {
        scope.launch {
            try {
                phone.open().setSettings(mapOf(key to on.toString()))
            } catch (e: SafelightException) {
                title = e.sentence(phone.registration)
            }
        }
    }

    private companion object {
        val SWITCHES =
            listOf(
                "sync" to "Sync",
                "charging_only" to "Only while it charges",
                "in_low_power" to "In battery saver, too",
                "when_hot" to "When the phone is very warm, too",
                "roaming" to "Abroad, too",
            )
    }
}
