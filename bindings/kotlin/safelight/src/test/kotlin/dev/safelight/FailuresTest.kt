package dev.safelight

import dev.safelight.ffi.Carrier
import dev.safelight.ffi.KeyVault
import dev.safelight.ffi.LogLine
import dev.safelight.ffi.SignInState
import dev.safelight.ffi.Ticket
import dev.safelight.ffi.TicketResult
import dev.safelight.ffi.VaultFailure
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CopyOnWriteArrayList

/** What an app's own objects do wrong, and how errors are told. */
class FailuresTest {
    private class Vault : KeyVault {
        val kept = ConcurrentHashMap<String, ByteArray>()
        var failure: (() -> Throwable)? = null

        override fun load(name: String): ByteArray? {
            failure?.let { throw it() }
            return kept[name]
        }

        override fun save(name: String, secret: ByteArray) {
            failure?.let { throw it() }
            kept[name] = secret
        }

        override fun remove(name: String) {
            failure?.let { throw it() }
            kept.remove(name)
        }
    }

    private inline fun <reified E : Throwable> fails(crossinline body: suspend () -> Unit): E =
        runBlocking {
            val error = runCatching { withTimeout(30_000) { body() } }.exceptionOrNull()
            assertTrue(error is E, "${E::class.simpleName} expected, was $error")
            error as E
        }

    @Test
    fun `whatever a vault throws lets wait and signs nobody out`() = runBlocking {
        Cloud().use { cloud ->
            Home().use { home ->
                val vault = Vault()
                val registration = home.registered(SafelightObjects(vault = vault))
                val first = registration.open()
                first.signUp(credentials(cloud.url))
                first.shutDown()
                for ((failure, code) in
                    listOf(
                        { VaultFailure.Locked() } to ReasonCode.LOCKED_BOOT,
                        { VaultFailure.Failed("no key store") } to ReasonCode.VAULT,
                        { IllegalStateException("undeclared") } to ReasonCode.VAULT,
                        { AssertionError("an error, which the bridge does not catch") } to ReasonCode.VAULT,
                        { NotImplementedError("TODO") } to ReasonCode.VAULT,
                        { java.util.concurrent.CancellationException("nobody can cancel this") } to ReasonCode.VAULT,
                    )
                ) {
                    vault.failure = failure
                    val refused = fails<dev.safelight.ffi.SafelightException.Wait> { registration.open() }
                    assertEquals(code, refused.code, refused.toString())
                }
                vault.failure = null
                val again = registration.open()
                assertTrue(again.signInState() is SignInState.Active)
                again.shutDown()
            }
        }
    }

    @Test
    fun `a listener that throws holds nothing up`() = runBlocking {
        Cloud().use { cloud ->
            Home().use { home ->
                val safelight = home.opened()
                safelight.signUp(credentials(cloud.url))
                for (thrown in listOf(IllegalStateException("no"), AssertionError("no"))) {
                    val photos = List(5) { home.photo(thrown.hashCode() % 1000 + it) }
                    val report = withTimeout(60_000) { safelight.takeIn(photos) { throw thrown } }
                    assertEquals(0uL, report.failedCount)
                }
                safelight.shutDown()
            }
        }
    }

    @Test
    fun `whatever a carrier throws is told`() = runBlocking {
        Cloud().use { cloud ->
            Home().use { home ->
                val safelight = home.opened()
                safelight.signUp(credentials(cloud.url))
                safelight.takeIn(listOf(home.photo(1)))
                for (thrown in listOf(IllegalStateException("no session"), AssertionError("no session"))) {
                    val carrier =
                        object : Carrier {
                            override suspend fun handOver(tickets: List<Ticket>): List<String> = throw thrown

                            override suspend fun results(): List<TicketResult> = emptyList()

                            override suspend fun cancel(ids: List<String>) = Unit
                        }
                    val told = fails<dev.safelight.ffi.SafelightException.Foreign> { safelight.carry(carrier) }
                    assertTrue("no session" in checkNotNull(told.reason).detail, told.toString())
                }
                safelight.shutDown()
            }
        }
    }

    @Test
    fun `errors are of the kind that mends them`() = runBlocking {
        Cloud().use { cloud ->
            Home().use { home ->
                val safelight = home.opened()
                val wrong = fails<dev.safelight.ffi.SafelightException.SignIn> { safelight.signIn(credentials(cloud.url)) }
                assertEquals(ReasonCode.CREDENTIALS, wrong.code)
                fails<dev.safelight.ffi.SafelightException.SignIn> { safelight.sync() }
                safelight.signUp(credentials(cloud.url))
                fails<dev.safelight.ffi.SafelightException.Correct> { safelight.renameAlbum("nothing", "else") }
                fails<dev.safelight.ffi.SafelightException.Correct> { safelight.setFacts(mapOf("battery" to "101")) }
                fails<dev.safelight.ffi.SafelightException.Correct> { safelight.trash(listOf("not an id")) }
                val weak = fails<dev.safelight.ffi.SafelightException.Correct> { safelight.changePassword(PASSWORD, "1234") }
                assertEquals("acct.weak_password", weak.code?.value)
                cloud.close()
                val gone = fails<dev.safelight.ffi.SafelightException.Wait> { safelight.devices() }
                assertEquals(ReasonCode.OUTAGE, gone.code)
                safelight.shutDown()
            }
        }
    }

    @Test
    fun `every kind of error and every constant is known here and there`() {
        Home().use { home ->
            val registration = home.registered()
            val codes = registration.codes()
            for (code in ReasonCode.ALL) assertTrue(code in codes, "$code is no code of the engine")
            for (code in codes) {
                val told = registration.reason(code)
                assertTrue(told.known && told.sentence.isNotBlank() && told.fix.label.isNotBlank(), "$code")
                assertTrue(told.fix.action in registration.fixActions(), "$code")
            }
            val unknown = registration.reason(ReasonCode("new.thing"))
            assertTrue(!unknown.known && unknown.sentence.isNotBlank())
        }
    }

    @Test
    fun `a log that throws does not stop`() {
        val lines = CopyOnWriteArrayList<LogLine>()
        val guarded =
            GuardedLog {
                lines += it
                throw AssertionError("a full disk")
            }
        for (n in 1..3) {
            runCatching { guarded.write(LogLine(dev.safelight.ffi.LogLevel.INFO, "test", "$n")) }
                .exceptionOrNull()
                .let { assertTrue(it is dev.safelight.ffi.SafelightException.Foreign, it.toString()) }
        }
        assertEquals(3, lines.size)
    }
}
