package dev.safelight.android

import android.os.storage.StorageManager
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import org.robolectric.shadows.ShadowStorageManager
import java.io.File
import java.util.UUID

/** How much room the simulated phone has for an app: Robolectric's own has no volumes to ask. */
@Implements(StorageManager::class)
class RoomyStorage : ShadowStorageManager() {
    @Implementation
    fun getUuidForPath(path: File): UUID = StorageManager.UUID_DEFAULT

    @Implementation
    fun getAllocatableBytes(volume: UUID): Long = allocatable

    companion object {
        var allocatable: Long = 0
    }
}
