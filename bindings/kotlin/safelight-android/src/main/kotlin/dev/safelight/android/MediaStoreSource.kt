package dev.safelight.android

import android.Manifest
import android.content.ContentUris
import android.content.Context
import android.content.pm.PackageManager
import android.database.Cursor
import android.net.Uri
import android.os.Build
import android.provider.MediaStore
import dev.safelight.ffi.FileStamp
import dev.safelight.ffi.Original
import dev.safelight.ffi.PhotoChanges
import dev.safelight.ffi.PhotoItem
import dev.safelight.ffi.PhotoSource
import dev.safelight.ffi.PhotoSourceFailure
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import java.io.FileNotFoundException

/**
 * The phone's own photos and videos: what has changed by MediaStore's generations, originals unredacted where the person
 * allows places.
 *
 * Android 10 has no generations: there everything is looked at each time. Which photos are gone MediaStore does not tell, and
 * nothing is concluded from what it does not list.
 */
public class MediaStoreSource(
    context: Context,
) : PhotoSource {
    private val context = context.applicationContext
    private val volume = MediaStore.VOLUME_EXTERNAL
    private val table: Uri = MediaStore.Files.getContentUri(volume)

    override suspend fun changes(since: String?): PhotoChanges =
        withContext(Dispatchers.IO) {
            allowed {
                val access = PermissionFacts.photoAccess(context)
                // MediaStore gives nothing then, without an error: that would pass for a library that was seen whole.
                if (access != "full" && access != "limited") throw PhotoSourceFailure.Denied()
                val token = token(access)
                val generation = since?.let { generationOf(it, token) }
                val items = mutableListOf<PhotoItem>()
                query(generation)?.use { rows -> while (rows.moveToNext()) items += item(rows) }
                    ?: throw PhotoSourceFailure.Unavailable("MediaStore gave nothing")
                PhotoChanges(items, emptyList(), token)
            }
        }

    override fun original(id: String): Original =
        allowed {
            val opened = context.contentResolver.openFileDescriptor(whole(uri(id)), "r") ?: throw PhotoSourceFailure.Gone()
            // Let go of: whoever reads it closes it.
            Original.Descriptor(opened.detachFd())
        }

    override fun stamp(id: String): FileStamp =
        allowed {
            context.contentResolver.query(uri(id), COLUMNS, null, null, null)?.use { row ->
                if (row.moveToFirst()) stamp(row) else null
            } ?: throw PhotoSourceFailure.Gone()
        }

    /**
     * What names this state of MediaStore: the generation before anything is listed, how much of it the person showed, its
     * version.
     */
    private fun token(access: String): String? {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.R) return null
        return "${MediaStore.getGeneration(context, volume)} $access ${MediaStore.getVersion(context, volume)}"
    }

    private fun generationOf(since: String, now: String?): Long? {
        if (now == null) return null
        val (generation, version) = since.split(' ', limit = 2).takeIf { it.size == 2 } ?: throw PhotoSourceFailure.TokenExpired()
        // Another version: ids may mean other photos now. More access: older photos are seen for the first time.
        if (version != now.substringAfter(' ')) throw PhotoSourceFailure.TokenExpired()
        return generation.toLongOrNull() ?: throw PhotoSourceFailure.TokenExpired()
    }

    private fun query(after: Long?): Cursor? {
        val media = "${MediaStore.Files.FileColumns.MEDIA_TYPE} IN (?, ?)"
        val types = arrayOf(MediaStore.Files.FileColumns.MEDIA_TYPE_IMAGE, MediaStore.Files.FileColumns.MEDIA_TYPE_VIDEO)
        val kinds = types.map { it.toString() }
        if (after == null || Build.VERSION.SDK_INT < Build.VERSION_CODES.R) {
            return context.contentResolver.query(table, COLUMNS, media, kinds.toTypedArray(), null)
        }
        val newer = "$media AND ${MediaStore.MediaColumns.GENERATION_MODIFIED} > ?"
        return context.contentResolver.query(table, COLUMNS, newer, (kinds + after.toString()).toTypedArray(), null)
    }

    private fun item(row: Cursor) =
        PhotoItem(
            row.getLong(row.getColumnIndexOrThrow(MediaStore.MediaColumns._ID)).toString(),
            row.getString(row.getColumnIndexOrThrow(MediaStore.MediaColumns.DISPLAY_NAME)) ?: "",
            stamp(row),
        )

    private fun stamp(row: Cursor): FileStamp {
        val seconds = row.getLong(row.getColumnIndexOrThrow(MediaStore.MediaColumns.DATE_MODIFIED))
        val bytes = row.getLong(row.getColumnIndexOrThrow(MediaStore.MediaColumns.SIZE)).coerceAtLeast(0)
        return FileStamp(bytes.toULong(), seconds * NANOS, 0u)
    }

    private fun uri(id: String): Uri {
        val number = id.toLongOrNull() ?: throw PhotoSourceFailure.Gone()
        return ContentUris.withAppendedId(table, number)
    }

    /** The file with its place, where the person allows places: without the permission asking for it would be refused. */
    private fun whole(uri: Uri): Uri {
        val allowed = context.checkSelfPermission(Manifest.permission.ACCESS_MEDIA_LOCATION)
        return if (allowed == PackageManager.PERMISSION_GRANTED) MediaStore.setRequireOriginal(uri) else uri
    }

    private inline fun <T> allowed(body: () -> T): T =
        try {
            body()
        } catch (_: SecurityException) {
            throw PhotoSourceFailure.Denied()
        } catch (_: FileNotFoundException) {
            throw PhotoSourceFailure.Gone()
        }

    private companion object {
        const val NANOS = 1_000_000_000L
        val COLUMNS =
            arrayOf(
                MediaStore.MediaColumns._ID,
                MediaStore.MediaColumns.DISPLAY_NAME,
                MediaStore.MediaColumns.SIZE,
                MediaStore.MediaColumns.DATE_MODIFIED,
            )
    }
}
