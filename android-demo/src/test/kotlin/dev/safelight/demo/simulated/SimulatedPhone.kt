package dev.safelight.demo.simulated

import android.app.job.JobParameters
import android.os.Looper
import dev.safelight.Safelight
import dev.safelight.SafelightException
import dev.safelight.android.CameraRoll
import dev.safelight.android.WakeJobService
import dev.safelight.code
import dev.safelight.demo.AccountModel
import dev.safelight.demo.DemoApplication
import dev.safelight.demo.GalleryModel
import dev.safelight.demo.MainActivity
import dev.safelight.demo.ReasonRow
import dev.safelight.demo.StatusModel
import dev.safelight.demo.WhyModel
import dev.safelight.ffi.AssetView
import dev.safelight.ffi.Credentials
import dev.safelight.ffi.ResourceKind
import dev.safelight.ffi.Shelf
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.async
import org.json.JSONArray
import org.json.JSONObject
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.util.ReflectionHelpers
import java.io.File
import java.security.MessageDigest

/** The demo, spoken to in lines of JSON. What the person does goes through its screen, its models and its jobs. */
internal class SimulatedPhone(
    private val app: DemoApplication,
    folder: File,
) : AutoCloseable {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
    private val camera = CameraRoll(File(folder, "DCIM")).attach(app)
    private val world = World(app, File(folder, "world.json")).apply { happen() }
    private val library: Safelight = waitFor(scope.async { app.phone.open() })
    private var screen: ActivityController<MainActivity>? = null

    /** Carries out one command and gives the line that answers it. */
    fun answer(line: String): String {
        val command = JSONObject(line)
        val answer =
            try {
                carryOut(command).put("ok", true)
            } catch (e: SafelightException) {
                refused(e.code?.value ?: "closed", e.toString())
            } catch (e: IllegalArgumentException) {
                refused("req.invalid", e.toString())
            }
        return answer.put("id", command.get("id")).toString()
    }

    override fun close() {
        waitFor(scope.async { library.shutDown() })
    }

    private fun refused(code: String, sentence: String) =
        JSONObject().put("error", JSONObject().put("code", code).put("sentence", sentence))

    private fun carryOut(command: JSONObject): JSONObject {
        val text = { name: String -> requireNotNull(command.optString(name).takeIf { command.has(name) }) { "$name is missing in $command" } }
        when (val deed = text("do")) {
            "hello" -> return JSONObject().put("phone", "kotlin").put("version", "0.1.0").put("world", JSONArray(World.KEYS))
            "world" -> change(command)
            "sign_up" -> working { AccountModel(library).signUp(credentials(text)) }
            "sign_in" -> working { AccountModel(library).signIn(credentials(text)) }
            "sign_out" -> return JSONObject().put("unsent", working { AccountModel(library).signOut(text("choice") == "leave") }.toLong())
            "take" -> File(text("file")).let { camera.take(it.name, it.readBytes()) }
            "open" -> open()
            "fire" -> fire(text("task"), command.optLong("seconds", 30))
            "press" -> return press(text("code"))
            "set" -> working { library.setSettings(mapOf(text("key") to command.get("value").toString())) }
            "edit" -> edit(command, text("photo"))
            "trash" -> working { GalleryModel(library).trash(text("photo")) }
            "restore" -> working { GalleryModel(library).restore(text("photo")) }
            "state" -> return state()
            "why" -> return JSONObject().put("findings", rows(working { WhyModel(library).look() }))
            "original" -> return original(text("photo"))
            "kill" -> Runtime.getRuntime().halt(137)
            else -> throw IllegalArgumentException("this phone does not know how to $deed")
        }
        return JSONObject()
    }

    private fun credentials(text: (String) -> String) = Credentials(text("server"), text("email"), text("password"), text("name"))

    private fun change(command: JSONObject) {
        world.change(command)
        if (!world.isInForeground) leave()
        shadowOf(Looper.getMainLooper()).idle()
    }

    /** The person looks at the app. */
    private fun open() {
        leave()
        val opened = Robolectric.buildActivity(MainActivity::class.java).setup()
        screen = opened
        waitUntil { opened.get().arrival?.isCompleted == true }
    }

    private fun leave() {
        screen?.pause()?.stop()?.destroy()
        screen = null
    }

    /** Android starts a job, and ends it when its time is up. */
    private fun fire(task: String, seconds: Long) {
        val service = Robolectric.buildService(WakeJobService::class.java).create().get()
        val job = ReflectionHelpers.callConstructor(JobParameters::class.java)
        ReflectionHelpers.setField(job, "jobId", requireNotNull(JOBS[task]) { "Android has no $task" })
        if (!service.onStartJob(job)) return
        val end = System.nanoTime() + seconds * 1_000_000_000
        waitUntil { shadowOf(service).isJobFinished || System.nanoTime() > end }
        if (!shadowOf(service).isJobFinished) {
            service.onStopJob(job)
            waitUntil { shadowOf(service).isJobFinished }
        }
    }

    private fun press(code: String): JSONObject =
        when (val left = working { WhyModel(library).press(code) }) {
            WhyModel.Left.Done -> JSONObject().put("did", "acted")
            WhyModel.Left.Ask -> JSONObject().put("did", "asked")
            WhyModel.Left.ByHand -> JSONObject().put("did", "told")
            is WhyModel.Left.SystemPage -> JSONObject().put("did", "opened").put("opened", "system")
            is WhyModel.Left.Show -> JSONObject().put("did", "opened").put("opened", left.place)
        }

    private fun edit(command: JSONObject, photo: String) {
        val gallery = GalleryModel(library)
        if (command.has("favourite")) working { gallery.favourite(photo, command.getBoolean("favourite")) }
        if (command.has("caption")) working { gallery.caption(photo, command.getString("caption")) }
    }

    private fun state(): JSONObject {
        val shown = working { StatusModel(library).load() }
        val gallery = GalleryModel(library)
        val photos = working { gallery.photos() + gallery.photos(Shelf.TRASH) }
        return JSONObject()
            .put("signed_in", shown.signedIn)
            .put("status", shown.sentence)
            .put("reasons", rows(shown.reasons))
            .put("photos", JSONArray(photos.map(::shown)))
    }

    private fun rows(rows: List<ReasonRow>) =
        JSONArray(
            rows.map {
                val button = JSONObject().put("label", it.button.label).put("action", it.button.action).put("enabled", it.button.enabled)
                JSONObject().put("code", it.code).put("sentence", it.sentence).put("button", button)
            },
        )

    private fun shown(photo: AssetView) =
        JSONObject()
            .put("photo", photo.id)
            .put("name", photo.fileName)
            .put("state", photo.state.name.lowercase())
            .put("original", photo.original.name.lowercase())
            .put("favourite", photo.favourite)
            .put("trashed", photo.trashed)

    private fun original(photo: String): JSONObject {
        val digest = MessageDigest.getInstance("SHA-256")
        var bytes = 0L
        do {
            val piece = working { library.fileRange(photo, ResourceKind.ORIGINAL, bytes.toULong(), PIECE.toULong()) }
            digest.update(piece)
            bytes += piece.size
        } while (piece.size == PIECE)
        return JSONObject().put("sha256", digest.digest().joinToString("") { "%02x".format(it) }).put("bytes", bytes)
    }

    /** Off the main thread, which goes on meanwhile. */
    private fun <T> working(body: suspend () -> T): T = waitFor(scope.async { body() })

    @OptIn(kotlinx.coroutines.ExperimentalCoroutinesApi::class)
    private fun <T> waitFor(result: Deferred<T>): T {
        waitUntil { result.isCompleted }
        result.getCompletionExceptionOrNull()?.let { throw it }
        return result.getCompleted()
    }

    private fun waitUntil(isSo: () -> Boolean) {
        while (!isSo()) {
            shadowOf(Looper.getMainLooper()).idle()
            Thread.sleep(1)
        }
    }

    private companion object {
        const val PIECE = 4 shl 20

        /** The numbers of Android's jobs. */
        val JOBS = mapOf("refresh" to 7_000, "processing" to 7_001)
    }
}
