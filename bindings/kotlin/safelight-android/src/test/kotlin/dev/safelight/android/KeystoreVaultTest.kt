package dev.safelight.android

import android.app.Application
import android.os.UserManager
import dev.safelight.ffi.VaultFailure
import org.junit.After
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import java.io.File
import java.io.InputStream
import java.io.OutputStream
import java.security.Key
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.SecureRandom
import java.security.Security
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.util.Collections
import java.util.Date
import java.util.Enumeration
import javax.crypto.KeyGenerator
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey

/** The vault on a key store in memory: it proves nothing about hardware. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34])
class KeystoreVaultTest {
    private val app: Application get() = RuntimeEnvironment.getApplication()
    private val vault get() = KeystoreVault(app)

    @Before
    fun keyStore() {
        Security.addProvider(MemoryKeyStore.Provided())
    }

    @After
    fun gone() {
        MemoryKeyStore.keys.clear()
        Security.removeProvider("AndroidKeyStore")
    }

    @Test
    fun `a secret is kept, replaced and forgotten`() {
        assertNull(vault.load("tokens"))
        vault.save("tokens", byteArrayOf(1, 2, 3))
        vault.save("tokens", byteArrayOf(4, 5))
        assertArrayEquals(byteArrayOf(4, 5), vault.load("tokens"))
        vault.remove("tokens")
        vault.remove("tokens")
        assertNull(vault.load("tokens"))
    }

    @Test
    fun `nothing lies open, and nothing lies where a backup takes it`() {
        vault.save("tokens", "very secret".encodeToByteArray())
        val files = app.noBackupFilesDir.walkTopDown().filter(File::isFile).toList()
        assertEquals(1, files.size)
        assertEquals(false, "very secret" in files.single().readBytes().decodeToString())
    }

    @Test
    fun `a copy on another device counts as missing and not as failed`() {
        vault.save("tokens", byteArrayOf(1))
        MemoryKeyStore.keys.clear()
        assertNull(vault.load("tokens"))
        vault.save("other", byteArrayOf(2))
        assertNull("sealed by another key", vault.load("tokens"))
    }

    @Test
    fun `one secret does not pass for another`() {
        vault.save("one", byteArrayOf(1))
        vault.save("two", byteArrayOf(2))
        val (first, second) = checkNotNull(File(app.noBackupFilesDir, "safelight-vault").listFiles()).sorted()
        first.copyTo(second, overwrite = true)
        assertNull(vault.load("two"))
    }

    @Test
    fun `a phone that was not unlocked yet is locked, and a damaged file has failed`() {
        vault.save("tokens", byteArrayOf(1))
        shadowOf(app.getSystemService(UserManager::class.java)).setUserUnlocked(false)
        assertThrows(VaultFailure.Locked::class.java) { vault.load("tokens") }
        assertThrows(VaultFailure.Locked::class.java) { vault.save("tokens", byteArrayOf(2)) }
        shadowOf(app.getSystemService(UserManager::class.java)).setUserUnlocked(true)
        checkNotNull(File(app.noBackupFilesDir, "safelight-vault").listFiles()).single().writeBytes(byteArrayOf(1))
        assertThrows(VaultFailure.Failed::class.java) { vault.load("tokens") }
    }
}

/** A key store in memory in the place of Android's. */
object MemoryKeyStore {
    val keys: HashMap<String, Key> = HashMap()

    class Provided : Provider("AndroidKeyStore", "1.0", "in memory") {
        init {
            put("KeyStore.AndroidKeyStore", Store::class.java.name)
            put("KeyGenerator.AES", Generator::class.java.name)
        }
    }

    class Generator : KeyGeneratorSpi() {
        private val generator = KeyGenerator.getInstance("AES", "SunJCE")
        private var alias = ""

        override fun engineInit(random: SecureRandom?) = Unit

        override fun engineInit(size: Int, random: SecureRandom?) = generator.init(size)

        override fun engineInit(parameters: AlgorithmParameterSpec?, random: SecureRandom?) {
            alias = (parameters as android.security.keystore.KeyGenParameterSpec).keystoreAlias
            generator.init(256)
        }

        override fun engineGenerateKey(): SecretKey = generator.generateKey().also { keys[alias] = it }
    }

    class Store : KeyStoreSpi() {
        override fun engineGetKey(alias: String, password: CharArray?): Key? = keys[alias]

        override fun engineContainsAlias(alias: String): Boolean = alias in keys

        override fun engineAliases(): Enumeration<String> = Collections.enumeration(keys.keys)

        override fun engineDeleteEntry(alias: String) {
            keys.remove(alias)
        }

        override fun engineSize(): Int = keys.size

        override fun engineIsKeyEntry(alias: String): Boolean = alias in keys

        override fun engineIsCertificateEntry(alias: String): Boolean = false

        override fun engineLoad(stream: InputStream?, password: CharArray?) = Unit

        override fun engineStore(stream: OutputStream?, password: CharArray?) = Unit

        override fun engineGetCertificateChain(alias: String): Array<Certificate>? = null

        override fun engineGetCertificate(alias: String): Certificate? = null

        override fun engineGetCreationDate(alias: String): Date = Date()

        override fun engineSetKeyEntry(alias: String, key: Key, password: CharArray?, chain: Array<Certificate>?) {
            keys[alias] = key
        }

        override fun engineSetKeyEntry(alias: String, key: ByteArray, chain: Array<Certificate>?) = Unit

        override fun engineSetCertificateEntry(alias: String, certificate: Certificate?) = Unit

        override fun engineGetCertificateAlias(certificate: Certificate?): String? = null
    }
}
