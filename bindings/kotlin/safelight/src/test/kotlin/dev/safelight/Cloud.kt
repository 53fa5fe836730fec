package dev.safelight

import dev.safelight.ffi.Credentials
import java.awt.Color
import java.awt.image.BufferedImage
import java.io.File
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.nio.file.Files
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicLong
import javax.imageio.ImageIO
import kotlin.concurrent.thread

/** The real server, as a process on a folder that goes with it. */
internal class Cloud : AutoCloseable {
    private val folder = Files.createTempDirectory("safelight-cloud-").toFile()
    private val process: Process
    val port: Int

    init {
        val binary = File(checkNotNull(System.getProperty("safelight.server")) { "no safelight.server" })
        check(binary.canExecute()) { "$binary is not built: cargo build -p safelight-server" }
        process =
            ProcessBuilder(binary.path, "--data", folder.resolve("data").path, "--listen", "127.0.0.1:0")
                .redirectError(folder.resolve("log"))
                .start()
        val line = checkNotNull(process.inputStream.bufferedReader().readLine()) { folder.resolve("log").readText() }
        port = line.substringAfterLast(':').trim().toInt()
    }

    val url: String get() = "http://127.0.0.1:$port"

    override fun close() {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS)
        folder.deleteRecursively()
    }
}

/** A wire to the cloud that can be stopped, and counts what goes up. */
internal class Wire(
    private val port: Int,
) : AutoCloseable {
    private val listener = ServerSocket(0, 50, InetAddress.getLoopbackAddress())
    private val gate = Object()
    private var stopped = false
    private var over = false
    val up: AtomicLong = AtomicLong()

    val url: String get() = "http://127.0.0.1:${listener.localPort}"

    init {
        thread(isDaemon = true) {
            runCatching {
                while (true) {
                    val here = listener.accept()
                    val there = Socket(InetAddress.getLoopbackAddress(), port)
                    thread(isDaemon = true) { carry(here, there, up) }
                    thread(isDaemon = true) { carry(there, here, AtomicLong()) }
                }
            }
        }
    }

    private fun carry(from: Socket, to: Socket, count: AtomicLong) {
        runCatching {
            val bytes = ByteArray(16 * 1024)
            while (true) {
                val read = from.getInputStream().read(bytes)
                if (read < 0) break
                synchronized(gate) {
                    while (stopped && !over) gate.wait()
                }
                to.getOutputStream().write(bytes, 0, read)
                count.addAndGet(read.toLong())
            }
        }
        runCatching { from.close() }
        runCatching { to.close() }
    }

    fun stop(): Unit = synchronized(gate) { stopped = true }

    fun goOn(): Unit =
        synchronized(gate) {
            stopped = false
            gate.notifyAll()
        }

    override fun close() {
        synchronized(gate) {
            over = true
            gate.notifyAll()
        }
        listener.close()
    }
}

/** A folder for a phone, gone afterwards. */
internal class Home : AutoCloseable {
    val folder: File = Files.createTempDirectory("safelight-kotlin-").toFile()
    val library: File get() = folder.resolve("library")

    fun registered(objects: SafelightObjects = SafelightObjects()): SafelightRegistration =
        SafelightRegistration.register(SafelightConfiguration(library, "kotlin-test/1.0.0", reader = english), objects)

    suspend fun opened(objects: SafelightObjects = SafelightObjects()): Safelight = registered(objects).open()

    /** A real JPEG, another one for each seed. */
    fun photo(seed: Int): File {
        val picture = BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB)
        for (x in 0 until 320) {
            for (y in 0 until 240) picture.setRGB(x, y, Color((x + seed) % 256, (y * seed) % 256, seed % 256).rgb)
        }
        return folder.resolve("photo-$seed.jpg").also { ImageIO.write(picture, "jpeg", it) }
    }

    /** A large file of noise. */
    fun large(megabytes: Int): File =
        folder.resolve("large.bin").also { it.writeBytes(java.util.Random(7).let { r -> ByteArray(megabytes shl 20).also(r::nextBytes) }) }

    override fun close() {
        folder.deleteRecursively()
    }

    companion object {
        val english = dev.safelight.ffi.Reader("en", null, "Europe/Berlin")
    }
}

internal const val PASSWORD = "tulpe-kran-sieben-wolke"

internal fun credentials(server: String, email: String = "anna@example.org", device: String = "Kotlin phone") =
    Credentials(server, email, PASSWORD, device)
