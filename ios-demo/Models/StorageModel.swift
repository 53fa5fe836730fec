import Observation
import Safelight

/// What takes how much room, here and in the cloud.
@MainActor
@Observable
final class StorageModel {
    private(set) var usage: UsageReport?
    /// What the last deed did, in a sentence.
    private(set) var result: String?
    private(set) var isWorking = false
    private let library: PhotoLibrary

    init(_ library: PhotoLibrary) {
        self.library = library
    }

    func load() async {
        usage = try? await library.usage()
    }

    /// From 0 to 1; none before the first run.
    var cloudFilled: Double? {
        guard let cloud = usage?.cloud, let used = cloud.used, let quota = cloud.quota, quota > 0 else { return nil }
        return min(1, Double(used) / Double(quota))
    }

    /// Removes from the phone what the cloud proves to hold.
    func makeRoom() async {
        await work { library in
            let room = try await library.optimise(bytes: .max)
            return "\(room.evicted.count) originals left this phone. They are in the cloud."
        }
    }

    /// "May I erase this phone?"
    func eraseCheck() async {
        await work { library in
            let check = try await library.eraseCheck()
            return check.ready
                ? "Yes: \(check.proven) of \(check.of) originals are proven to be in the cloud."
                : "No: \(check.lostIfErased.count) photos would be lost."
        }
    }

    private func work(_ body: (PhotoLibrary) async throws -> String) async {
        guard !isWorking else { return }
        isWorking = true
        defer { isWorking = false }
        do {
            result = try await body(library)
        } catch let error as SafelightError {
            result = error.reasonCode.map { library.registration.reason($0).sentence }
        } catch {}
        await load()
    }
}
