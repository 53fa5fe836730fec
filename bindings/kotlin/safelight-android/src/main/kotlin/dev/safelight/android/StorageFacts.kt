package dev.safelight.android

import android.content.Context
import android.os.StatFs
import android.os.storage.StorageManager
import java.io.File
import java.io.IOException

/** Room on the phone, by the keys of the engine's facts. */
internal object StorageFacts {
    fun of(context: Context): Map<String, String> {
        val folder = context.filesDir
        val disk = runCatching { StatFs(folder.path) }.getOrNull()
        val free = allocatable(context, folder) ?: disk?.availableBytes
        return mapOf(
            "free_bytes" to (free?.toString() ?: UNKNOWN),
            "total_bytes" to (disk?.totalBytes?.takeIf { it > 0 }?.toString() ?: UNKNOWN),
        )
    }

    /** What the system would give this app, caches of others cleared. None where it does not say. */
    private fun allocatable(context: Context, folder: File): Long? {
        val storage = context.getSystemService(StorageManager::class.java)
        return try {
            storage.getAllocatableBytes(storage.getUuidForPath(folder)).takeIf { it > 0 }
        } catch (_: IOException) {
            null
        }
    }
}
