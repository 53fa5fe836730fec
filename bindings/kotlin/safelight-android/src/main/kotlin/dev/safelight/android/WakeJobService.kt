package dev.safelight.android

import android.app.Notification
import android.app.job.JobParameters
import android.app.job.JobService
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.os.Build
import dev.safelight.Safelight
import dev.safelight.SafelightException
import dev.safelight.SafelightRegistration
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import java.time.Duration
import java.util.concurrent.ConcurrentHashMap

/**
 * What an app's `Application` is, so that the system can wake the library in a process without a screen.
 */
public interface SafelightHost {
    /** The registered library. Registering opens nothing. */
    public val safelight: SafelightRegistration

    /** What is shown while a job runs that the person started. Android demands it. */
    public fun transferNotification(): Notification
}

/** Carries out the slots that Android grants. */
public class WakeJobService : JobService() {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
    private val running = ConcurrentHashMap<Int, Job>()

    override fun onStartJob(params: JobParameters): Boolean {
        val host = applicationContext as? SafelightHost ?: return false
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.UPSIDE_DOWN_CAKE && params.jobId == WakeJobs.BY_PERSON) {
            setNotification(params, params.jobId, host.transferNotification(), JOB_END_NOTIFICATION_POLICY_REMOVE)
        }
        running[params.jobId] =
            scope.launch {
                try {
                    slot(applicationContext, host.safelight.open(), params.jobId)
                } catch (_: SafelightException) {
                    // How it ended stands in the ledger of windows; the next plan asks again.
                } finally {
                    running.remove(params.jobId)
                    jobFinished(params, false)
                }
            }
        return true
    }

    override fun onStopJob(params: JobParameters): Boolean {
        running.remove(params.jobId)?.cancel()
        // A job that the person stopped is not started again by itself.
        return Build.VERSION.SDK_INT < Build.VERSION_CODES.S || params.stopReason != JobParameters.STOP_REASON_USER
    }

    override fun onDestroy() {
        scope.cancel()
        super.onDestroy()
    }

    internal companion object {
        /** Android ends a job after ten minutes. */
        val LONGEST: Duration = Duration.ofMinutes(9)

        /** One slot: says what the phone knows, runs, asks for the next. */
        suspend fun slot(context: Context, safelight: Safelight, number: Int) {
            val lane = if (number == WakeJobs.BY_PERSON) "user_initiated_job" else "worker"
            safelight.setFacts(AndroidFacts(context).now() + ("lane" to lane))
            try {
                if (number == WakeJobs.BY_PERSON) safelight.sync(now = true) else safelight.run(WakeJobs.name(number), LONGEST)
            } finally {
                kotlinx.coroutines.withContext(kotlinx.coroutines.NonCancellable) {
                    WakeJobs(context).ask(safelight.wakePlan())
                }
            }
        }
    }
}

/** Asks for slots again after a restart of the phone and after an update of the app. */
public class WakeReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        if (intent.action != Intent.ACTION_BOOT_COMPLETED && intent.action != Intent.ACTION_MY_PACKAGE_REPLACED) return
        val host = context.applicationContext as? SafelightHost ?: return
        val pending: PendingResult? = goAsync()
        CoroutineScope(Dispatchers.Default).launch {
            try {
                WakeJobs(context).ask(host.safelight.open().wakePlan())
            } catch (_: SafelightException) {
                // The phone is still locked, or the library can't be opened: the person's next look asks again.
            } finally {
                pending?.finish()
            }
        }
    }
}
