package dev.safelight

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File

/** The thirty lines of README.md run as they stand. */
class ReadmeTest {
    @Test
    fun `the lines of the README are those that are compiled here`() {
        val checkout = File(checkNotNull(System.getProperty("safelight.checkout")))
        val readme = checkout.resolve("bindings/kotlin/README.md").readText()
        val shown = readme.substringAfter("```kotlin\n").substringBefore("```").trimEnd()
        val source = checkout.resolve("bindings/kotlin/safelight/src/test/kotlin/dev/safelight/readme/Gallery.kt")
        val compiled = source.readText().substringAfter("// Shown in README.md from here on.\n").trimEnd()
        assertEquals(compiled, shown)
        assertTrue(shown.lines().size <= 30, "${shown.lines().size} lines")
    }

    @Test
    fun `they make a gallery that syncs and explains itself`() = runBlocking {
        Cloud().use { cloud ->
            Home().use { home ->
                val gallery = dev.safelight.readme.Gallery(home.library)
                gallery.begin(cloud.url, "anna@example.org", PASSWORD)
                val told = gallery.addAndSync(home.photo(1))
                assertEquals(emptyList<String>(), told)
                assertEquals(listOf("photo-1.jpg"), gallery.names())
            }
        }
    }
}
