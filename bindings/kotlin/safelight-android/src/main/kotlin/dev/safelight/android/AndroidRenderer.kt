package dev.safelight.android

import android.content.ContentUris
import android.content.Context
import android.graphics.Bitmap
import android.graphics.ImageDecoder
import android.media.MediaMetadataRetriever
import android.net.Uri
import android.provider.MediaStore
import dev.safelight.ffi.MediaRenderer
import dev.safelight.ffi.RenderFailure
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import java.io.File
import java.io.FileOutputStream
import java.io.IOException
import kotlin.math.max

/** Pictures by Android's own decoders: HEIC, RAW, frames of videos. */
public class AndroidRenderer(
    context: Context,
) : MediaRenderer {
    private val context = context.applicationContext

    override suspend fun render(file: String, mediaType: String, longestSide: UInt, into: String): Unit =
        withContext(Dispatchers.IO) {
            val drawn =
                try {
                    if (mediaType.startsWith("video/")) frame(file, longestSide.toInt()) else picture(file, longestSide.toInt())
                } catch (e: IOException) {
                    throw RenderFailure.Damaged()
                }
            try {
                FileOutputStream(into).use { drawn.compress(Bitmap.CompressFormat.JPEG, QUALITY, it) }
            } finally {
                drawn.recycle()
            }
        }

    /** Upright: the decoder turns it as the file says. */
    private fun picture(file: String, longestSide: Int): Bitmap {
        val source = system(file)?.let { ImageDecoder.createSource(context.contentResolver, it) } ?: ImageDecoder.createSource(File(file))
        return ImageDecoder.decodeBitmap(source) { decoder, info, _ ->
            decoder.allocator = ImageDecoder.ALLOCATOR_SOFTWARE
            val (width, height) = fitted(info.size.width, info.size.height, longestSide)
            decoder.setTargetSize(width, height)
        }
    }

    private fun frame(file: String, longestSide: Int): Bitmap {
        val video = MediaMetadataRetriever()
        try {
            system(file)?.let { video.setDataSource(context, it) } ?: video.setDataSource(file)
            return video.getScaledFrameAtTime(0, MediaMetadataRetriever.OPTION_CLOSEST_SYNC, longestSide, longestSide)
                ?: throw RenderFailure.Unsupported()
        } catch (_: IllegalArgumentException) {
            throw RenderFailure.Damaged()
        } finally {
            video.release()
        }
    }

    /** An item of the phone's own photo library. */
    private fun system(file: String): Uri? {
        val id = file.takeIf { it.startsWith(SCHEME) }?.removePrefix(SCHEME)?.toLongOrNull() ?: return null
        return ContentUris.withAppendedId(MediaStore.Files.getContentUri(MediaStore.VOLUME_EXTERNAL), id)
    }

    internal companion object {
        const val SCHEME = "photos:"
        const val QUALITY = 88

        /** The same shape with its longest side at most so long; never larger than it was. */
        fun fitted(width: Int, height: Int, longestSide: Int): Pair<Int, Int> {
            val longest = max(width, height)
            if (longest <= longestSide) return width to height
            val scaled = { side: Int -> max(1, (side.toLong() * longestSide / longest).toInt()) }
            return scaled(width) to scaled(height)
        }
    }
}
