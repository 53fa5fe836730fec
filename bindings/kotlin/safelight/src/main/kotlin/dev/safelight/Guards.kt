/*
 * A guard around each object of an app. The bridge catches exceptions only, and an error that an app's object throws
 * (`AssertionError`, `TODO()`, `StackOverflowError`) would leave the engine waiting for ever. So each guard catches
 * everything, lets through what is declared and what cancels, and makes the rest a failure of its kind.
 */
package dev.safelight

import dev.safelight.ffi.Carrier
import dev.safelight.ffi.DeviceUnlock
import dev.safelight.ffi.FileProgress
import dev.safelight.ffi.FileProgressListener
import dev.safelight.ffi.FileStamp
import dev.safelight.ffi.KeyVault
import dev.safelight.ffi.LogLine
import dev.safelight.ffi.LogSink
import dev.safelight.ffi.MediaRenderer
import dev.safelight.ffi.OpenListener
import dev.safelight.ffi.OpenStage
import dev.safelight.ffi.Original
import dev.safelight.ffi.PhotoChanges
import dev.safelight.ffi.PhotoSource
import dev.safelight.ffi.PhotoSourceFailure
import dev.safelight.ffi.Progress
import dev.safelight.ffi.ProgressListener
import dev.safelight.ffi.Reason
import dev.safelight.ffi.RenderFailure
import dev.safelight.ffi.Ticket
import dev.safelight.ffi.TicketResult
import dev.safelight.ffi.UnlockFailure
import dev.safelight.ffi.VaultFailure
import kotlinx.coroutines.CancellationException

private inline fun <T> guarded(failure: (String) -> Throwable, isDeclared: (Throwable) -> Boolean, body: () -> T): T =
    try {
        body()
    } catch (e: CancellationException) {
        throw e
    } catch (e: Throwable) {
        throw if (isDeclared(e)) e else failure(e.toString())
    }

/** A mistake in an object of the app. */
private fun foreign(detail: String): SafelightException =
    dev.safelight.ffi.SafelightException.Foreign(Reason(ReasonCode.FOREIGN.value, detail))

internal class GuardedVault(
    private val vault: KeyVault,
) : KeyVault {
    override fun load(name: String): ByteArray? = guarded { vault.load(name) }

    override fun save(name: String, secret: ByteArray): Unit = guarded { vault.save(name, secret) }

    override fun remove(name: String): Unit = guarded { vault.remove(name) }

    private inline fun <T> guarded(body: () -> T): T =
        try {
            guarded(VaultFailure::Failed, { it is VaultFailure }, body)
        } catch (e: CancellationException) {
            // Nobody can cancel a call that blocks.
            throw VaultFailure.Failed(e.toString())
        }
}

internal class GuardedPhotoSource(
    private val source: PhotoSource,
) : PhotoSource {
    override suspend fun changes(since: String?): PhotoChanges = guarded { source.changes(since) }

    override fun original(id: String): Original = blocking { source.original(id) }

    override fun stamp(id: String): FileStamp = blocking { source.stamp(id) }

    private inline fun <T> guarded(body: () -> T): T =
        guarded(PhotoSourceFailure::Unavailable, { it is PhotoSourceFailure }, body)

    private inline fun <T> blocking(body: () -> T): T =
        try {
            guarded(body)
        } catch (e: CancellationException) {
            throw PhotoSourceFailure.Unavailable(e.toString())
        }
}

internal class GuardedRenderer(
    private val renderer: MediaRenderer,
) : MediaRenderer {
    override suspend fun render(file: String, mediaType: String, longestSide: UInt, into: String): Unit =
        guarded(RenderFailure::Failed, { it is RenderFailure }) { renderer.render(file, mediaType, longestSide, into) }
}

internal class GuardedUnlock(
    private val unlock: DeviceUnlock,
) : DeviceUnlock {
    override suspend fun confirmNewPassword(): Unit =
        guarded(UnlockFailure::Unavailable, { it is UnlockFailure }) { unlock.confirmNewPassword() }
}

internal class GuardedCarrier(
    private val carrier: Carrier,
) : Carrier {
    override suspend fun handOver(tickets: List<Ticket>): List<String> = guarded { carrier.handOver(tickets) }

    override suspend fun results(): List<TicketResult> = guarded { carrier.results() }

    override suspend fun cancel(ids: List<String>): Unit = guarded { carrier.cancel(ids) }

    private inline fun <T> guarded(body: () -> T): T = guarded(::foreign, { it is SafelightException }, body)
}

/** A listener must not end what it listens to: whatever it throws is a [SafelightException], which the log hears. */
private inline fun listening(body: () -> Unit) {
    try {
        body()
    } catch (e: Throwable) {
        throw foreign(e.toString())
    }
}

internal class GuardedProgress(
    private val listener: (Progress) -> Unit,
) : ProgressListener {
    override fun onProgress(progress: Progress): Unit = listening { listener(progress) }
}

internal class GuardedFileProgress(
    private val listener: (ULong) -> Unit,
) : FileProgressListener {
    override fun onProgress(progress: FileProgress): Unit = listening { listener(progress.received) }
}

internal class GuardedOpening(
    private val listener: (OpenStage) -> Unit,
) : OpenListener {
    override fun onStage(stage: OpenStage): Unit = listening { listener(stage) }
}

internal class GuardedLog(
    private val sink: (LogLine) -> Unit,
) : LogSink {
    override fun write(line: LogLine): Unit = listening { sink(line) }
}
