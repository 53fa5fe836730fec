import Photos
import Safelight
import SwiftUI

/// "Why isn't it syncing?": the true cause first, each with the button that mends it.
struct WhyScreen: View {
    let model: DiagnosisModel
    @State private var steps: [String] = []
    @Environment(\.openURL) private var openURL

    var body: some View {
        List {
            if model.isLooking { ProgressView() }
            if model.hasLooked && model.rows.isEmpty { Text("Nothing is wrong.") }
            ForEach(model.rows) { row in
                Section {
                    Text(row.title).font(.headline)
                    if !row.evidence.isEmpty { Text(row.evidence) }
                    Text(row.lifts).font(.footnote)
                    if let button = row.button {
                        Button(button) { Task { await press(row) } }
                    }
                }
            }
            if !steps.isEmpty {
                Section("By hand") { ForEach(steps, id: \.self) { Text($0) } }
            }
        }
        .navigationTitle("Why isn't it syncing?")
        .task { await model.look() }
        .refreshable { await model.look() }
    }

    private func press(_ row: DiagnosisModel.Row) async {
        steps = []
        switch await model.press(row) {
        case .done, .nothing: break
        case .steps(let rows): steps = rows
        case .settingsPage:
            if let url = URL(string: UIApplication.openSettingsURLString) { openURL(url) }
        case .ask:
            _ = await PHPhotoLibrary.requestAuthorization(for: .readWrite)
            await model.look()
        case .show(let place): steps = [Screens.way(to: place)]
        }
    }
}
