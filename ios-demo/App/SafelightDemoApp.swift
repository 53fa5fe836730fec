import SwiftUI

@main
struct SafelightDemoApp: App {
    @UIApplicationDelegateAdaptor(AppDelegate.self) private var delegate
    @Environment(\.scenePhase) private var phase

    var body: some Scene {
        WindowGroup {
            RootScreen(model: delegate.model)
                .task { await delegate.model.start() }
        }
        .onChange(of: phase) { _, phase in
            switch phase {
            case .active: Task { await delegate.model.isOnScreen(true) }
            case .background: delegate.leaveScreen()
            default: break
            }
        }
    }
}
