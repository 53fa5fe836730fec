package dev.safelight

import dev.safelight.ffi.Configuration
import dev.safelight.ffi.KeyVault
import dev.safelight.ffi.LogLine
import dev.safelight.ffi.MediaRenderer
import dev.safelight.ffi.OpenStage
import dev.safelight.ffi.OperatingSystem
import dev.safelight.ffi.PhotoSource
import dev.safelight.ffi.PlatformObjects
import dev.safelight.ffi.ProcessKind
import dev.safelight.ffi.Reader
import dev.safelight.ffi.Registration
import dev.safelight.ffi.ToldReason
import dev.safelight.ffi.register
import java.io.File
import java.time.ZoneId
import java.util.Locale
import dev.safelight.ffi.Safelight as Engine

/** What an app says of itself before anything is opened. */
public data class SafelightConfiguration(
    /** The folder of the library. Made if it is new. */
    val folder: File,
    /** Name and version of the app, for example `my-gallery/1.0.0`. */
    val client: String,
    /** The system: it decides in which form a fix is told. */
    val system: OperatingSystem = OperatingSystem.DESKTOP,
    /** What kind of process this is. */
    val process: ProcessKind = ProcessKind.APP,
    /** Who reads the sentences; none: whoever this device belongs to. */
    val reader: Reader? = null,
)

/** What an app gives of its own. What is none is done without. */
public class SafelightObjects(
    /** Its key store; none: files that only their owner can read. */
    public val vault: KeyVault? = null,
    /** The phone's own photo library. */
    public val photos: PhotoSource? = null,
    /** Pictures of what the engine can't decode. */
    public val renderer: MediaRenderer? = null,
    /** Where the log goes: called on a thread of its own. */
    public val log: ((LogLine) -> Unit)? = null,
)

/** A library that this process knows of and may not have opened yet. */
public class SafelightRegistration internal constructor(
    private val registration: Registration,
) {
    private val opened = Opened()

    /**
     * Opens the library: makes it, brings one of an older version to this one, refuses one of a newer version untouched
     * ([SafelightException.UpdateApp]). Whoever asks in this process is given the same one, until it is shut down.
     */
    public suspend fun open(onStage: ((OpenStage) -> Unit)? = null): Safelight =
        opened.of(calling { registration.open(onStage?.let(::GuardedOpening), null) })

    /** The library once somebody has opened it: for what the system says before. */
    public suspend fun opened(): Safelight = opened.of(calling { registration.opened(null) })

    /** Somebody else reads from now on: another language, clock or zone. */
    public fun readBy(reader: Reader): Unit = registration.readBy(reader)

    /** What a code says, in sentences. [evidence]: a JSON object, as holds carry it. */
    public fun reason(code: ReasonCode, evidence: String? = null): ToldReason = registration.reason(code.value, evidence)

    /** Every code of this version's vocabulary. */
    public fun codes(): List<ReasonCode> = registration.codes().map(::ReasonCode)

    /** The names of everything that a fix may be. */
    public fun fixActions(): List<String> = registration.fixActions()

    public companion object {
        /**
         * Says which library this process will use. Opens nothing and returns at once: call it in `Application.onCreate`.
         * A folder that was registered before gives what it gave then; the first configuration stays.
         */
        public fun register(
            configuration: SafelightConfiguration,
            objects: SafelightObjects = SafelightObjects(),
        ): SafelightRegistration =
            synchronized(registered) {
                registered.getOrPut(configuration.folder.absolutePath) {
                    SafelightRegistration(register(configuration.plain(), objects.guarded()))
                }
            }

        private val registered = HashMap<String, SafelightRegistration>()
    }
}

/** One [Safelight] for each library that is open: every call of the bridge gives another object for the same one. */
private class Opened {
    private var safelight: Safelight? = null

    @Synchronized
    fun of(engine: Engine): Safelight {
        safelight?.takeUnless { it.isShutDown }?.let {
            engine.close()
            return it
        }
        return Safelight(engine).also { safelight = it }
    }
}

/** Whoever this device belongs to. */
public fun readerOfThisDevice(): Reader =
    Reader(Locale.getDefault().toLanguageTag(), null, ZoneId.systemDefault().id)

private fun SafelightConfiguration.plain() =
    Configuration(folder.absolutePath, client, system, process, reader ?: readerOfThisDevice())

private fun SafelightObjects.guarded() =
    PlatformObjects(
        vault = vault?.let(::GuardedVault),
        photos = photos?.let(::GuardedPhotoSource),
        renderer = renderer?.let(::GuardedRenderer),
        log = log?.let(::GuardedLog),
    )
