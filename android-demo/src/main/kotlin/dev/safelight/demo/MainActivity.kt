package dev.safelight.demo

import android.app.Activity
import android.content.Intent
import android.os.Bundle
import android.provider.Settings
import android.widget.ArrayAdapter
import android.widget.Button
import android.widget.LinearLayout
import android.widget.ListView
import android.widget.TextView
import android.net.Uri
import dev.safelight.SafelightException
import dev.safelight.android.PhotoPermission
import dev.safelight.ffi.SignInState
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch

/** The gallery, how it stands, and what can be done about it. */
class MainActivity : Activity() {
    private val phone get() = (application as DemoApplication).phone
    private var scope: CoroutineScope = MainScope()
    private lateinit var status: TextView
    private lateinit var reasons: LinearLayout
    private lateinit var photos: ArrayAdapter<String>

    /** What the app does since it came to the screen. */
    var arrival: Job? = null
        private set

    override fun onCreate(saved: Bundle?) {
        super.onCreate(saved)
        status = TextView(this)
        reasons = LinearLayout(this).apply { orientation = LinearLayout.VERTICAL }
        photos = ArrayAdapter(this, android.R.layout.simple_list_item_1)
        val why = Button(this).apply { text = "Why isn't it syncing?" }
        why.setOnClickListener { startActivity(Intent(this, WhyActivity::class.java)) }
        val settings = Button(this).apply { text = "Settings" }
        settings.setOnClickListener { startActivity(Intent(this, SettingsActivity::class.java)) }
        setContentView(
            LinearLayout(this).apply {
                orientation = LinearLayout.VERTICAL
                addView(status)
                addView(reasons)
                addView(why)
                addView(settings)
                addView(ListView(context).apply { adapter = photos }, LinearLayout.LayoutParams(MATCH, 0, 1f))
            },
        )
    }

    override fun onStart() {
        super.onStart()
        scope = MainScope()
        arrival =
            scope.launch {
                phone.cameToTheScreen().join()
                show()
            }
    }

    override fun onStop() {
        scope.cancel()
        phone.leavesTheScreen()
        super.onStop()
    }

    private suspend fun show() {
        try {
            val library = phone.open()
            if (library.signInState() == SignInState.Never) {
                startActivity(Intent(this, SignInActivity::class.java))
                return
            }
            val shown = StatusModel(library).load()
            status.text = shown.sentence
            reasons.removeAllViews()
            for (row in shown.reasons) reasons.addView(RowView(this, row) { press(row) })
            photos.clear()
            photos.addAll(GalleryModel(library).photos().map { "${it.fileName} · ${it.state.name.lowercase()}" })
        } catch (e: SafelightException) {
            status.text = e.sentence(phone.registration)
        }
    }

    /** What the button of a reason does here. */
    fun press(row: ReasonRow): Job =
        scope.launch {
            try {
                carryOut(WhyModel(phone.open()).press(row.code), row)
                show()
            } catch (e: SafelightException) {
                status.text = e.sentence(phone.registration)
            }
        }

    override fun onRequestPermissionsResult(code: Int, permissions: Array<String>, results: IntArray) {
        PhotoPermission.asked(this)
        arrival =
            scope.launch {
                phone.cameToTheScreen().join()
                show()
            }
    }

    private companion object {
        const val MATCH = LinearLayout.LayoutParams.MATCH_PARENT
    }
}

/** Does what is left for the screen when a button was pressed. */
internal fun Activity.carryOut(left: WhyModel.Left, row: ReasonRow) {
    when (left) {
        WhyModel.Left.Done, WhyModel.Left.ByHand -> Unit
        WhyModel.Left.Ask -> requestPermissions(PhotoPermission.names().toTypedArray(), 0)
        is WhyModel.Left.SystemPage -> startActivity(page(left.intent))
        is WhyModel.Left.Show -> startActivity(Intent(this, Screens.of(left.place)).putExtra("reason", row.sentence))
    }
}

/** A page of the system's settings; none: the app's own. */
private fun Activity.page(intent: String?): Intent =
    if (intent == null) {
        Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, Uri.fromParts("package", packageName, null))
    } else {
        Intent(intent)
    }
