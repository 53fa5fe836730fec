package dev.safelight.demo

import android.app.Activity
import android.os.Bundle
import android.widget.LinearLayout
import android.widget.ScrollView
import android.widget.TextView
import dev.safelight.SafelightException
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch

/** "Why isn't it syncing?" */
class WhyActivity : Activity() {
    private val phone get() = (application as DemoApplication).phone
    private val scope = MainScope()
    private lateinit var rows: LinearLayout

    override fun onCreate(saved: Bundle?) {
        super.onCreate(saved)
        rows = LinearLayout(this).apply { orientation = LinearLayout.VERTICAL }
        setContentView(ScrollView(this).apply { addView(rows) })
        look()
    }

    override fun onDestroy() {
        scope.cancel()
        super.onDestroy()
    }

    private fun look() {
        scope.launch {
            try {
                val model = WhyModel(phone.open())
                val found = model.look()
                rows.removeAllViews()
                if (found.isEmpty()) say("Nothing is wrong.")
                for (row in found) rows.addView(RowView(this@WhyActivity, row) { press(row) })
            } catch (e: SafelightException) {
                say(e.sentence(phone.registration))
            }
        }
    }

    private fun press(row: ReasonRow) {
        scope.launch {
            try {
                carryOut(WhyModel(phone.open()).press(row.code), row)
                look()
            } catch (e: SafelightException) {
                say(e.sentence(phone.registration))
            }
        }
    }

    private fun say(sentence: String) = rows.addView(TextView(this).apply { text = sentence })
}
