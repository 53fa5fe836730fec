import Safelight
import SwiftUI

/// Signs in or up, on whichever server the person names.
struct SignInScreen: View {
    @Bindable var model: SignInModel
    let why: String?
    let done: () async -> Void

    var body: some View {
        NavigationStack {
            Form {
                if let why { Section { Text(why) } }
                Section("Server") {
                    TextField("photos.example.org", text: $model.server)
                        .textInputAutocapitalization(.never)
                        .autocorrectionDisabled()
                        .keyboardType(.URL)
                }
                Section("Account") {
                    TextField("E-mail", text: $model.email)
                        .textInputAutocapitalization(.never)
                        .keyboardType(.emailAddress)
                    SecureField("Password", text: $model.password)
                    TextField("Invitation, if you have one", text: $model.invitation)
                }
                if let problem = model.problem {
                    Section { Text(problem).foregroundStyle(.red) }
                }
                Section {
                    Button("Sign in") { Task { if await model.signIn() { await done() } } }
                    Button("Make an account") { Task { _ = await model.signUp() } }
                }
                .disabled(!model.isComplete)
            }
            .navigationTitle("Safelight")
            .sheet(isPresented: .constant(model.words != nil)) {
                WordsScreen(words: model.words?.words() ?? []) {
                    model.wordsAreKept()
                    Task { await done() }
                }
                .interactiveDismissDisabled()
            }
        }
    }
}

/// The recovery words, shown once.
struct WordsScreen: View {
    let words: [String]
    let kept: () -> Void

    var body: some View {
        NavigationStack {
            List {
                Section {
                    ForEach(Array(words.enumerated()), id: \.offset) { number, word in
                        Text("\(number + 1). \(word)").monospaced()
                    }
                } footer: {
                    Text("These words give the account back when the password is forgotten. Write them on paper: they are kept nowhere.")
                }
            }
            .navigationTitle("Recovery words")
            .toolbar { Button("I have written them down", action: kept) }
        }
    }
}
