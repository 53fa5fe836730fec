package dev.safelight.android

import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import android.os.BatteryManager
import android.os.PowerManager

/** Battery, power saving and heat, by the keys of the engine's facts. */
internal object BatteryFacts {
    fun of(context: Context): Map<String, String> {
        // Sticky: the system hands out the last one and registers nobody.
        val battery = context.registerReceiver(null, IntentFilter(Intent.ACTION_BATTERY_CHANGED))
        val power = context.getSystemService(PowerManager::class.java)
        return mapOf(
            "battery" to percent(battery),
            "charging" to charging(battery),
            "low_power" to power.isPowerSaveMode.toString(),
            "thermal" to thermal(power.currentThermalStatus),
        )
    }

    private fun percent(battery: Intent?): String {
        val level = battery?.getIntExtra(BatteryManager.EXTRA_LEVEL, -1) ?: -1
        val scale = battery?.getIntExtra(BatteryManager.EXTRA_SCALE, -1) ?: -1
        if (level < 0 || scale <= 0) return UNKNOWN
        return (level * 100 / scale).coerceIn(0, 100).toString()
    }

    /**
     * Power that comes in and does not fill the battery is a limit that the person or the phone has set: plugged in all the
     * same.
     */
    private fun charging(battery: Intent?): String {
        val plugged = battery?.getIntExtra(BatteryManager.EXTRA_PLUGGED, -1) ?: -1
        return when {
            plugged < 0 -> UNKNOWN
            plugged == 0 -> "unplugged"
            else ->
                when (battery?.getIntExtra(BatteryManager.EXTRA_STATUS, -1)) {
                    BatteryManager.BATTERY_STATUS_CHARGING -> "charging"
                    BatteryManager.BATTERY_STATUS_FULL -> "full"
                    BatteryManager.BATTERY_STATUS_NOT_CHARGING, BatteryManager.BATTERY_STATUS_DISCHARGING -> "limited"
                    else -> UNKNOWN
                }
        }
    }

    private fun thermal(status: Int): String =
        when (status) {
            PowerManager.THERMAL_STATUS_NONE -> "nominal"
            PowerManager.THERMAL_STATUS_LIGHT, PowerManager.THERMAL_STATUS_MODERATE -> "fair"
            PowerManager.THERMAL_STATUS_SEVERE -> "serious"
            PowerManager.THERMAL_STATUS_CRITICAL,
            PowerManager.THERMAL_STATUS_EMERGENCY,
            PowerManager.THERMAL_STATUS_SHUTDOWN,
            -> "critical"
            else -> UNKNOWN
        }
}
