import Safelight
import SwiftUI

/// The albums.
struct AlbumsScreen: View {
    let model: AlbumsModel
    let library: PhotoLibrary?
    @State private var name = ""
    @State private var isNaming = false

    var body: some View {
        NavigationStack {
            List {
                ForEach(model.albums) { album in
                    NavigationLink {
                        PhotoGrid(model: model.photos(of: album), library: library).navigationTitle(album.name)
                    } label: {
                        LabeledContent(album.name, value: "\(album.count)")
                    }
                }
                .onDelete { rows in
                    let albums = rows.map { model.albums[$0] }
                    Task { for album in albums { _ = await model.delete(album) } }
                }
            }
            .navigationTitle("Albums")
            .toolbar { Button("New album", systemImage: "plus") { isNaming = true } }
            .alert("New album", isPresented: $isNaming) {
                TextField("Name", text: $name)
                Button("Make it") {
                    Task {
                        _ = await model.create(name)
                        name = ""
                    }
                }
                Button("Cancel", role: .cancel) {}
            }
        }
        .task { await model.follow() }
    }
}
