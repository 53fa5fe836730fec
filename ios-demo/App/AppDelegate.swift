import Safelight
import SafelightApple
import UIKit

/// What the system says to the app itself. Registers everything before the launch ends.
final class AppDelegate: NSObject, UIApplicationDelegate {
    private(set) lazy var phone = makePhone()
    private(set) lazy var model = AppModel(phone: phone)

    func application(
        _ application: UIApplication, didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]? = nil
    ) -> Bool {
        do {
            try phone.launch()
        } catch {
            // A name is missing in Info.plist: background work will not run, everything else does.
            assertionFailure("\(error)")
        }
        return true
    }

    func application(
        _ application: UIApplication, handleEventsForBackgroundURLSession identifier: String,
        completionHandler: @escaping () -> Void
    ) {
        if !phone.takeEvents(of: identifier, completion: completionHandler) { completionHandler() }
    }

    /// Asks for the seconds that it takes to leave in good order: hand over, ask for slots, close the store.
    func leaveScreen() {
        let application = UIApplication.shared
        var task = UIBackgroundTaskIdentifier.invalid
        let leaving = Task {
            await model.isOnScreen(false)
            application.endBackgroundTask(task)
        }
        task = application.beginBackgroundTask {
            leaving.cancel()
            application.endBackgroundTask(task)
        }
    }

    private func makePhone() -> Phone {
        let files = FileManager.default
        let shared = files.containerURL(forSecurityApplicationGroupIdentifier: Identifiers.appGroup)
        let own = files.urls(for: .applicationSupportDirectory, in: .userDomainMask)[0]
        let folder = (shared ?? own).appendingPathComponent("Safelight")
        do {
            return try Phone(folder: folder, keychainGroup: nil)
        } catch {
            // The only thing that can be wrong is a folder that is no absolute path.
            fatalError("\(error)")
        }
    }
}
