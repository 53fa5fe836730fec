package dev.safelight.android

import android.Manifest
import android.app.Application
import dev.safelight.ffi.Original
import dev.safelight.ffi.PhotoSourceFailure
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** The phone's own photos, and what of them is told. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], shadows = [LetGo::class])
class MediaStoreSourceTest {
    @get:Rule
    val temporary = TemporaryFolder()
    private val app: Application get() = RuntimeEnvironment.getApplication()
    private val source get() = MediaStoreSource(app)
    private lateinit var roll: CameraRoll

    @Before
    fun camera() {
        roll = CameraRoll(temporary.newFolder()).attach(app)
    }

    private fun allow() = shadowOf(app).grantPermissions(Manifest.permission.READ_MEDIA_IMAGES, Manifest.permission.READ_MEDIA_VIDEO)

    private fun changes(since: String? = null) = runBlocking { source.changes(since) }

    @Test
    fun `after a token only what is new is listed`() {
        allow()
        roll.take("a.jpg", ByteArray(10))
        val first = changes()
        assertEquals(listOf("1" to "a.jpg"), first.items.map { it.id to it.name })
        assertEquals(10uL, first.items.single().stamp.bytes)
        roll.take("b.jpg", ByteArray(20))
        assertEquals(listOf("b.jpg"), changes(first.token).items.map { it.name })
        assertEquals(listOf("a.jpg", "b.jpg"), changes().items.map { it.name })
    }

    @Test
    fun `without access nothing is concluded, and with more of it everything is looked at again`() {
        roll.take("a.jpg", ByteArray(10))
        assertThrows(PhotoSourceFailure.Denied::class.java) { changes() }
        shadowOf(app).grantPermissions(Manifest.permission.READ_MEDIA_VISUAL_USER_SELECTED)
        val limited = changes()
        allow()
        assertThrows(PhotoSourceFailure.TokenExpired::class.java) { changes(limited.token) }
        roll.version = "2"
        assertThrows(PhotoSourceFailure.TokenExpired::class.java) { changes(changes().token.also { roll.version = "3" }) }
    }

    @Test
    fun `an original is asked for with its place only where the person allows places`() {
        allow()
        val id = roll.take("a.jpg", ByteArray(10)).toString()
        assertTrue(source.original(id) is Original.Descriptor)
        assertEquals(null, roll.opened.last().getQueryParameter("requireOriginal"))
        shadowOf(app).grantPermissions(Manifest.permission.ACCESS_MEDIA_LOCATION)
        source.original(id)
        assertEquals("1", roll.opened.last().getQueryParameter("requireOriginal"))
        assertThrows(PhotoSourceFailure.Gone::class.java) { source.original("99") }
        assertThrows(PhotoSourceFailure.Gone::class.java) { source.stamp("99") }
        assertThrows(PhotoSourceFailure.Gone::class.java) { source.original("../1") }
    }
}
