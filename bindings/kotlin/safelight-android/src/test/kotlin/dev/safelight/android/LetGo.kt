package dev.safelight.android

import android.os.ParcelFileDescriptor
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import org.robolectric.annotation.RealObject
import org.robolectric.shadows.ShadowParcelFileDescriptor

/** Lets go of a descriptor: Android's own way asks for an owner, which a desktop's file descriptors do not have. */
@Implements(ParcelFileDescriptor::class)
class LetGo : ShadowParcelFileDescriptor() {
    @RealObject
    private lateinit var descriptor: ParcelFileDescriptor

    @Implementation
    fun detachFd(): Int = descriptor.fd
}
