import Foundation
import SafelightFFI

/// Where a file of a photo is.
public enum PhotoFile: Equatable, Sendable {
    /// A file on this phone.
    case file(URL)
    /// The phone's own photo library has it, under this id: the system shows it, and it is kept nowhere twice.
    case phoneLibrary(id: String)

    /// How the phone's own photo library is named in place of a path.
    private static let prefix = "photos:"

    init(place: String) {
        self = place.hasPrefix(Self.prefix)
            ? .phoneLibrary(id: String(place.dropFirst(Self.prefix.count))) : .file(URL(fileURLWithPath: place))
    }

    /// The file; none where the phone's own photo library has it.
    public var url: URL? {
        if case .file(let url) = self { url } else { nil }
    }
}

/// Photos, albums and files.
extension PhotoLibrary {
    /// Takes files and folders in. They are on this phone for good when it returns.
    public func takeIn(
        _ files: [URL], options: TakeIn = TakeIn(placement: .copy, purged: .ignore),
        progress: (@Sendable (FileCount) -> Void)? = nil
    ) async throws -> ImportReport {
        let listener = progress.map(ProgressTeller.init)
        return try await cancellable {
            try await engine.takeIn(paths: files.map(\.path), options: options, listener: listener, cancel: $0)
        }
    }

    /// A page of the timeline, newest first, at most 200.
    public func page(_ query: AssetQuery = AssetQuery(shelf: .timeline)) async throws -> AssetPage {
        try await short { try await engine.page(query: query) }
    }

    /// Everything about one photo; none if there is none.
    public func details(of id: Asset.ID) async throws -> AssetDetails? {
        try await short { try await engine.details(id: id) }
    }

    /// Changes something on photos.
    public func edit(_ ids: [Asset.ID], _ edit: Edit) async throws -> Changed {
        try await short { try await engine.edit(ids: ids, edit: edit) }
    }

    /// Puts photos where they are for 30 days before they go for good.
    public func trash(_ ids: [Asset.ID]) async throws -> Changed {
        try await short { try await engine.trash(ids: ids) }
    }

    /// Takes photos back from there, exactly as they were.
    public func restore(_ ids: [Asset.ID]) async throws -> Changed {
        try await short { try await engine.restore(ids: ids) }
    }

    /// Deletes photos for good, on all phones.
    public func purge(_ ids: [Asset.ID]) async throws -> Changed {
        try await short { try await engine.purge(ids: ids) }
    }

    /// A file of a photo: fetched if it is not here, before everything else that waits.
    public func file(
        of id: Asset.ID, _ kind: ResourceKind, received: (@Sendable (UInt64) -> Void)? = nil
    ) async throws -> PhotoFile {
        let listener = received.map(FileProgressTeller.init)
        return try await cancellable {
            PhotoFile(place: try await engine.file(id: id, kind: kind, listener: listener, cancel: $0))
        }
    }

    /// A file of a photo if it is here.
    public func localFile(of id: Asset.ID, _ kind: ResourceKind) async throws -> PhotoFile? {
        try await short { try await engine.localFile(id: id, kind: kind) }.map { PhotoFile(place: $0) }
    }

    /// Writes the two files of a Live Photo, bit for bit as the camera made them. False for a photo that is none.
    public func writeLivePhoto(_ id: Asset.ID, still: URL, video: URL) async throws -> Bool {
        try await cancellable {
            try await engine.writeLivePhoto(id: id, still: still.path, video: video.path, cancel: $0)
        }
    }

    /// A piece of a file, fetched without the rest.
    public func range(of id: Asset.ID, _ kind: ResourceKind, from start: UInt64, length: UInt64) async throws -> Data {
        try await cancellable { try await engine.fileRange(id: id, kind: kind, start: start, length: length, cancel: $0) }
    }

    /// Writes originals into a folder: all, or those of an album.
    public func writeOut(
        to folder: URL, album: String? = nil, progress: (@Sendable (FileCount) -> Void)? = nil
    ) async throws -> Exported {
        let listener = progress.map(ProgressTeller.init)
        return try await cancellable {
            try await engine.writeOut(folder: folder.path, album: album, listener: listener, cancel: $0)
        }
    }

    /// The albums.
    public func albums() async throws -> [Album] {
        try await short { try await engine.albums() }
    }

    /// Makes an album.
    public func createAlbum(named name: String) async throws -> Album {
        try await short { try await engine.createAlbum(name: name) }
    }

    /// Calls an album something else.
    public func rename(album: Album.ID, to name: String) async throws -> Album {
        try await short { try await engine.renameAlbum(nameOrId: album, name: name) }
    }

    /// Deletes an album. Its photos stay.
    public func delete(album: Album.ID) async throws -> Album {
        try await short { try await engine.deleteAlbum(nameOrId: album) }
    }

    /// Puts photos into an album.
    public func add(_ ids: [Asset.ID], to album: Album.ID) async throws -> Changed {
        try await short { try await engine.addToAlbum(nameOrId: album, ids: ids) }
    }

    /// Takes photos out of an album. They stay in the library.
    public func remove(_ ids: [Asset.ID], from album: Album.ID) async throws -> Changed {
        try await short { try await engine.removeFromAlbum(nameOrId: album, ids: ids) }
    }
}

private final class ProgressTeller: ProgressListener {
    private let tell: @Sendable (FileCount) -> Void
    init(_ tell: @escaping @Sendable (FileCount) -> Void) { self.tell = tell }
    func onProgress(progress: FileCount) throws { tell(progress) }
}

private final class FileProgressTeller: FileProgressListener {
    private let tell: @Sendable (UInt64) -> Void
    init(_ tell: @escaping @Sendable (UInt64) -> Void) { self.tell = tell }
    func onProgress(progress: FileProgress) throws { tell(progress.received) }
}
