package dev.safelight.android

import android.Manifest
import android.app.ActivityManager
import android.app.usage.UsageStatsManager
import android.content.Context
import android.content.pm.PackageManager
import android.os.Build
import android.os.PowerManager

/** What the person and the system allow this app, by the keys of the engine's facts. */
internal object PermissionFacts {
    fun of(context: Context): Map<String, String> {
        val activities = context.getSystemService(ActivityManager::class.java)
        val power = context.getSystemService(PowerManager::class.java)
        val usage = context.getSystemService(UsageStatsManager::class.java)
        return mapOf(
            "photo_access" to photoAccess(context),
            "background" to if (activities.isBackgroundRestricted) "restricted" else "allowed",
            "battery_optimised" to (!power.isIgnoringBatteryOptimizations(context.packageName)).toString(),
            "bucket" to bucket(usage.appStandbyBucket),
        )
    }

    fun photoAccess(context: Context): String {
        val granted = { name: String -> context.checkSelfPermission(name) == PackageManager.PERMISSION_GRANTED }
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) {
            return if (granted(Manifest.permission.READ_EXTERNAL_STORAGE)) "full" else refused(context)
        }
        val images = granted(Manifest.permission.READ_MEDIA_IMAGES)
        val videos = granted(Manifest.permission.READ_MEDIA_VIDEO)
        val selected =
            Build.VERSION.SDK_INT >= Build.VERSION_CODES.UPSIDE_DOWN_CAKE &&
                granted(Manifest.permission.READ_MEDIA_VISUAL_USER_SELECTED)
        return when {
            images && videos -> "full"
            images || videos || selected -> "limited"
            else -> refused(context)
        }
    }

    /** The system does not tell a no from a question that was never asked: the app remembers ([PhotoPermission.asked]). */
    private fun refused(context: Context): String = if (PhotoPermission.wasAsked(context)) "none" else "not_asked"

    private fun bucket(bucket: Int): String =
        when {
            bucket <= UsageStatsManager.STANDBY_BUCKET_ACTIVE -> "active"
            bucket <= UsageStatsManager.STANDBY_BUCKET_WORKING_SET -> "working_set"
            bucket <= UsageStatsManager.STANDBY_BUCKET_FREQUENT -> "frequent"
            bucket <= UsageStatsManager.STANDBY_BUCKET_RARE -> "rare"
            else -> "restricted"
        }
}

/** The permission to read photos: what to ask for, and whether it was asked for. */
public object PhotoPermission {
    private const val NOTES = "dev.safelight.permissions"
    private const val ASKED = "photos_asked"

    /** What to ask for on this version of Android. */
    public fun names(): List<String> =
        buildList {
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
                add(Manifest.permission.READ_MEDIA_IMAGES)
                add(Manifest.permission.READ_MEDIA_VIDEO)
            } else {
                add(Manifest.permission.READ_EXTERNAL_STORAGE)
            }
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.UPSIDE_DOWN_CAKE) {
                add(Manifest.permission.READ_MEDIA_VISUAL_USER_SELECTED)
            }
            add(Manifest.permission.ACCESS_MEDIA_LOCATION)
        }

    /** To be called when the person has been asked, whatever they said. */
    public fun asked(context: Context) {
        notes(context).edit().putBoolean(ASKED, true).apply()
    }

    internal fun wasAsked(context: Context): Boolean = notes(context).getBoolean(ASKED, false)

    private fun notes(context: Context) = context.getSharedPreferences(NOTES, Context.MODE_PRIVATE)
}
