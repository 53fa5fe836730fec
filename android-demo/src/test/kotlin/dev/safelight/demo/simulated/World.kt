package dev.safelight.demo.simulated

import android.Manifest
import android.app.ActivityManager
import android.app.Application
import android.content.Intent
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.net.NetworkInfo
import android.os.BatteryManager
import android.os.PowerManager
import android.os.Process
import dev.safelight.android.PhotoPermission
import dev.safelight.android.RoomyStorage
import org.json.JSONObject
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowNetworkCapabilities
import org.robolectric.shadows.ShadowStatFs
import java.io.File

/** The world around the phone, as Android tells of it. Kept in a file, so that the next process finds it as it was. */
internal class World(
    private val app: Application,
    private val file: File,
) {
    private val now = JSONObject(if (file.exists()) file.readText() else AT_FIRST)
    private val connectivity = app.getSystemService(ConnectivityManager::class.java)
    private val linked: NetworkInfo = checkNotNull(connectivity.activeNetworkInfo)

    val isInForeground: Boolean get() = now.getString("app") == "foreground"

    /** Some of it changes. */
    fun change(command: JSONObject) {
        val keys = command.keys().asSequence().filter { it != "id" && it != "do" }.toList()
        for (key in keys) require(key in KEYS) { "this platform has no word for $key" }
        for (key in keys) now.put(key, command.get(key))
        file.writeText(now.toString())
        happen()
    }

    /** Android says how it is. */
    fun happen() {
        battery()
        shadowOf(app.getSystemService(PowerManager::class.java)).run {
            setIsPowerSaveMode(now.getBoolean("low_power"))
            setCurrentThermalStatus(heat())
        }
        app.sendBroadcast(Intent(PowerManager.ACTION_POWER_SAVE_MODE_CHANGED))
        permissions()
        room()
        process()
        network()
    }

    private fun battery() {
        val status =
            when (now.getString("plug")) {
                "unplugged" -> BatteryManager.BATTERY_STATUS_DISCHARGING
                "charging" -> BatteryManager.BATTERY_STATUS_CHARGING
                "held" -> BatteryManager.BATTERY_STATUS_NOT_CHARGING
                else -> BatteryManager.BATTERY_STATUS_FULL
            }
        app.sendStickyBroadcast(
            Intent(Intent.ACTION_BATTERY_CHANGED)
                .putExtra(BatteryManager.EXTRA_LEVEL, now.getInt("percent"))
                .putExtra(BatteryManager.EXTRA_SCALE, 100)
                .putExtra(BatteryManager.EXTRA_PLUGGED, if (now.getString("plug") == "unplugged") 0 else BatteryManager.BATTERY_PLUGGED_AC)
                .putExtra(BatteryManager.EXTRA_STATUS, status),
        )
    }

    private fun heat(): Int =
        when (now.getString("heat")) {
            "fair" -> PowerManager.THERMAL_STATUS_MODERATE
            "serious" -> PowerManager.THERMAL_STATUS_SEVERE
            "critical" -> PowerManager.THERMAL_STATUS_CRITICAL
            else -> PowerManager.THERMAL_STATUS_NONE
        }

    private fun permissions() {
        val access = now.getString("photos")
        val granted =
            when (access) {
                "full" -> PhotoPermission.names()
                "limited" -> listOf(Manifest.permission.READ_MEDIA_VISUAL_USER_SELECTED)
                else -> emptyList()
            }
        require(access != "restricted") { "Android has no restricted photos" }
        if (access == "none" || access == "limited") PhotoPermission.asked(app)
        shadowOf(app).denyPermissions(*PhotoPermission.names().toTypedArray())
        shadowOf(app).grantPermissions(*granted.toTypedArray())
    }

    private fun room() {
        RoomyStorage.allocatable = now.getLong("free_bytes")
        val blocks = { key: String -> (now.getLong(key) / ShadowStatFs.BLOCK_SIZE).toInt() }
        ShadowStatFs.registerStats(app.filesDir.path, blocks("total_bytes"), blocks("free_bytes"), blocks("free_bytes"))
    }

    private fun process() {
        val activities = shadowOf(app.getSystemService(ActivityManager::class.java))
        activities.setBackgroundRestricted(now.getString("background") != "allowed")
        val mine = ActivityManager.RunningAppProcessInfo(app.packageName, Process.myPid(), null)
        mine.importance =
            if (isInForeground) {
                ActivityManager.RunningAppProcessInfo.IMPORTANCE_FOREGROUND
            } else {
                ActivityManager.RunningAppProcessInfo.IMPORTANCE_CACHED
            }
        activities.setProcesses(listOf(mine))
    }

    private fun network() {
        val shadow = shadowOf(connectivity)
        val saver = if (now.getBoolean("data_saver")) ConnectivityManager.RESTRICT_BACKGROUND_STATUS_ENABLED else ConnectivityManager.RESTRICT_BACKGROUND_STATUS_DISABLED
        shadow.setRestrictBackgroundStatus(saver)
        val kind = now.getString("network")
        val before = connectivity.activeNetwork
        shadow.setActiveNetworkInfo(linked.takeIf { kind != "none" })
        if (kind == "none") {
            before?.let { lost -> shadow.networkCallbacks.forEach { it.onLost(lost) } }
            return
        }
        val network = checkNotNull(connectivity.activeNetwork)
        val capabilities = capabilities(kind)
        shadow.setNetworkCapabilities(network, capabilities)
        shadow.networkCallbacks.forEach { it.onCapabilitiesChanged(network, capabilities) }
    }

    private fun capabilities(kind: String): NetworkCapabilities {
        val capabilities = ShadowNetworkCapabilities.newInstance()
        val holds = { key: String -> now.getBoolean(key) }
        shadowOf(capabilities).run {
            addTransportType(
                when (kind) {
                    "cellular" -> NetworkCapabilities.TRANSPORT_CELLULAR
                    "ethernet" -> NetworkCapabilities.TRANSPORT_ETHERNET
                    else -> NetworkCapabilities.TRANSPORT_WIFI
                },
            )
            if (holds("vpn")) addTransportType(NetworkCapabilities.TRANSPORT_VPN)
            val told =
                listOf(
                    NetworkCapabilities.NET_CAPABILITY_INTERNET to true,
                    NetworkCapabilities.NET_CAPABILITY_NOT_METERED to !(holds("costs") || kind == "cellular"),
                    NetworkCapabilities.NET_CAPABILITY_NOT_ROAMING to !holds("roaming"),
                    NetworkCapabilities.NET_CAPABILITY_CAPTIVE_PORTAL to holds("portal"),
                    NetworkCapabilities.NET_CAPABILITY_VALIDATED to (holds("internet") && !holds("portal")),
                )
            for ((capability, there) in told) if (there) addCapability(capability) else removeCapability(capability)
        }
        return capabilities
    }

    companion object {
        private const val AT_FIRST =
            """{"percent": 100, "plug": "full", "low_power": false, "heat": "nominal", "network": "wifi", "costs": false,
            "roaming": false, "internet": true, "portal": false, "vpn": false, "data_saver": false, "photos": "full",
            "background": "allowed", "app": "foreground", "free_bytes": 64000000000, "total_bytes": 128000000000}"""

        /** What Android has a word for. It has none for data that is spared on one network. */
        val KEYS: Set<String> = JSONObject(AT_FIRST).keys().asSequence().toSet()
    }
}
