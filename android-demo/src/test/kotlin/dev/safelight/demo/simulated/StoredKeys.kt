package dev.safelight.demo.simulated

import android.security.keystore.KeyGenParameterSpec
import java.io.File
import java.io.InputStream
import java.io.OutputStream
import java.security.Key
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.SecureRandom
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.util.Collections
import java.util.Date
import java.util.Enumeration
import javax.crypto.KeyGenerator
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec

/** Android's key store as files in the phone's folder. It proves nothing about hardware. */
internal object StoredKeys {
    private fun file(alias: String) = File(DemoInFolder.folder, "keys/$alias").apply { parentFile?.mkdirs() }

    class Provided : Provider("AndroidKeyStore", "1.0", "in files") {
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
            alias = (parameters as KeyGenParameterSpec).keystoreAlias
            generator.init(256)
        }

        override fun engineGenerateKey(): SecretKey = generator.generateKey().also { file(alias).writeBytes(it.encoded) }
    }

    class Store : KeyStoreSpi() {
        override fun engineGetKey(alias: String, password: CharArray?): Key? =
            file(alias).takeIf { it.exists() }?.let { SecretKeySpec(it.readBytes(), "AES") }

        override fun engineContainsAlias(alias: String): Boolean = file(alias).exists()

        override fun engineAliases(): Enumeration<String> = Collections.emptyEnumeration()

        override fun engineDeleteEntry(alias: String) {
            file(alias).delete()
        }

        override fun engineSize(): Int = 0

        override fun engineIsKeyEntry(alias: String): Boolean = engineContainsAlias(alias)

        override fun engineIsCertificateEntry(alias: String): Boolean = false

        override fun engineLoad(stream: InputStream?, password: CharArray?) = Unit

        override fun engineStore(stream: OutputStream?, password: CharArray?) = Unit

        override fun engineGetCertificateChain(alias: String): Array<Certificate>? = null

        override fun engineGetCertificate(alias: String): Certificate? = null

        override fun engineGetCreationDate(alias: String): Date = Date()

        override fun engineSetKeyEntry(alias: String, key: Key, password: CharArray?, chain: Array<Certificate>?) = Unit

        override fun engineSetKeyEntry(alias: String, key: ByteArray, chain: Array<Certificate>?) = Unit

        override fun engineSetCertificateEntry(alias: String, certificate: Certificate?) = Unit

        override fun engineGetCertificateAlias(certificate: Certificate?): String? = null
    }
}
