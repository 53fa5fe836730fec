package dev.safelight.demo.simulated

import android.content.Context
import android.content.ContextWrapper
import android.content.SharedPreferences
import dev.safelight.android.LetGo
import dev.safelight.android.RoomyStorage
import dev.safelight.demo.DemoApplication
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import java.io.File
import java.io.FileDescriptor
import java.io.FileOutputStream
import java.io.PrintStream
import java.security.Security

/** The process of a phone. No test: it ends when nobody speaks to it any more. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], application = DemoInFolder::class, shadows = [LetGo::class, RoomyStorage::class])
class PhoneProcess {
    @Test
    fun speaks() {
        val answers = PrintStream(FileOutputStream(FileDescriptor.out), true, "UTF-8")
        SimulatedPhone(RuntimeEnvironment.getApplication() as DemoApplication, DemoInFolder.folder).use { phone ->
            for (line in System.`in`.bufferedReader().lines()) answers.println(phone.answer(line))
        }
    }
}

/** The demo's application, with everything that it keeps in the phone's folder: so the next process finds it. */
class DemoInFolder : DemoApplication() {
    override fun attachBaseContext(base: Context) {
        super.attachBaseContext(InFolder(base))
        Security.addProvider(StoredKeys.Provided())
    }

    private class InFolder(
        base: Context,
    ) : ContextWrapper(base) {
        private fun inside(name: String) = File(folder, name).apply { mkdirs() }

        override fun getFilesDir(): File = inside("files")

        override fun getNoBackupFilesDir(): File = inside("no_backup")

        override fun getCacheDir(): File = inside("cache")

        override fun getSharedPreferences(name: String, mode: Int): SharedPreferences =
            baseContext.getSharedPreferences(File(inside("shared_prefs"), "$name.xml"), mode)
    }

    companion object {
        val folder: File get() = File(checkNotNull(System.getProperty("safelight.phone")) { "no safelight.phone" }).absoluteFile
    }
}
