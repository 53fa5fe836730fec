package dev.safelight.demo

import dev.safelight.Safelight
import dev.safelight.ffi.AssetQuery
import dev.safelight.ffi.AssetView
import dev.safelight.ffi.Edit
import dev.safelight.ffi.Shelf

/** The photos, newest first. */
class GalleryModel(
    private val library: Safelight,
) {
    /** The first page of a shelf. */
    suspend fun photos(shelf: Shelf = Shelf.TIMELINE): List<AssetView> = library.page(AssetQuery(shelf)).assets

    /** The heart. */
    suspend fun favourite(id: String, favourite: Boolean) {
        library.edit(listOf(id), Edit(favourite = favourite))
    }

    /** The line under a photo. */
    suspend fun caption(id: String, caption: String) {
        library.edit(listOf(id), Edit(caption = caption))
    }

    /** To recently deleted. */
    suspend fun trash(id: String) {
        library.trash(listOf(id))
    }

    /** Back from there. */
    suspend fun restore(id: String) {
        library.restore(listOf(id))
    }
}
