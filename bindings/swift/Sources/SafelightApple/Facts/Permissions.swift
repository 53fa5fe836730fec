import Photos
import Safelight
import UIKit

extension PlatformFacts.PhotoAccess {
    /// What the person allowed. A status that is not known yet gives nothing to read.
    public init(_ status: PHAuthorizationStatus) {
        switch status {
        case .authorized: self = .full
        case .limited: self = .limited
        case .denied: self = .denied
        case .restricted: self = .restricted
        case .notDetermined: self = .notAsked
        @unknown default: self = .denied
        }
    }
}

extension PlatformFacts.Background {
    /// What the switch "Background App Refresh" says; none where it says something new.
    public init?(_ status: UIBackgroundRefreshStatus) {
        switch status {
        case .available: self = .allowed
        case .denied: self = .denied
        case .restricted: self = .restricted
        @unknown default: return nil
        }
    }
}

extension PlatformFacts.AppState {
    /// Where the app is. An app that is inactive is on the screen: under a call, or in the switcher.
    public init?(_ state: UIApplication.State) {
        switch state {
        case .active, .inactive: self = .foreground
        case .background: self = .background
        @unknown default: return nil
        }
    }
}
