import Foundation
import SafelightFFI

/// What an app says of itself before anything is opened.
public struct Configuration: Equatable, Sendable {
    /// The library's folder; in the app group's container where an extension shares it. Made if it is new.
    public var folder: URL
    /// Name and version of the app, for example `my-gallery/1.0.0`.
    public var client: String
    /// Whether this process is an extension beside the app: it has little memory, and the engine takes less.
    public var isExtension = false
    /// Who reads the sentences: languages, the preferred one first.
    public var languages: [String] = Locale.preferredLanguages
    /// Whether a day has twice twelve hours; none: as is usual where the language is spoken.
    public var twelveHours: Bool?
    /// In which form fixes are told.
    public var system: System = .here

    /// The systems.
    public enum System: Sendable {
        /// iPhone and iPad.
        case iOS
        /// Everything else.
        case desktop

        /// The one that this is built for.
        public static var here: System {
            #if os(iOS)
                .iOS
            #else
                .desktop
            #endif
        }
    }

    /// An app with its library in a folder.
    public init(folder: URL, client: String) {
        self.folder = folder
        self.client = client
    }

    var reader: SafelightFFI.Reader {
        SafelightFFI.Reader(languages: languages.joined(separator: ","), twelveHours: twelveHours, zone: nil)
    }
}

/// What an app gives of its own. What is none is done without: a vault of files, no photo library, no other pictures.
public struct PlatformObjects: Sendable {
    /// Its key store.
    public var vault: (any KeyVault)?
    /// The phone's own photo library.
    public var photos: (any PhotoSource)?
    /// Pictures of what the engine can't decode.
    public var renderer: (any MediaRenderer)?
    /// Where the log goes.
    public var log: (any LogSink)?
    /// What its photo library can do beside.
    public var extras: (any PhotoExtras)?

    /// What there is.
    public init(
        vault: (any KeyVault)? = nil, photos: (any PhotoSource)? = nil, renderer: (any MediaRenderer)? = nil,
        log: (any LogSink)? = nil, extras: (any PhotoExtras)? = nil
    ) {
        self.vault = vault
        self.photos = photos
        self.renderer = renderer
        self.log = log
        self.extras = extras
    }
}

/// A library that this process knows of and may not have opened yet.
///
/// Registering is synchronous and opens nothing: it belongs before the launch ends, so that what the system says early
/// finds somebody. Opening is asynchronous, and gives the same library to everybody in this process.
public final class Registration: Sendable {
    private let registration: SafelightFFI.Registration

    /// Says which library this process will use.
    public init(_ configuration: Configuration, objects: PlatformObjects = PlatformObjects()) throws {
        registration = try SafelightFFI.register(
            configuration: SafelightFFI.Configuration(
                folder: configuration.folder.path, client: configuration.client,
                system: configuration.system == .iOS ? .ios : .desktop,
                process: configuration.isExtension ? .extension : .app, reader: configuration.reader),
            objects: SafelightFFI.PlatformObjects(
                vault: objects.vault, photos: objects.photos, renderer: objects.renderer, log: objects.log,
                extras: objects.extras))
    }

    /// Opens the library: makes it, or brings one of an older version to this one. One of a newer version is refused
    /// untouched, with `SafelightError.UpdateApp`.
    public func open() async throws -> PhotoLibrary {
        let engine = try await cancellable { try await registration.open(listener: nil, cancel: $0) }
        return PhotoLibrary(engine, of: self)
    }

    /// The library, once somebody has opened it: for what the system says before.
    public func opened() async throws -> PhotoLibrary {
        let engine = try await cancellable { try await registration.opened(cancel: $0) }
        return PhotoLibrary(engine, of: self)
    }

    /// Somebody else reads from now on, or with another clock.
    public func readBy(languages: [String], twelveHours: Bool? = nil) {
        registration.readBy(
            reader: SafelightFFI.Reader(languages: languages.joined(separator: ","), twelveHours: twelveHours, zone: nil))
    }

    /// What a code says, in sentences.
    public func reason(_ code: ReasonCode, evidence: String? = nil) -> ToldReason {
        registration.reason(code: code.rawValue, evidence: evidence)
    }

    /// Every code that the engine knows.
    public var codes: [ReasonCode] { registration.codes().map { ReasonCode($0) } }

    /// The names of everything that a fix may be.
    public var fixActions: [String] { registration.fixActions() }

    /// The names of every place of the app that a button may open.
    public var places: [String] { registration.places() }

    /// The version of the engine.
    public static var engineVersion: String { SafelightFFI.version() }
}
