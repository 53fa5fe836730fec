package dev.safelight.android

import android.Manifest
import android.app.ActivityManager
import android.app.Application
import android.app.usage.UsageStatsManager
import android.content.Intent
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.os.BatteryManager
import android.os.PowerManager
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowNetworkCapabilities

/** What Android says, and what the engine is told. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], shadows = [RoomyStorage::class])
class FactsTest {
    private val app: Application get() = RuntimeEnvironment.getApplication()
    private val facts get() = AndroidFacts(app).now()

    private fun battery(plugged: Int, status: Int, level: Int = 80) {
        app.sendStickyBroadcast(
            Intent(Intent.ACTION_BATTERY_CHANGED)
                .putExtra(BatteryManager.EXTRA_LEVEL, level)
                .putExtra(BatteryManager.EXTRA_SCALE, 100)
                .putExtra(BatteryManager.EXTRA_PLUGGED, plugged)
                .putExtra(BatteryManager.EXTRA_STATUS, status),
        )
    }

    @Test
    fun `charging that is held at eighty percent is not unplugged`() {
        val usb = BatteryManager.BATTERY_PLUGGED_USB
        for ((plugged, status, told) in
            listOf(
                Triple(usb, BatteryManager.BATTERY_STATUS_CHARGING, "charging"),
                Triple(usb, BatteryManager.BATTERY_STATUS_FULL, "full"),
                Triple(usb, BatteryManager.BATTERY_STATUS_NOT_CHARGING, "limited"),
                Triple(usb, BatteryManager.BATTERY_STATUS_DISCHARGING, "limited"),
                Triple(usb, BatteryManager.BATTERY_STATUS_UNKNOWN, "unknown"),
                Triple(0, BatteryManager.BATTERY_STATUS_DISCHARGING, "unplugged"),
                Triple(0, BatteryManager.BATTERY_STATUS_NOT_CHARGING, "unplugged"),
            )
        ) {
            battery(plugged, status)
            assertEquals("$plugged $status", told, facts["charging"])
            assertEquals("80", facts["battery"])
        }
    }

    @Test
    fun `a battery that says nothing is unknown`() {
        app.sendStickyBroadcast(Intent(Intent.ACTION_BATTERY_CHANGED))
        assertEquals("unknown", facts["battery"])
        assertEquals("unknown", facts["charging"])
    }

    @Test
    fun `power saving and heat`() {
        val power = shadowOf(app.getSystemService(PowerManager::class.java))
        assertEquals("false", facts["low_power"])
        power.setIsPowerSaveMode(true)
        assertEquals("true", facts["low_power"])
        for ((status, told) in
            listOf(
                PowerManager.THERMAL_STATUS_NONE to "nominal",
                PowerManager.THERMAL_STATUS_LIGHT to "fair",
                PowerManager.THERMAL_STATUS_MODERATE to "fair",
                PowerManager.THERMAL_STATUS_SEVERE to "serious",
                PowerManager.THERMAL_STATUS_CRITICAL to "critical",
                PowerManager.THERMAL_STATUS_SHUTDOWN to "critical",
            )
        ) {
            power.setCurrentThermalStatus(status)
            assertEquals(told, facts["thermal"])
        }
    }

    private fun network(vararg transports: Int, capabilities: List<Int> = emptyList()) {
        val connectivity = app.getSystemService(ConnectivityManager::class.java)
        val network = ShadowNetworkCapabilities.newInstance()
        shadowOf(network).run {
            transports.forEach(::addTransportType)
            capabilities.forEach(::addCapability)
        }
        shadowOf(connectivity).setNetworkCapabilities(connectivity.activeNetwork, network)
    }

    private fun told(vararg keys: String): List<String?> = facts.let { now -> keys.map { now[it] } }

    @Test
    fun `what costs is told by what the network says and not by its kind`() {
        val free = listOf(NetworkCapabilities.NET_CAPABILITY_NOT_METERED, NetworkCapabilities.NET_CAPABILITY_NOT_ROAMING)
        network(NetworkCapabilities.TRANSPORT_WIFI, capabilities = free)
        assertEquals(listOf("wifi", "false", "false", "false"), told("network", "metered", "roaming", "vpn"))
        // A personal hotspot.
        network(NetworkCapabilities.TRANSPORT_WIFI)
        assertEquals(listOf("wifi", "true", "false"), told("network", "metered", "roaming"))
        network(NetworkCapabilities.TRANSPORT_CELLULAR)
        assertEquals(listOf("cellular", "true", "true"), told("network", "metered", "roaming"))
        network(NetworkCapabilities.TRANSPORT_CELLULAR, capabilities = listOf(NetworkCapabilities.NET_CAPABILITY_NOT_ROAMING))
        assertEquals("false", facts["roaming"])
        network(NetworkCapabilities.TRANSPORT_CELLULAR, capabilities = listOf(NetworkCapabilities.NET_CAPABILITY_TEMPORARILY_NOT_METERED))
        assertEquals("false", facts["metered"])
    }

    @Test
    fun `what is under a VPN counts, and the dearer where both are`() {
        val vpn = NetworkCapabilities.TRANSPORT_VPN
        network(vpn, NetworkCapabilities.TRANSPORT_WIFI)
        assertEquals(listOf("wifi", "wifi"), told("network", "vpn"))
        network(vpn, NetworkCapabilities.TRANSPORT_CELLULAR)
        assertEquals(listOf("cellular", "cellular"), told("network", "vpn"))
        network(vpn, NetworkCapabilities.TRANSPORT_WIFI, NetworkCapabilities.TRANSPORT_CELLULAR)
        assertEquals(listOf("cellular", "cellular"), told("network", "vpn"))
        network(vpn)
        assertEquals(listOf("unknown", "true"), told("network", "vpn"))
    }

    @Test
    fun `a portal, a network that leads nowhere, and none`() {
        network(NetworkCapabilities.TRANSPORT_WIFI, capabilities = listOf(NetworkCapabilities.NET_CAPABILITY_CAPTIVE_PORTAL))
        assertEquals(listOf("true", "false"), told("captive", "validated"))
        network(NetworkCapabilities.TRANSPORT_WIFI, capabilities = listOf(NetworkCapabilities.NET_CAPABILITY_VALIDATED))
        assertEquals(listOf("false", "true"), told("captive", "validated"))
        shadowOf(app.getSystemService(ConnectivityManager::class.java)).setDefaultNetworkActive(false)
        shadowOf(app.getSystemService(ConnectivityManager::class.java)).setActiveNetworkInfo(null)
        assertEquals(listOf("none", "unknown"), told("network", "metered"))
    }

    @Test
    fun `selected photos are limited, and a question never asked is no refusal`() {
        assertEquals("not_asked", facts["photo_access"])
        PhotoPermission.asked(app)
        assertEquals("none", facts["photo_access"])
        shadowOf(app).grantPermissions(Manifest.permission.READ_MEDIA_VISUAL_USER_SELECTED)
        assertEquals("limited", facts["photo_access"])
        shadowOf(app).grantPermissions(Manifest.permission.READ_MEDIA_IMAGES)
        assertEquals("limited", facts["photo_access"])
        shadowOf(app).grantPermissions(Manifest.permission.READ_MEDIA_VIDEO)
        assertEquals("full", facts["photo_access"])
    }

    @Test
    fun `standby buckets and restrictions`() {
        val usage = shadowOf(app.getSystemService(UsageStatsManager::class.java))
        for ((bucket, told) in listOf(5 to "active", 10 to "active", 20 to "working_set", 30 to "frequent", 40 to "rare", 45 to "restricted")) {
            usage.setCurrentAppStandbyBucket(bucket)
            assertEquals(told, facts["bucket"])
        }
        shadowOf(app.getSystemService(ActivityManager::class.java)).setBackgroundRestricted(true)
        assertEquals("restricted", facts["background"])
        assertEquals("true", facts["battery_optimised"])
        shadowOf(app.getSystemService(PowerManager::class.java)).setIgnoringBatteryOptimizations(app.packageName, true)
        assertEquals("false", facts["battery_optimised"])
    }
}
