// swift-tools-version: 6.0
// For Linux: builds and tests the app's models, the ones that its screens draw, against stand-ins of Apple's modules. The
// app itself is SafelightDemo.xcodeproj, which compiles the same files.

import PackageDescription

let package = Package(
    name: "SafelightDemo",
    dependencies: [
        .package(name: "Safelight", path: "../bindings/swift"),
        .package(name: "Stubs", path: "../bindings/swift/Stubs"),
    ],
    targets: [
        .target(
            name: "DemoModels",
            dependencies: [
                .product(name: "Safelight", package: "Safelight"), .product(name: "SafelightApple", package: "Stubs"),
                .product(name: "StandIns", package: "Stubs"),
            ],
            path: "Models", swiftSettings: [.swiftLanguageMode(.v5)]),
        // A simulated phone (docs/simulated-phones.md): the models above with a hand on what the platform says.
        .executableTarget(
            name: "SimulatedPhone",
            dependencies: [
                "DemoModels", .product(name: "Safelight", package: "Safelight"), .product(name: "StandIns", package: "Stubs"),
            ],
            path: "Simulated", swiftSettings: [.swiftLanguageMode(.v5)]),
        .testTarget(name: "DemoModelsTests", dependencies: ["DemoModels"], swiftSettings: [.swiftLanguageMode(.v5)]),
    ]
)
