package dev.safelight.demo

import dev.safelight.Safelight
import dev.safelight.ffi.Credentials

/** Signing up, in and out. Whoever comes in has the phone's own photos synced. */
class AccountModel(
    private val library: Safelight,
) {
    /** Makes an account. Gives the recovery words: to be shown now, they are kept nowhere. */
    suspend fun signUp(credentials: Credentials): List<String> {
        val account = library.signUp(credentials)
        library.addPhotoLibrary()
        return account.words.words()
    }

    /** Makes this phone one of an account. */
    suspend fun signIn(credentials: Credentials) {
        library.signIn(credentials)
        library.addPhotoLibrary()
    }

    /** Signs out. Gives how many originals were not sent; unless [leave], nothing is done while there are some. */
    suspend fun signOut(leave: Boolean): ULong {
        val unsent = library.leftBehind().unsentOriginals
        return if (library.signOut(althoughUnsent = leave)) 0uL else unsent
    }
}
