import Safelight
import SwiftUI

/// What takes how much room.
struct StorageScreen: View {
    let model: StorageModel

    var body: some View {
        NavigationStack {
            List {
                if let usage = model.usage {
                    Section("Cloud") {
                        if let filled = model.cloudFilled { ProgressView(value: filled) }
                        line("Photos", usage.cloud.photos)
                        line("Videos", usage.cloud.videos)
                        line("Recently deleted", usage.cloud.recentlyDeleted)
                        line("To be sent", usage.cloud.pending)
                    }
                    Section("This phone") {
                        line("Photos", usage.device.photos)
                        line("Videos", usage.device.videos)
                        line("Only here", usage.device.onlyHere)
                        line("May leave", usage.device.couldLeave)
                    }
                }
                Section {
                    Button("Make room on this phone") { Task { await model.makeRoom() } }
                    Button("May I erase this phone?") { Task { await model.eraseCheck() } }
                    if model.isWorking { ProgressView() }
                    if let result = model.result { Text(result) }
                }
                .disabled(model.isWorking)
            }
            .navigationTitle("Storage")
        }
        .task { await model.load() }
    }

    private func line(_ label: String, _ bytes: UInt64) -> some View {
        LabeledContent(label, value: Int64(clamping: bytes).formatted(.byteCount(style: .file)))
    }
}
