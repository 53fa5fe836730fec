package dev.safelight.demo

import android.app.Application
import dev.safelight.Safelight
import dev.safelight.SafelightConfiguration
import dev.safelight.SafelightException
import dev.safelight.SafelightObjects
import dev.safelight.SafelightRegistration
import dev.safelight.android.AndroidFacts
import dev.safelight.android.AndroidRenderer
import dev.safelight.android.KeystoreVault
import dev.safelight.android.MediaStoreSource
import dev.safelight.android.WakeJobs
import dev.safelight.ffi.OperatingSystem
import dev.safelight.ffi.SignInState
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import java.io.File

/** What this app gives Safelight, put together once in a process. Every way into the app leads through here. */
class Phone(
    private val app: Application,
) {
    /** The library, registered and perhaps not open yet. */
    val registration: SafelightRegistration =
        SafelightRegistration.register(
            SafelightConfiguration(File(app.noBackupFilesDir, "library"), "safelight-demo/1.0", OperatingSystem.ANDROID),
            SafelightObjects(KeystoreVault(app), MediaStoreSource(app), AndroidRenderer(app)),
        )

    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
    private val facts = AndroidFacts(app)
    private val telling = Mutex()
    private var observer: Job? = null

    /** Opens the library, or gives the one that is open. */
    suspend fun open(): Safelight = registration.open()

    /** Says what the phone knows now. One at a time, so that what is older never comes last. */
    suspend fun tell() {
        telling.withLock { open().setFacts(facts.now() + ("lane" to "in_app")) }
    }

    /** The app has come to the screen: does all that can be done now. */
    fun cameToTheScreen(): Job =
        scope.launch {
            try {
                tell()
                listen()
                val library = open()
                if (library.signInState() is SignInState.Active) library.sync()
            } catch (_: SafelightException) {
                // Why stands in the status, which the screen shows.
            }
        }

    /** The app leaves the screen: asks the system for slots. */
    fun leavesTheScreen(): Job =
        scope.launch {
            try {
                WakeJobs(app).ask(open().wakePlan())
            } catch (_: SafelightException) {
                // There is nothing to ask for without a library.
            }
        }

    /** Hears of changes while the process lives. */
    private fun listen() {
        if (observer?.isActive == true) return
        observer =
            scope.launch {
                facts.changes().collect {
                    try {
                        tell()
                    } catch (_: SafelightException) {
                        // The next look at the phone tells again.
                    }
                }
            }
    }
}
