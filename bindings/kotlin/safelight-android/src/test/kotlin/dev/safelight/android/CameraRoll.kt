package dev.safelight.android

import android.Manifest
import android.app.Application
import android.content.ContentProvider
import android.content.ContentValues
import android.content.Intent
import android.content.pm.PackageManager
import android.content.pm.ProviderInfo
import android.database.Cursor
import android.database.MatrixCursor
import android.net.Uri
import android.os.Bundle
import android.os.ParcelFileDescriptor
import android.provider.MediaStore
import org.robolectric.shadows.ShadowContentResolver
import java.io.File
import java.io.FileNotFoundException

/**
 * MediaStore as far as the source asks it, over a folder: `7/name.jpg` is the item 7, which came with generation 7. Whoever
 * may not read is given nothing, and no error: so does Android's.
 */
class CameraRoll(
    private val folder: File,
) : ContentProvider() {
    /** Another one means that ids mean other photos. */
    var version: String = "1"

    /** The addresses that were opened. */
    val opened: MutableList<Uri> = mutableListOf()

    /** Kept for ever: the number of a descriptor that was let go of must not be closed again by a garbage collector. */
    private val handedOut = mutableListOf<ParcelFileDescriptor>()

    fun attach(app: Application): CameraRoll {
        folder.mkdirs()
        attachInfo(app, ProviderInfo().apply { authority = MediaStore.AUTHORITY })
        ShadowContentResolver.registerProviderInternal(MediaStore.AUTHORITY, this)
        return this
    }

    /** The camera writes a photo. Gives its id. */
    fun take(name: String, bytes: ByteArray): Long {
        val id = generation() + 1
        File(folder, id.toString()).mkdirs()
        File(folder, "$id/$name").writeBytes(bytes)
        return id
    }

    private fun generation(): Long = folder.list().orEmpty().maxOfOrNull { it.toLong() } ?: 0

    private fun file(id: Long): File? = File(folder, id.toString()).listFiles()?.singleOrNull()

    private fun mayRead(): Boolean =
        listOf(Manifest.permission.READ_MEDIA_IMAGES, Manifest.permission.READ_MEDIA_VISUAL_USER_SELECTED).any {
            checkNotNull(context).checkSelfPermission(it) == PackageManager.PERMISSION_GRANTED
        }

    override fun query(uri: Uri, columns: Array<String>?, selection: String?, arguments: Array<String>?, order: String?): Cursor {
        val rows = MatrixCursor(columns)
        if (!mayRead()) return rows
        val one = uri.lastPathSegment?.toLongOrNull()
        val after = arguments?.getOrNull(2)?.toLong() ?: 0
        val ids = folder.list().orEmpty().map { it.toLong() }.sorted().filter { if (one != null) it == one else it > after }
        for (id in ids) {
            val file = file(id) ?: continue
            val newRow = rows.newRow()
            newRow.add(MediaStore.MediaColumns._ID, id)
            newRow.add(MediaStore.MediaColumns.DISPLAY_NAME, file.name)
            newRow.add(MediaStore.MediaColumns.SIZE, file.length())
            newRow.add(MediaStore.MediaColumns.DATE_MODIFIED, file.lastModified() / 1000)
        }
        return rows
    }

    override fun openFile(uri: Uri, mode: String): ParcelFileDescriptor {
        opened += uri
        val file = uri.lastPathSegment?.toLongOrNull()?.takeIf { mayRead() }?.let(::file) ?: throw FileNotFoundException(uri.toString())
        return ParcelFileDescriptor.open(file, ParcelFileDescriptor.MODE_READ_ONLY).also { handedOut += it }
    }

    override fun call(method: String, arg: String?, extras: Bundle?): Bundle =
        Bundle().apply {
            putString(Intent.EXTRA_TEXT, version)
            putLong(Intent.EXTRA_INDEX, generation())
        }

    override fun onCreate(): Boolean = true

    override fun getType(uri: Uri): String = "image/jpeg"

    override fun insert(uri: Uri, values: ContentValues?): Uri? = null

    override fun delete(uri: Uri, selection: String?, arguments: Array<String>?): Int = 0

    override fun update(uri: Uri, values: ContentValues?, selection: String?, arguments: Array<String>?): Int = 0
}
