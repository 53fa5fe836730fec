package dev.safelight.android

import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.content.ComponentName
import android.content.Context
import android.os.Build
import dev.safelight.ffi.WakeKind
import dev.safelight.ffi.WakeNetwork
import dev.safelight.ffi.WakePlan
import dev.safelight.ffi.WakeRequest
import java.time.Duration
import java.time.Instant

/**
 * Asks Android for the slots of a wake plan. A job of the same number replaces the one before; a kind that the plan does not
 * ask for is taken back.
 */
public class WakeJobs(
    context: Context,
) {
    private val context = context.applicationContext
    private val scheduler = context.getSystemService(JobScheduler::class.java)

    /** Asks for what this plan asks for, and for nothing else. */
    public fun ask(plan: WakePlan, now: Instant = Instant.now()) {
        for (kind in WakeKind.entries) {
            val request = plan.requests.find { it.kind == kind }
            if (request == null) scheduler.cancel(number(kind)) else scheduler.schedule(job(request, now))
        }
    }

    /**
     * The person's own wish to send now: a job that Android starts at once and exempts from its quotas (Android 14 and newer).
     * To be called while the app is on the screen. False where there is no such job: then the app runs in its own process.
     */
    public fun askByPerson(bytes: Long): Boolean {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.UPSIDE_DOWN_CAKE) return false
        val job =
            JobInfo.Builder(BY_PERSON, ComponentName(context, WakeJobService::class.java))
                .setUserInitiated(true)
                .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
                .setEstimatedNetworkBytes(JobInfo.NETWORK_BYTES_UNKNOWN.toLong(), bytes)
                .build()
        return scheduler.schedule(job) == JobScheduler.RESULT_SUCCESS
    }

    /** Why a slot has not come yet, by Android's own word (Android 14 and newer); none where it does not say. */
    public fun pendingReason(kind: WakeKind): String? {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.UPSIDE_DOWN_CAKE) return null
        return when (scheduler.getPendingJobReason(number(kind))) {
            JobScheduler.PENDING_JOB_REASON_APP_STANDBY -> "app_standby"
            JobScheduler.PENDING_JOB_REASON_BACKGROUND_RESTRICTION -> "background_restriction"
            JobScheduler.PENDING_JOB_REASON_CONSTRAINT_BATTERY_NOT_LOW -> "battery_not_low"
            JobScheduler.PENDING_JOB_REASON_CONSTRAINT_CHARGING -> "charging"
            JobScheduler.PENDING_JOB_REASON_CONSTRAINT_CONNECTIVITY -> "connectivity"
            JobScheduler.PENDING_JOB_REASON_CONSTRAINT_MINIMUM_LATENCY -> "minimum_latency"
            JobScheduler.PENDING_JOB_REASON_DEVICE_STATE -> "device_state"
            JobScheduler.PENDING_JOB_REASON_QUOTA -> "quota"
            JobScheduler.PENDING_JOB_REASON_USER -> "user"
            else -> null
        }
    }

    private fun job(request: WakeRequest, now: Instant): JobInfo {
        val network =
            when (request.network) {
                WakeNetwork.NONE -> JobInfo.NETWORK_TYPE_NONE
                WakeNetwork.ANY -> JobInfo.NETWORK_TYPE_ANY
                WakeNetwork.UNMETERED -> JobInfo.NETWORK_TYPE_UNMETERED
            }
        val wait = request.notBefore?.let { Duration.between(now, it).toMillis().coerceAtLeast(0) } ?: 0
        return JobInfo.Builder(number(request.kind), ComponentName(context, WakeJobService::class.java))
            .setRequiredNetworkType(network)
            .setRequiresCharging(request.charger)
            // Also where there is none: a job without any constraint is refused.
            .setMinimumLatency(wait)
            // Outlives a restart of the phone.
            .setPersisted(true)
            .apply {
                if (network != JobInfo.NETWORK_TYPE_NONE) {
                    setEstimatedNetworkBytes(JobInfo.NETWORK_BYTES_UNKNOWN.toLong(), request.bytes.toLong())
                }
            }.build()
    }

    internal companion object {
        /** Numbers 7000 to 7099 are Safelight's. */
        const val FIRST = 7_000
        const val BY_PERSON = FIRST + 10

        fun number(kind: WakeKind): Int =
            when (kind) {
                WakeKind.SHORT_REFRESH -> FIRST
                WakeKind.LONG_PROCESSING -> FIRST + 1
            }

        /** What the ledger of windows calls a job. */
        fun name(number: Int): String =
            when (number) {
                FIRST -> "job.short_refresh"
                FIRST + 1 -> "job.long_processing"
                BY_PERSON -> "job.user_initiated"
                else -> "job.$number"
            }
    }
}
