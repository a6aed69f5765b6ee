// swift-tools-version: 6.1
import PackageDescription

// One set of settings for every Swift target.
let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// The numerics are built for the processor that builds them, so that vectors are as wide as its registers.
let vectorSettings: [SwiftSetting] = [.unsafeFlags(["-Xcc", "-march=native"])]

// MARK: - System libraries (Debian packages, listed in debian-packages.txt)

let systemLibraries: [Target] = [
  .systemLibrary(name: "CSndFile", path: "Sources/System/CSndFile", pkgConfig: "sndfile"),
  .systemLibrary(name: "CSoxr", path: "Sources/System/CSoxr", pkgConfig: "soxr"),
  .systemLibrary(name: "CFFTW3", path: "Sources/System/CFFTW3", pkgConfig: "fftw3"),
  .systemLibrary(name: "COpenBLAS", path: "Sources/System/COpenBLAS", pkgConfig: "openblas"),
  .target(name: "CPNG", path: "Sources/System/CPNG", linkerSettings: [.linkedLibrary("png16")]),
  .systemLibrary(name: "CTurboJPEG", path: "Sources/System/CTurboJPEG", pkgConfig: "libturbojpeg"),
  .systemLibrary(name: "CCairo", path: "Sources/System/CCairo", pkgConfig: "cairo"),
  .systemLibrary(name: "CMarkGFM", path: "Sources/System/CMarkGFM", pkgConfig: "libcmark-gfm"),
  .systemLibrary(name: "CCrypto", path: "Sources/System/CCrypto", pkgConfig: "libcrypto"),
  .systemLibrary(name: "CZlib", path: "Sources/System/CZlib", pkgConfig: "zlib"),
  .systemLibrary(name: "CAVX512", path: "Sources/System/CAVX512"),
]

// MARK: - What a cell can call

let coreLibrary: [Target] = [
  library("Tensors", ["COpenBLAS", "CZlib", "CAVX512"], exclude: ["README.md"], settings: vectorSettings),
  library("Images", ["CPNG", "CTurboJPEG"]),
  library("Signal", ["Tensors", "CSndFile", "CSoxr", "CFFTW3"], exclude: ["README.md"]),
  library("Learning", ["Tensors", "Images", "Display"], exclude: ["README.md"], settings: vectorSettings),
  library("Display", []),
  library("Plotting", ["Tensors", "Images", "Display", "CCairo"]),
  library("Etude", ["Tensors", "Images", "Signal", "Learning", "Display", "Plotting"]),
]

// MARK: - The runner

let runner: [Target] = [
  library(
    "NotebookKit",
    [
      "Display", "ProcessControl", "CMarkGFM", "CCrypto", .product(name: "Yams", package: "Yams"),
      .product(name: "Mustache", package: "swift-mustache"),
    ], exclude: ["README.md"], resources: [.embedInCode("Rendering/Page/Files")]),
  .target(name: "ProcessControl"),
  .target(name: "CellHost"),
  program("EtudeKernel", ["Etude", "CellHost"], linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic"])]),
  program("EtudeFeatures", ["Etude", argumentParser]),
  program("Benchmarks", ["Etude", "NotebookKit", "Display"]),
  program("EtudeCLI", ["NotebookKit", argumentParser]),
]

// MARK: - Tests

let tests: [Target] = [
  .target(
    name: "TestSupport", dependencies: ["Tensors", "Images"], path: "Tests/TestSupport", swiftSettings: swiftSettings),
  .target(
    name: "Fixtures", dependencies: ["TestSupport"], path: "Tests/FixturesName", swiftSettings: swiftSettings),
  test("SmokeTests", ["Etude", "Tensors", "Images", "Signal", "Learning", "Display", "Plotting", "NotebookKit"]),
  test("TestSupportTests", ["Tensors", "Images"]),
  test("TensorsTests", ["Tensors"]),
  test("ImagesTests", ["Images"]),
  test("SignalTests", ["Signal"]),
  test("LearningTests", ["Learning", "Tensors", "Images", "Display"]),
  test("DisplayTests", ["Display"]),
  test("PlottingTests", ["Plotting", "Images", "Tensors", "Display", "CCairo"]),
  test("EtudeTests", ["Etude"]),
  test("NotebookKitTests", ["NotebookKit"]),
]

let package = Package(
  name: "etude",
  products: [
    .executable(name: "etude", targets: ["EtudeCLI"]),
    .executable(name: "etude-kernel", targets: ["EtudeKernel"]),
    .executable(name: "etude-features", targets: ["EtudeFeatures"]),
    .executable(name: "benchmarks", targets: ["Benchmarks"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: systemLibraries + coreLibrary + runner + tests
)

// MARK: - Shorthand

var argumentParser: Target.Dependency { .product(name: "ArgumentParser", package: "swift-argument-parser") }

func library(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = [],
  settings: [SwiftSetting] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, exclude: exclude, resources: resources,
    swiftSettings: swiftSettings + settings)
}

func program(
  _ name: String, _ dependencies: [Target.Dependency], linkerSettings: [LinkerSetting] = []
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, swiftSettings: swiftSettings, linkerSettings: linkerSettings)
}

func test(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies + ["TestSupport", "Fixtures"], swiftSettings: swiftSettings)
}
