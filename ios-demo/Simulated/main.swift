import Foundation

// `SimulatedPhone FOLDER`: the demo app's models and adapters, driven by lines of JSON. See docs/simulated-phones.md.

setvbuf(stdout, nil, _IOLBF, 0)
guard CommandLine.arguments.count == 2 else { fatalError("usage: SimulatedPhone FOLDER") }
let folder = URL(fileURLWithPath: CommandLine.arguments[1])
let phone = try await SimulatedPhone(in: folder)
// Read beside: the main actor is the app's.
let lines = AsyncStream<String> { lines in
    Thread.detachNewThread {
        while let line = readLine() { lines.yield(line) }
        lines.finish()
    }
}
for await line in lines {
    if line.contains("\"kill\"") { abort() }
    print(await phone.answer(line))
}
exit(0)
