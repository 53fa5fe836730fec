import Safelight
import SwiftUI

/// Sign-in, or the library.
struct RootScreen: View {
    let model: AppModel

    var body: some View {
        switch model.stage {
        case .opening:
            ProgressView()
        case .failed(let sentence):
            VStack(spacing: 16) {
                Text(sentence)
                Button("Try again") { Task { await model.start() } }
            }
            .padding()
        case .signedOut(let why):
            SignInScreen(model: model.signIn, why: why) { await model.refresh() }
        case .signedIn(let account):
            LibraryTabs(app: model, account: account)
        }
    }
}

/// The tabs of somebody's library.
struct LibraryTabs: View {
    let app: AppModel
    let account: AppModel.Account

    var body: some View {
        TabView {
            GalleryScreen(model: account.gallery, status: account.status, why: account.why, library: app.library)
                .tabItem { Label("Photos", systemImage: "photo") }
            AlbumsScreen(model: account.albums, library: app.library)
                .tabItem { Label("Albums", systemImage: "rectangle.stack") }
            StorageScreen(model: account.storage)
                .tabItem { Label("Storage", systemImage: "internaldrive") }
            SettingsScreen(app: app, account: account)
                .tabItem { Label("Settings", systemImage: "gear") }
        }
        .task { await account.status.follow() }
        .task { await app.stayInStep() }
    }
}
