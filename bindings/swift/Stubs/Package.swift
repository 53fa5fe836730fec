// swift-tools-version: 6.0
// For tests on Linux only, and never part of a product: stand-ins of Apple's modules, and SafelightApple built against them.
//
// SAFELIGHT_FLOOR=1 leaves out what came after the oldest system that is supported, in the stand-ins and in the adapters:
// what still compiles uses nothing newer without a file of its own.

import PackageDescription

let floorOnly = Context.environment["SAFELIGHT_FLOOR"] == "1"
let settings: [SwiftSetting] = [.swiftLanguageMode(.v5)] + (floorOnly ? [.define("SAFELIGHT_FLOOR")] : [])

func standIn(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

let standIns: [Target] = [
    standIn("TransferWire"),
    standIn("AppleFoundation", ["TransferWire"]),
    standIn("CoreGraphics", ["AppleFoundation"]),
    standIn("UIKit", ["AppleFoundation", "CoreGraphics"]),
    standIn("Network", ["AppleFoundation"]),
    standIn("Security", ["AppleFoundation"]),
    standIn("BackgroundTasks", ["AppleFoundation"]),
    standIn("Photos", ["AppleFoundation", "UIKit"]),
    standIn("UniformTypeIdentifiers"),
    standIn("CoreMedia"),
    standIn("ImageIO", ["CoreGraphics", "Security"]),
    standIn("AVFoundation", ["CoreGraphics", "CoreMedia"]),
]

/// What the adapters import from Apple.
let apple: [Target.Dependency] = [
    "UIKit", "Network", "Security", "BackgroundTasks", "Photos", "UniformTypeIdentifiers", "ImageIO", "AVFoundation",
]

let package = Package(
    name: "Stubs",
    products: [
        .library(name: "SafelightApple", targets: ["SafelightApple"]),
        .library(name: "StandIns", targets: standIns.map(\.name)),
    ],
    dependencies: [.package(name: "Safelight", path: "..")],
    targets: standIns + [
        // A link to ../Sources/SafelightApple: the adapters as they ship.
        .target(
            name: "SafelightApple", dependencies: [.product(name: "Safelight", package: "Safelight")] + apple,
            swiftSettings: settings),
        .testTarget(
            name: "SafelightAppleTests",
            dependencies: ["SafelightApple", .product(name: "Safelight", package: "Safelight")] + apple,
            swiftSettings: settings),
    ]
)
