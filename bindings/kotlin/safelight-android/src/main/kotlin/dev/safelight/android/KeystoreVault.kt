package dev.safelight.android

import android.content.Context
import android.os.UserManager
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import dev.safelight.ffi.KeyVault
import dev.safelight.ffi.VaultFailure
import java.io.File
import java.io.FileOutputStream
import java.io.IOException
import java.security.GeneralSecurityException
import java.security.KeyStore
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * Secrets in files, sealed by a key of the Android Keystore that never leaves this device. From the first unlock after a start
 * on they can be had with the screen locked.
 *
 * A secret whose key is not on this device (a restored backup, a clone) counts as missing: this becomes a new device. A phone
 * that was not unlocked yet is *locked*, and a key store that fails has *failed*: neither leads to a sign-in.
 */
public class KeystoreVault(
    context: Context,
    private val alias: String = "dev.safelight.vault",
) : KeyVault {
    private val context = context.applicationContext
    private val folder get() = File(context.noBackupFilesDir, "safelight-vault")

    override fun load(name: String): ByteArray? =
        guarded {
            val file = place(name)
            val key = key()
            if (!file.exists() || key == null) return@guarded null
            val sealed = file.readBytes()
            if (sealed.size <= NONCE) throw VaultFailure.Failed("a sealed secret is too short")
            val cipher = Cipher.getInstance(CIPHER)
            cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG_BITS, sealed, 0, NONCE))
            cipher.updateAAD(name.encodeToByteArray())
            try {
                cipher.doFinal(sealed, NONCE, sealed.size - NONCE)
            } catch (_: AEADBadTagException) {
                // Sealed by another device's key.
                null
            }
        }

    override fun save(name: String, secret: ByteArray): Unit =
        guarded {
            val cipher = Cipher.getInstance(CIPHER)
            cipher.init(Cipher.ENCRYPT_MODE, key() ?: newKey())
            cipher.updateAAD(name.encodeToByteArray())
            check(cipher.iv.size == NONCE) { "the key store chose a nonce of ${cipher.iv.size} bytes" }
            replace(place(name), cipher.iv + cipher.doFinal(secret))
        }

    override fun remove(name: String): Unit =
        guarded {
            val file = place(name)
            if (file.exists() && !file.delete()) throw VaultFailure.Failed("a secret could not be removed")
        }

    /** The new bytes are on the disk before the old ones are gone. */
    private fun replace(file: File, bytes: ByteArray) {
        if (!folder.isDirectory && !folder.mkdirs()) throw IOException("the vault's folder could not be made")
        val fresh = File(folder, "${file.name}.fresh")
        FileOutputStream(fresh).use {
            it.write(bytes)
            it.fd.sync()
        }
        if (!fresh.renameTo(file)) throw IOException("a secret could not be put in its place")
    }

    private fun place(name: String) = File(folder, name.encodeToByteArray().joinToString("") { "%02x".format(it) })

    private fun key(): SecretKey? = KeyStore.getInstance(STORE).apply { load(null) }.getKey(alias, null) as? SecretKey

    private fun newKey(): SecretKey =
        KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, STORE)
            .apply {
                init(
                    KeyGenParameterSpec.Builder(alias, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
                        .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
                        .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
                        .setKeySize(KEY_BITS)
                        // Work goes on with the screen locked.
                        .setUserAuthenticationRequired(false)
                        .build(),
                )
            }.generateKey()

    private fun <T> guarded(body: () -> T): T {
        if (!context.getSystemService(UserManager::class.java).isUserUnlocked) throw VaultFailure.Locked()
        return try {
            body()
        } catch (e: GeneralSecurityException) {
            throw VaultFailure.Failed(e.toString())
        } catch (e: IOException) {
            throw VaultFailure.Failed(e.toString())
        }
    }

    private companion object {
        const val STORE = "AndroidKeyStore"
        const val CIPHER = "AES/GCM/NoPadding"
        const val NONCE = 12
        const val TAG_BITS = 128
        const val KEY_BITS = 256
    }
}
