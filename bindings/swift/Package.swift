// swift-tools-version: 6.0
// `cargo xtask swift` writes Sources/SafelightFFI and Sources/CSafelight from the facade; they are not in git.

import PackageDescription

/// The generated code: its asynchronous protocols do not compile in Swift 6 mode yet.
let generated: [SwiftSetting] = [.swiftLanguageMode(.v5)]
/// What imports Apple's frameworks: a difference of isolation is then a warning in Xcode, not an error.
let apple: [SwiftSetting] = [.swiftLanguageMode(.v5)]

var products: [Product] = [.library(name: "Safelight", targets: ["Safelight"])]
var targets: [Target] = [
    .systemLibrary(name: "CSafelight"),
    .target(
        name: "SafelightFFI", dependencies: ["CSafelight"], swiftSettings: generated,
        linkerSettings: [.linkedLibrary("safelight_ffi")]),
    .target(name: "Safelight", dependencies: ["SafelightFFI"]),
    .testTarget(name: "SafelightTests", dependencies: ["Safelight"]),
]

#if os(Linux)
    // Apple's frameworks are not here: Stubs/ builds SafelightApple against stand-ins, for tests.
#else
    products.append(.library(name: "SafelightApple", targets: ["SafelightApple"]))
    targets.append(.target(name: "SafelightApple", dependencies: ["Safelight"], swiftSettings: apple))
#endif

let package = Package(
    name: "Safelight",
    platforms: [.iOS(.v18)],
    products: products,
    targets: targets
)
