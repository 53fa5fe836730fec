package dev.safelight.android

import android.app.ActivityManager
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import android.net.ConnectivityManager
import android.net.Network
import android.net.NetworkCapabilities
import android.os.Build
import android.os.PowerManager
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.callbackFlow
import kotlinx.coroutines.flow.conflate
import kotlinx.coroutines.flow.distinctUntilChanged

/** How a fact is written that the phone can't tell. */
internal const val UNKNOWN: String = "unknown"

/**
 * What this phone knows: battery, network, room, heat, permissions, by the keys of the engine's facts. What it can't tell is
 * `unknown`, never guessed.
 */
public class AndroidFacts(
    context: Context,
) {
    private val context = context.applicationContext

    /** Everything as it is now. May block for a moment: not for the main thread. */
    public fun now(): Map<String, String> =
        BatteryFacts.of(context) +
            NetworkFacts.of(context) +
            StorageFacts.of(context) +
            PermissionFacts.of(context) +
            mapOf(
                "app_state" to if (isForeground()) "foreground" else "background",
                "app_version" to appVersion(),
                "os_version" to Build.VERSION.RELEASE,
                "device_model" to "${Build.MANUFACTURER} ${Build.MODEL}",
            )

    /**
     * The same whenever something of it may have changed, while it is collected. Heard by callbacks of the process: a dead
     * process is woken by its jobs' constraints instead.
     */
    public fun changes(): Flow<Map<String, String>> =
        callbackFlow {
            trySend(now())
            val network =
                object : ConnectivityManager.NetworkCallback() {
                    override fun onCapabilitiesChanged(network: Network, networkCapabilities: NetworkCapabilities) {
                        trySend(now())
                    }

                    override fun onLost(network: Network) {
                        trySend(now())
                    }
                }
            val power =
                object : BroadcastReceiver() {
                    override fun onReceive(context: Context, intent: Intent) {
                        trySend(now())
                    }
                }
            val heat = PowerManager.OnThermalStatusChangedListener { trySend(now()) }
            val connectivity = context.getSystemService(ConnectivityManager::class.java)
            val manager = context.getSystemService(PowerManager::class.java)
            connectivity.registerDefaultNetworkCallback(network)
            context.registerReceiver(power, HEARD)
            manager.addThermalStatusListener(heat)
            awaitClose {
                connectivity.unregisterNetworkCallback(network)
                context.unregisterReceiver(power)
                manager.removeThermalStatusListener(heat)
            }
        }.conflate().distinctUntilChanged()

    private fun isForeground(): Boolean {
        val state = ActivityManager.RunningAppProcessInfo()
        ActivityManager.getMyMemoryState(state)
        return state.importance <= ActivityManager.RunningAppProcessInfo.IMPORTANCE_VISIBLE
    }

    private fun appVersion(): String =
        context.packageManager.getPackageInfo(context.packageName, 0).versionName ?: UNKNOWN

    private companion object {
        /** Broadcasts of the system itself: no other app can send them. */
        val HEARD: IntentFilter =
            IntentFilter().apply {
                addAction(Intent.ACTION_BATTERY_CHANGED)
                addAction(Intent.ACTION_POWER_CONNECTED)
                addAction(Intent.ACTION_POWER_DISCONNECTED)
                addAction(PowerManager.ACTION_POWER_SAVE_MODE_CHANGED)
                addAction(ConnectivityManager.ACTION_RESTRICT_BACKGROUND_CHANGED)
            }
    }
}
