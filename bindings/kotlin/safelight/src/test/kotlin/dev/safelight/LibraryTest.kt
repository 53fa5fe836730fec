package dev.safelight

import dev.safelight.ffi.AssetQuery
import dev.safelight.ffi.ChangeEvent
import dev.safelight.ffi.Edit
import dev.safelight.ffi.OriginalPlace
import dev.safelight.ffi.ResourceKind
import dev.safelight.ffi.SafetyState
import dev.safelight.ffi.Shelf
import dev.safelight.ffi.SignInState
import dev.safelight.ffi.StatusState
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.onStart
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File

/** Two phones, the real server, the real library. */
class LibraryTest {
    @Test
    fun `a photo from one phone is on the other, byte for byte`() = runBlocking {
        Cloud().use { cloud ->
            Home().use { annas ->
                Home().use { second ->
                    val one = annas.opened()
                    val signedUp = one.signUp(credentials(cloud.url))
                    assertEquals(24, signedUp.words.words().size)
                    val photo = annas.photo(1)
                    val seen = mutableListOf<ULong>()
                    val report = one.takeIn(listOf(photo)) { seen += it.done }
                    assertEquals(1, report.imported.size)
                    assertTrue(one.sync().upToDate)

                    val other = second.opened()
                    other.signIn(credentials(cloud.url, device = "Second phone"))
                    other.sync()
                    val arrived = other.page().assets.single()
                    assertEquals(report.imported.single(), arrived.id)
                    assertEquals("photo-1.jpg", arrived.fileName)
                    assertEquals(320u, arrived.width)
                    assertEquals(OriginalPlace.CLOUD, arrived.original)
                    val thumbnail = File(checkNotNull(other.localFile(arrived.id, ResourceKind.THUMBNAIL)))
                    assertTrue(thumbnail.length() > 0)
                    val original = File(other.file(arrived.id, ResourceKind.ORIGINAL))
                    assertArrayEquals(photo.readBytes(), original.readBytes())
                    val start = other.fileRange(arrived.id, ResourceKind.ORIGINAL, 2u, 10u)
                    assertArrayEquals(photo.readBytes().copyOfRange(2, 12), start)

                    other.edit(listOf(arrived.id), Edit(favourite = true, caption = "Tulips"))
                    other.sync()
                    one.sync()
                    val edited = one.page(AssetQuery(Shelf.TIMELINE, favourites = true)).assets.single()
                    assertEquals("Tulips", edited.caption)
                    assertEquals(setOf("Kotlin phone", "Second phone"), one.devices().map { it.name }.toSet())
                    one.shutDown()
                    other.shutDown()
                }
            }
        }
    }

    @Test
    fun `albums, trash and restore`() = runBlocking {
        Cloud().use { cloud ->
            Home().use { home ->
                val safelight = home.opened()
                safelight.signUp(credentials(cloud.url))
                val ids = safelight.takeIn(listOf(home.photo(1), home.photo(2))).imported
                val album = safelight.createAlbum("Summer")
                safelight.addToAlbum(album.id, ids)
                assertEquals(2uL, safelight.albums().single().count)
                safelight.trash(ids.take(1))
                assertEquals(1, safelight.page().assets.size)
                assertEquals(ids.take(1), safelight.page(AssetQuery(Shelf.TRASH)).assets.map { it.id })
                safelight.restore(ids.take(1))
                assertEquals(2, safelight.page().assets.size)
                safelight.shutDown()
            }
        }
    }

    @Test
    fun `killed and opened again nothing is lost and it goes on`() = runBlocking {
        Cloud().use { cloud ->
            Wire(cloud.port).use { wire ->
                Home().use { home ->
                    val safelight = home.opened()
                    safelight.signUp(credentials(wire.url))
                    safelight.takeIn(listOf(home.large(20)))
                    val before = wire.up.get()
                    val run = launch { runCatching { safelight.sync() } }
                    while (wire.up.get() < before + (1 shl 20)) kotlinx.coroutines.delay(5)
                    // What a process that ends takes along, without a word to the run: nobody waits for it.
                    safelight.shutDown()
                    run.join()
                    val again = home.opened()
                    assertTrue(again !== safelight && again != safelight)
                    assertTrue(again.signInState() is SignInState.Active)
                    assertEquals(SafetyState.WAITING, again.page().assets.single().state)
                    assertTrue(again.sync().upToDate)
                    assertEquals(SafetyState.SAFE, again.page().assets.single().state)
                    again.shutDown()
                }
            }
        }
    }

    @Test
    fun `the flows tell the present state and what changes`() = runBlocking {
        Cloud().use { cloud ->
            Home().use { home ->
                val safelight = home.opened()
                safelight.signUp(credentials(cloud.url))
                val listening = CompletableDeferred<Unit>()
                val change = async { safelight.changes.onStart { listening.complete(Unit) }.first() }
                listening.await()
                // The stream begins with the first wait.
                kotlinx.coroutines.delay(200)
                val id = safelight.takeIn(listOf(home.photo(3))).imported.single()
                val event = withTimeout(20_000) { change.await() }
                assertTrue(event is ChangeEvent.Changed && id in event.ids || event is ChangeEvent.Reload, event.toString())
                val following = launch { safelight.inStep.collect {} }
                val status = withTimeout(60_000) { safelight.status.first { it.state == StatusState.UP_TO_DATE && it.safe == 1uL } }
                assertTrue(status.summary.isNotBlank())
                following.cancel()
                following.join()
                safelight.shutDown()
            }
        }
    }

    @Test
    fun `settings decide and the reasons are told in sentences`() = runBlocking {
        Cloud().use { cloud ->
            Home().use { home ->
                val registration = home.registered()
                val safelight = registration.open()
                safelight.signUp(credentials(cloud.url))
                safelight.takeIn(listOf(home.photo(4)))
                safelight.setFacts(mapOf("network" to "cellular", "metered" to "true"))
                val outcome = safelight.sync()
                assertFalse(outcome.upToDate)
                assertEquals("net.wifi_required", outcome.holds.first().code)
                assertTrue(outcome.holds.first().sentence.isNotBlank())
                val imagined = safelight.whatIf(mapOf("cellular_photos" to "unlimited"))
                assertEquals(0uL to 1uL, imagined.now.photos to imagined.after.photos)
                assertEquals("net.wifi_required", safelight.diagnose(offline = true).findings.first().code)
                registration.readBy(dev.safelight.ffi.Reader("pl", null, "Europe/Warsaw"))
                assertTrue(safelight.currentStatus().holds.first().sentence != outcome.holds.first().sentence)
                registration.readBy(Home.english)
                safelight.shutDown()
            }
        }
    }
}
