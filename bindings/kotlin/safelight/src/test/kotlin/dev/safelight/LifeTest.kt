package dev.safelight

import dev.safelight.ffi.SignInState
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.RandomAccessFile

/** Registered, opened, cancelled, suspended, shut down. */
class LifeTest {
    @Test
    fun `registering opens nothing and whoever opens is given the same library`() = runBlocking {
        Home().use { home ->
            val registration = home.registered()
            assertSame(registration, home.registered())
            assertFalse(home.library.exists())
            val early = async { registration.opened() }
            val opened = List(3) { async { registration.open() } }.awaitAll()
            assertTrue(opened.all { it === opened.first() })
            assertSame(opened.first(), early.await())
            assertEquals(SignInState.Never, opened.first().signInState())
            opened.first().shutDown()
        }
    }

    @Test
    fun `a library of a newer version asks for an update of the app`() = runBlocking {
        Home().use { home ->
            home.opened().shutDown()
            RandomAccessFile(home.library.resolve("library.db"), "rw").use {
                it.seek(60)
                it.writeInt(999)
            }
            val refused = runCatching { home.opened() }.exceptionOrNull()
            assertTrue(refused is dev.safelight.ffi.SafelightException.UpdateApp, refused.toString())
            assertEquals(ReasonCode.CLIENT_OLD, (refused as SafelightException).code)
        }
    }

    @Test
    fun `cancelling in mid-transfer ends in a cancellation and in good order`() = runBlocking {
        Cloud().use { cloud ->
            Wire(cloud.port).use { wire ->
                Home().use { home ->
                    val safelight = home.opened()
                    safelight.signUp(credentials(wire.url))
                    safelight.takeIn(listOf(home.large(20)))
                    var ended: Throwable? = null
                    val before = wire.up.get()
                    val run =
                        launch {
                            try {
                                safelight.sync()
                            } catch (e: Throwable) {
                                ended = e
                                throw e
                            }
                        }
                    while (wire.up.get() < before + (1 shl 20)) delay(5)
                    withTimeout(5_000) { run.cancelAndJoin() }
                    assertTrue(ended is CancellationException, ended.toString())
                    assertFalse(ended is dev.safelight.ffi.SafelightException)
                    // The run has a second to end; then the next goes on.
                    var outcome = safelight.sync()
                    while (!outcome.upToDate) outcome = safelight.sync()
                    val endings = safelight.timeline().windows.map { it.ending }
                    assertFalse(dev.safelight.ffi.Ending.KILLED in endings, endings.toString())
                    safelight.shutDown()
                }
            }
        }
    }

    @Test
    fun `a thousand calls of which half are cancelled leave it well`() = runBlocking {
        Home().use { home ->
            val safelight = home.opened()
            val calls = List(1_000) { launch { safelight.albums() } }
            calls.filterIndexed { n, _ -> n % 2 == 0 }.forEach { it.cancel() }
            calls.forEach { it.join() }
            assertEquals(emptyList<Any>(), safelight.albums())
            safelight.shutDown()
        }
    }

    @Test
    fun `while suspended no file is locked and calls wait`() = runBlocking {
        Home().use { home ->
            val safelight = home.opened()
            safelight.albums()
            safelight.suspend()
            val open = java.io.File("/proc/self/fd").listFiles().orEmpty().mapNotNull { runCatching { it.canonicalPath }.getOrNull() }
            assertEquals(emptyList<String>(), open.filter { it.startsWith(home.library.path) })
            val call = async { safelight.albums() }
            delay(100)
            assertFalse(call.isCompleted)
            safelight.resume()
            assertEquals(0, withTimeout(10_000) { call.await() }.size)
            safelight.shutDown()
        }
    }

    @Test
    fun `a shut-down during a call ends it, and later calls say so`() = runBlocking {
        Cloud().use { cloud ->
            Wire(cloud.port).use { wire ->
                Home().use { home ->
                    val safelight = home.opened()
                    safelight.signUp(credentials(wire.url))
                    wire.stop()
                    val call = async { runCatching { safelight.devices() } }
                    delay(100)
                    safelight.shutDown()
                    assertTrue(call.await().exceptionOrNull() is dev.safelight.ffi.SafelightException.Closed)
                    assertThrows(dev.safelight.ffi.SafelightException.Closed::class.java) { runBlocking { safelight.albums() } }
                    assertTrue(safelight.isShutDown)
                }
            }
        }
    }
}
