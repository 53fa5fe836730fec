package dev.safelight.readme

// Shown in README.md from here on.
import dev.safelight.SafelightConfiguration
import dev.safelight.SafelightRegistration
import dev.safelight.ffi.Credentials
import java.io.File

class Gallery(folder: File) {
    // In Application.onCreate: opens nothing, returns at once.
    private val safelight = SafelightRegistration.register(SafelightConfiguration(folder, "my-gallery/1.0.0"))

    suspend fun begin(server: String, email: String, password: String) {
        val library = safelight.open()
        val account = library.signUp(Credentials(server, email, password, deviceName = "Anna's phone"))
        // Show these 24 words now: they are kept nowhere.
        println(account.words.words().joinToString(" "))
    }

    suspend fun addAndSync(photo: File): List<String> {
        val library = safelight.open()
        library.takeIn(listOf(photo)) { println("${it.done} of ${it.of}") }
        val outcome = library.sync()
        // Empty if all is safe; otherwise why not, each with what to do about it.
        return outcome.holds.map { "${it.sentence} ${it.lifts} [${it.fix.label}]" }
    }

    suspend fun names(): List<String> = safelight.open().page().assets.map { it.fileName }
}
