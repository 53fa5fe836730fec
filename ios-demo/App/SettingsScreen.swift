import Safelight
import SwiftUI

/// Settings like a phone's, and the account.
struct SettingsScreen: View {
    let app: AppModel
    let account: AppModel.Account
    @State private var isAsking = false

    var body: some View {
        let model = account.settings
        NavigationStack {
            Form {
                Section("Sync") {
                    row(.sync, "Sync")
                    row(.chargingOnly, "Only while it charges")
                    row(.inLowPower, "In Low Power Mode, too")
                    row(.whenHot, "When the phone is very warm, too")
                }
                Section("Cellular data") {
                    Picker("Photos", selection: cellular) {
                        ForEach(SettingsModel.Cellular.choices) { Text(label($0)).tag($0) }
                    }
                    if let preview = model.preview { Text(preview).font(.footnote) }
                    row(.roaming, "Abroad, too")
                    row(.lowData, "In Low Data Mode, too")
                }
                Section("Account") {
                    LabeledContent("E-mail", value: account.identity.email)
                    LabeledContent("Server", value: account.identity.server)
                    Button("Sign out", role: .destructive) {
                        Task { if await !app.signOut(althoughUnsent: false) { isAsking = true } }
                    }
                }
            }
            .navigationTitle("Settings")
            .confirmationDialog("Some photos are only on this phone. They stay here.", isPresented: $isAsking, titleVisibility: .visible) {
                Button("Sign out all the same", role: .destructive) {
                    Task { _ = await app.signOut(althoughUnsent: true) }
                }
            }
        }
        .task { await model.load() }
    }

    private var cellular: Binding<SettingsModel.Cellular> {
        let model = account.settings
        return Binding(get: { model.cellular }, set: { choice in Task { await model.choose(choice) } })
    }

    private func row(_ one: SettingsModel.Switch, _ label: String) -> some View {
        let model = account.settings
        return Toggle(label, isOn: Binding(get: { model.isOn(one) }, set: { on in Task { await model.set(one, to: on) } }))
    }

    private func label(_ choice: SettingsModel.Cellular) -> String {
        switch choice {
        case .off: "Nothing"
        case .small: "Small pictures only"
        case .bytesPerDay(let bytes): "\(bytes / 1_000_000) MB a day"
        case .unlimited: "Everything"
        }
    }
}
