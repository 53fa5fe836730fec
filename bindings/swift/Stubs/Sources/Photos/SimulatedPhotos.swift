import Foundation

/// The photo library of a phone, under a test's hand.
public final class SimulatedPhotos: @unchecked Sendable {
    /// The phone's.
    public static let shared = SimulatedPhotos()

    /// One photo or video.
    public struct Photo: Codable, Sendable {
        /// Its lasting name.
        public var identifier: String
        /// The name of its file.
        public var name: String
        /// The bytes of its original.
        public var bytes: Data
        /// The bytes of a Live Photo's video.
        public var video: Data?
        /// A film.
        public var film = false
        /// There is an edited form beside the original.
        public var edited = false
        /// The original is in the system's cloud only.
        public var inSystemCloud = false
        /// When it was taken.
        public var created = Date(timeIntervalSince1970: 1_700_000_000)
        /// When it was changed.
        public var modified = Date(timeIntervalSince1970: 1_700_000_000)
        /// Width and height; none: nothing can draw it.
        public var size: Size? = Size(4032, 3024)

        /// Width and height.
        public struct Size: Codable, Sendable {
            let width: Int, height: Int
            init(_ width: Int, _ height: Int) { (self.width, self.height) = (width, height) }
        }

        /// A photo of these bytes.
        public init(_ identifier: String, name: String, bytes: Data) {
            self.identifier = identifier
            self.name = name
            self.bytes = bytes
        }
    }

    struct Change: Codable {
        var inserted: Set<String> = [], updated: Set<String> = [], deleted: Set<String> = []
        var lost = false
    }

    /// What the person allowed.
    public let authorization = Simulated(PHAuthorizationStatus.authorized)
    /// What the person will answer when asked.
    public let answer = Simulated(PHAuthorizationStatus.authorized)
    /// With limited access: what the person selected.
    public let selected = Simulated<Set<String>>([])
    /// The history before this place is forgotten.
    public let forgottenBefore = Simulated(0)
    /// Whether the person lets the app remove photos.
    public let allowsRemoval = Simulated(true)
    let removals = Simulated<[String]>([])
    let observers = Simulated<[any PHPhotoLibraryChangeObserver]>([])
    private let book = Simulated<(photos: [Photo], changes: [Change])>(([], []))
    private let kept = Simulated<URL?>(nil)

    /// Keeps the library in a file, as a phone does, and begins with what is in it.
    public func keep(in file: URL) {
        if let data = try? Data(contentsOf: file), let stored = try? PropertyListDecoder().decode(Stored.self, from: data) {
            book.value = (stored.photos, stored.changes)
        }
        kept.value = file
    }

    private struct Stored: Codable {
        let photos: [Photo], changes: [Change]
    }

    private func save() {
        guard let file = kept.value else { return }
        let (photos, changes) = book.value
        let encoder = PropertyListEncoder()
        encoder.outputFormat = .binary
        do { try encoder.encode(Stored(photos: photos, changes: changes)).write(to: file, options: .atomic) } catch { fatalError("\(error)") }
    }

    /// As on a new phone.
    public func erase() {
        book.value = ([], [])
        authorization.value = .authorized
        selected.value = []
        forgottenBefore.value = 0
    }

    /// The camera takes a photo.
    public func add(_ photo: Photo) {
        book.change { book in
            book.photos.append(photo)
            book.changes.append(Change(inserted: [photo.identifier]))
        }
        tell()
    }

    /// The person edits one in the phone's own gallery.
    public func edit(_ identifier: String, _ body: (inout Photo) -> Void) {
        book.change { book in
            for index in book.photos.indices where book.photos[index].identifier == identifier { body(&book.photos[index]) }
            book.changes.append(Change(updated: [identifier]))
        }
        tell()
    }

    /// The person deletes one in the phone's own gallery.
    public func delete(_ identifier: String) {
        book.change { book in
            book.photos.removeAll { $0.identifier == identifier }
            book.changes.append(Change(deleted: [identifier]))
        }
        tell()
    }

    /// The system no longer knows the details of its last change.
    public func loseDetails() {
        book.change { $0.changes.append(Change(lost: true)) }
    }

    private func tell() {
        save()
        for observer in observers.value { observer.photoLibraryDidChange(PHChange()) }
    }

    var place: Int { book.value.changes.count }

    func visible() -> [Photo] {
        switch authorization.value {
        case .authorized: book.value.photos
        case .limited: book.value.photos.filter { selected.value.contains($0.identifier) }
        case .notDetermined, .restricted, .denied: []
        }
    }

    func changes(since place: Int) throws -> [PHPersistentChange] {
        if place < forgottenBefore.value { throw PHPhotosError(.persistentChangeTokenExpired) }
        return book.value.changes.enumerated().dropFirst(place).map { PHPersistentChange($0.element, at: $0.offset + 1) }
    }

    func carryOutRemovals() throws {
        let wanted = removals.change { wanted in
            defer { wanted = [] }
            return wanted
        }
        guard allowsRemoval.value else { throw PHPhotosError(.userCancelled) }
        for identifier in wanted { delete(identifier) }
    }

    func copy(_ photo: Photo, video: Bool, to url: URL, overNetwork: Bool) throws {
        guard let kept = visible().first(where: { $0.identifier == photo.identifier }) else { throw PHPhotosError(.identifierNotFound) }
        if kept.inSystemCloud, !overNetwork { throw PHPhotosError(.networkAccessRequired) }
        guard !FileManager.default.fileExists(atPath: url.path) else { throw PHPhotosError(.internalError) }
        try (video ? kept.video ?? Data() : kept.bytes).write(to: url)
    }
}
