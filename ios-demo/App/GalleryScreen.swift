import PhotosUI
import Safelight
import SwiftUI

/// All photos, newest first, with one sentence of how it stands.
struct GalleryScreen: View {
    let model: LibraryModel
    let status: SyncStatusModel
    let why: DiagnosisModel
    let library: PhotoLibrary?

    var body: some View {
        NavigationStack {
            VStack(spacing: 0) {
                StatusLine(status: status, why: why)
                PhotoGrid(model: model, library: library)
            }
            .navigationTitle("Photos")
            .toolbar {
                Button("Sync", systemImage: "arrow.triangle.2.circlepath") { status.syncNow() }
                    .disabled(status.isSyncing)
            }
        }
    }
}

/// How it stands in one sentence. It leads to the reasons.
struct StatusLine: View {
    let status: SyncStatusModel
    let why: DiagnosisModel

    var body: some View {
        NavigationLink {
            WhyScreen(model: why)
        } label: {
            HStack {
                Text(status.summary).font(.footnote)
                Spacer()
                if status.isSyncing { ProgressView() }
            }
            .padding(8)
        }
    }
}

/// Photos in a grid; pages come as the person scrolls.
struct PhotoGrid: View {
    let model: LibraryModel
    let library: PhotoLibrary?
    private let columns = [GridItem(.adaptive(minimum: 96), spacing: 2)]

    var body: some View {
        ScrollView {
            LazyVGrid(columns: columns, spacing: 2) {
                ForEach(model.photos) { photo in
                    if let library {
                        NavigationLink {
                            ViewerScreen(model: ViewerModel(photo, in: library))
                        } label: {
                            Thumbnail(photo: photo, library: library)
                        }
                    }
                }
                if !model.isComplete {
                    ProgressView().task { await model.loadMore() }
                }
            }
        }
        .task { await model.follow() }
    }
}

/// A small picture, with a mark where the original is not safe yet.
struct Thumbnail: View {
    let photo: Asset
    let library: PhotoLibrary
    @State private var file: URL?

    var body: some View {
        Picture(file: file)
            .frame(height: 96)
            .clipped()
            .overlay(alignment: .bottomTrailing) {
                if photo.state != .safe { Image(systemName: "icloud.and.arrow.up").padding(4) }
            }
            .accessibilityLabel(photo.caption.isEmpty ? photo.fileName : photo.caption)
            .task(id: photo.id) { file = (try? await library.localFile(of: photo.id, .thumbnail))??.url }
    }
}

/// A picture from a file.
struct Picture: View {
    let file: URL?

    var body: some View {
        if let file, let image = UIImage(contentsOfFile: file.path) {
            Image(uiImage: image).resizable().scaledToFill()
        } else {
            Rectangle().fill(.quaternary)
        }
    }
}
