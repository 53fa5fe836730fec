package dev.safelight.android

import android.content.Context
import android.content.pm.PackageManager
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.os.Build

/** The default network, by the keys of the engine's facts. */
internal object NetworkFacts {
    fun of(context: Context): Map<String, String> {
        val connectivity = context.getSystemService(ConnectivityManager::class.java)
        val capabilities = connectivity.activeNetwork?.let(connectivity::getNetworkCapabilities)
        return of(capabilities) +
            mapOf(
                "data_saver" to dataSaver(connectivity.restrictBackgroundStatus),
                "lan_allowed" to lanAllowed(context),
            )
    }

    /** No default network: nothing is connected, or the system keeps this app from all that is. */
    private fun of(capabilities: NetworkCapabilities?): Map<String, String> {
        if (capabilities == null) {
            return mapOf(
                "network" to "none",
                "metered" to UNKNOWN,
                "roaming" to UNKNOWN,
                "validated" to UNKNOWN,
                "captive" to UNKNOWN,
                "vpn" to UNKNOWN,
                "constrained" to UNKNOWN,
            )
        }
        val kind = kind(capabilities)
        return mapOf(
            "network" to kind,
            "metered" to isMetered(capabilities).toString(),
            "roaming" to
                if (kind == CELLULAR) (!capabilities.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_ROAMING)).toString() else "false",
            "validated" to capabilities.hasCapability(NetworkCapabilities.NET_CAPABILITY_VALIDATED).toString(),
            "captive" to capabilities.hasCapability(NetworkCapabilities.NET_CAPABILITY_CAPTIVE_PORTAL).toString(),
            "vpn" to vpn(capabilities, kind),
            // Android has no Low Data Mode of a network; Data Saver is told by itself.
            "constrained" to "false",
        )
    }

    /** A VPN's network has the transports of what is under it, where the VPN's app says what that is. */
    private fun kind(capabilities: NetworkCapabilities): String =
        when {
            // What is under a VPN may be both: the dearer one counts.
            capabilities.hasTransport(NetworkCapabilities.TRANSPORT_CELLULAR) -> CELLULAR
            capabilities.hasTransport(NetworkCapabilities.TRANSPORT_WIFI) -> "wifi"
            capabilities.hasTransport(NetworkCapabilities.TRANSPORT_ETHERNET) -> "ethernet"
            else -> UNKNOWN
        }

    private fun vpn(capabilities: NetworkCapabilities, under: String): String =
        when {
            !capabilities.hasTransport(NetworkCapabilities.TRANSPORT_VPN) -> "false"
            under == UNKNOWN -> "true"
            else -> under
        }

    private fun isMetered(capabilities: NetworkCapabilities): Boolean {
        if (capabilities.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED)) return false
        val free =
            Build.VERSION.SDK_INT >= Build.VERSION_CODES.R &&
                capabilities.hasCapability(NetworkCapabilities.NET_CAPABILITY_TEMPORARILY_NOT_METERED)
        return !free
    }

    private fun dataSaver(status: Int): String =
        when (status) {
            ConnectivityManager.RESTRICT_BACKGROUND_STATUS_ENABLED -> "true"
            // The person has exempted this app.
            ConnectivityManager.RESTRICT_BACKGROUND_STATUS_WHITELISTED,
            ConnectivityManager.RESTRICT_BACKGROUND_STATUS_DISABLED,
            -> "false"
            else -> UNKNOWN
        }

    private fun lanAllowed(context: Context): String {
        if (Build.VERSION.SDK_INT < LOCAL_NETWORK_SDK) return "true"
        return (context.checkSelfPermission(ACCESS_LOCAL_NETWORK) == PackageManager.PERMISSION_GRANTED).toString()
    }

    private const val CELLULAR = "cellular"

    /** From Android 17 on the local network needs a permission; newer than the SDK that this compiles against. */
    private const val LOCAL_NETWORK_SDK = 37
    private const val ACCESS_LOCAL_NETWORK = "android.permission.ACCESS_LOCAL_NETWORK"
}
