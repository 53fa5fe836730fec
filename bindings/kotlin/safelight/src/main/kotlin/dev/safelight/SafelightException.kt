package dev.safelight

import dev.safelight.ffi.InternalException
import dev.safelight.ffi.Reason
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive

/** Why something was not done, by what the app can do about it. */
public typealias SafelightException = dev.safelight.ffi.SafelightException

/** Why, for programs and logs; none for what needs no reason (it was cancelled, the library was shut down). */
public val SafelightException.reason: Reason?
    get() =
        when (this) {
            is dev.safelight.ffi.SafelightException.SignIn -> reason
            is dev.safelight.ffi.SafelightException.Offline -> reason
            is dev.safelight.ffi.SafelightException.Wait -> reason
            is dev.safelight.ffi.SafelightException.Correct -> reason
            is dev.safelight.ffi.SafelightException.NoRoom -> reason
            is dev.safelight.ffi.SafelightException.Allow -> reason
            is dev.safelight.ffi.SafelightException.UpdateApp -> reason
            is dev.safelight.ffi.SafelightException.Server -> reason
            is dev.safelight.ffi.SafelightException.Damaged -> reason
            is dev.safelight.ffi.SafelightException.Foreign -> reason
            is dev.safelight.ffi.SafelightException.Bug -> reason
            is dev.safelight.ffi.SafelightException.Cancelled -> null
            is dev.safelight.ffi.SafelightException.Closed -> null
        }

/** The code of why; none for what needs no reason. */
public val SafelightException.code: ReasonCode? get() = reason?.let { ReasonCode(it.code) }

/**
 * Calls the engine. What was cancelled ends in [CancellationException]; what the bridge itself could not do is a mistake of
 * ours, like a panic.
 */
internal suspend inline fun <T> calling(call: suspend () -> T): T =
    try {
        call()
    } catch (e: dev.safelight.ffi.SafelightException.Cancelled) {
        currentCoroutineContext().ensureActive()
        throw CancellationException("cancelled").apply { initCause(e) }
    } catch (e: InternalException) {
        throw dev.safelight.ffi.SafelightException.Bug(Reason(ReasonCode.BUG.value, e.toString()))
    } catch (e: IllegalArgumentException) {
        // An id that is none does not cross.
        throw dev.safelight.ffi.SafelightException.Correct(Reason(ReasonCode.INVALID.value, e.toString()))
    }
