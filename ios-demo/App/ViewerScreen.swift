import Safelight
import SwiftUI

/// One photo.
struct ViewerScreen: View {
    @State var model: ViewerModel

    var body: some View {
        VStack {
            Picture(file: model.picture).scaledToFit()
            if let received = model.received { ProgressView(value: received).padding() }
            if let why = model.why { Text(why).font(.footnote).padding() }
        }
        .navigationTitle(model.photo.fileName)
        .toolbar {
            Button("Favourite", systemImage: model.photo.favourite ? "heart.fill" : "heart") {
                Task { await model.toggleFavourite() }
            }
            Button(model.photo.trashed ? "Restore" : "Delete", systemImage: model.photo.trashed ? "arrow.uturn.left" : "trash") {
                Task { await model.toggleTrash() }
            }
        }
        .task { await model.open() }
    }
}
