// swift-tools-version: 6.1
import PackageDescription

// One set of settings for every Swift target.
let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// The numerics are built for the processor that builds them, so that vectors are as wide as its registers. SwiftPM
// refuses such flags in a package that another depends on by version: there every processor of the kind is served,
// unless that build is given `-Xcc -march=native`.
let isDependency = Context.packageDirectory.contains("/checkouts/")
let vectorSettings: [SwiftSetting] = isDependency ? [] : [.unsafeFlags(["-Xcc", "-march=native"])]

// MARK: - System libraries (Debian packages, listed in debian-packages.txt)

let systemLibraries: [Target] = [
  .systemLibrary(name: "CSndFile", path: "Sources/System/CSndFile", pkgConfig: "sndfile"),
  .systemLibrary(name: "CSoxr", path: "Sources/System/CSoxr", pkgConfig: "soxr"),
  .systemLibrary(name: "CFFTW3", path: "Sources/System/CFFTW3", pkgConfig: "fftw3"),
  .systemLibrary(name: "COpenBLAS", path: "Sources/System/COpenBLAS", pkgConfig: "openblas"),
  .target(name: "CPNG", path: "Sources/System/CPNG", linkerSettings: [.linkedLibrary("png16")]),
  .target(
    name: "CImages", path: "Sources/System/CImages",
    linkerSettings: ["jpeg", "webp", "webpdemux", "gif", "tiff"].map { .linkedLibrary($0) }),
  .systemLibrary(name: "CCairo", path: "Sources/System/CCairo", pkgConfig: "cairo"),
  .systemLibrary(name: "CMarkGFM", path: "Sources/System/CMarkGFM", pkgConfig: "libcmark-gfm"),
  .systemLibrary(name: "CGumbo", path: "Sources/System/CGumbo", pkgConfig: "gumbo"),
  .systemLibrary(name: "CCrypto", path: "Sources/System/CCrypto", pkgConfig: "libcrypto"),
  .systemLibrary(name: "CZip", path: "Sources/System/CZip", pkgConfig: "libzip"),
  .target(name: "CDuktape", path: "Sources/System/CDuktape", linkerSettings: [.linkedLibrary("duktape")]),
  .systemLibrary(name: "CAVX512", path: "Sources/System/CAVX512"),
  // C code of ours: libzmq, opened when a kernel of Jupyter's needs it; MPI, opened on a rank of several; starting and
  // ending processes, packets on a socket, and the part of the kernel that cannot be Swift.
  .target(name: "CZeroMQ", path: "Sources/System/CZeroMQ"),
  .target(name: "CMPI", path: "Sources/System/CMPI"),
  .target(name: "CProcess", path: "Sources/System/CProcess"),
  .target(name: "CPackets", path: "Sources/System/CPackets"),
  .target(name: "CKernel", dependencies: ["CPackets", "CProcess"], path: "Sources/System/CKernel"),
]

// MARK: - What a cell can call

let coreLibrary: [Target] = [
  library("Files", ["CCrypto", "CZip"], exclude: ["README.md"]),
  library("Tensors", ["Files", "COpenBLAS", "CAVX512"], exclude: ["README.md"], settings: vectorSettings),
  library("Images", ["Files", "CPNG", "CImages"], exclude: ["README.md"], settings: vectorSettings),
  library(
    "Signal", ["Files", "Tensors", "CSndFile", "CSoxr", "CFFTW3"], exclude: ["README.md"], settings: vectorSettings),
  library("Display", ["Files"], exclude: ["README.md"]),
  library("Tables", ["Files", "Tensors", "Display"], exclude: ["README.md"]),
  library("Cluster", ["Files", "Tensors", "Display", "CMPI"], exclude: ["README.md"]),
  library("Networks", ["Files", "Tensors", "Display"], exclude: ["README.md"], settings: vectorSettings),
  library(
    "Datasets", ["Files", "Networks", "Tensors", "Images", "Tables"], exclude: ["README.md"], settings: vectorSettings),
  library(
    "Learning", ["Files", "Networks", "Datasets", "Tensors", "Images", "Display", "Cluster"], exclude: ["README.md"]),
  library("Plotting", ["Files", "Tensors", "Images", "Display", "Tables", "CCairo"], exclude: ["README.md"]),
  library(
    "Verbs", ["Files", "Tensors", "Images", "Signal", "Networks", "Datasets", "Learning", "Display", "Plotting"],
    exclude: ["README.md"]),
  library(
    "Etude",
    [
      "Files", "Tensors", "Images", "Signal", "Display", "Tables", "Cluster", "Networks", "Datasets", "Learning",
      "Plotting",
      "Verbs",
    ]),
]

// MARK: - The runner

let runner: [Target] = [
  library(
    "NotebookKit",
    [
      "Files", "KernelProtocol", "Display", "CProcess", "CMarkGFM", "CGumbo", "CDuktape",
      .product(name: "Yams", package: "Yams"), .product(name: "Mustache", package: "swift-mustache"),
    ], exclude: ["README.md"],
    resources: [
      .embedInCode("Rendering/Page/Files"), .embedInCode("Rendering/Mathematics/Files"),
      .embedInCode("Templates/Files"), .embedInCode("Compilation/Files"),
    ]),
  library("KernelProtocol", ["Display", "CPackets"], exclude: ["README.md"]),
  program(
    "EtudeKernel", ["Etude", "KernelProtocol", "CKernel", "Files"], exclude: ["README.md"],
    linkerSettings: [
      .unsafeFlags(["-Xlinker", "--export-dynamic"]),
      // Every cell that is not optimised calls it; symbols in the kernel need not be linked into each cell.
      .linkedLibrary("swiftSwiftOnoneSupport"),
    ]),
  program("EtudeFeatures", ["Etude", "Signal", "Tensors", argumentParser]),
  program("EtudeCompare", ["NotebookKit", "Files", "Images", "Signal", argumentParser]),
  program(
    "Benchmarks", ["Etude", "NotebookKit", "Display", "KernelProtocol", "Files"], exclude: ["README.md"],
    resources: [.embedInCode("peers.py")]),
  library(
    "Live", ["NotebookKit", "Files", .product(name: "FlyingFox", package: "FlyingFox")],
    exclude: ["README.md"], resources: [.embedInCode("Page/Files")]),
  library("LanguageServer", ["NotebookKit", "Files", "CProcess"], exclude: ["README.md"]),
  library(
    "Jupyter", ["NotebookKit", "KernelProtocol", "Display", "Files", "CProcess", "CZeroMQ"], exclude: ["README.md"],
    resources: [.embedInCode("KernelSpec/Files")]),
  program(
    "EtudeCLI", ["NotebookKit", "Live", "LanguageServer", "Jupyter", "Display", "Files", "CProcess", argumentParser],
    exclude: ["README.md"]),
]

// MARK: - Tests

let tests: [Target] = [
  .target(
    name: "TestSupport", dependencies: ["Networks", "Tensors", "Images", "Files"], path: "Tests/TestSupport",
    swiftSettings: swiftSettings),
  test("TestSupportTests", ["Tensors", "Images"]),
  test(
    "SmokeTests",
    [
      "Etude", "Tensors", "Images", "Signal", "Networks", "Datasets", "Learning", "Display", "Tables", "Plotting",
      "NotebookKit",
    ]),
  test("FilesTests", ["Files"]),
  test("TensorsTests", ["Tensors", "Files"]),
  test("ImagesTests", ["Images"]),
  test("SignalTests", ["Signal", "CSndFile"]),
  test("DisplayTests", ["Display"]),
  test("TablesTests", ["Tables", "Files", "Tensors", "Display"]),
  test("ClusterTests", ["Cluster", "Tensors", "Display"]),
  test("NetworksTests", ["Networks", "Files", "Tensors", "Display"]),
  test("DatasetsTests", ["Datasets", "Networks", "Tensors", "Images", "Tables"]),
  test("LearningTests", ["Learning", "Datasets", "Networks", "Tensors", "Images", "Display", "Cluster"]),
  test("PlottingTests", ["Plotting", "Images", "Tensors", "Display", "Tables", "CCairo"]),
  test("VerbsTests", ["Etude"]),
  test("FeaturesTests", ["Etude", "Tensors"]),
  test("BenchmarksTests", ["Files"]),
  test("CompareTests", ["NotebookKit", "Images", "Signal"]),
  test("KernelProtocolTests", ["KernelProtocol", "Display"]),
  test("LanguageServerTests", ["LanguageServer", "Live", "NotebookKit", "Files", "CProcess"]),
  test("LiveTests", ["Live", "NotebookKit", "Files", "Display"]),
  test("JupyterTests", ["Jupyter", "LanguageServer", "NotebookKit", "KernelProtocol", "Files", "Display", "CZeroMQ"]),
  test("NotebookKitTests", ["NotebookKit", "KernelProtocol", "Files", "Display", "Tensors", "CProcess"]),
]

// MARK: - Fuzzing

/// The readers of the repository as a fuzzer calls them. The tests give each its seeds and earlier findings.
let fuzzTargets: [Target] = [
  .target(
    name: "FuzzTargets",
    dependencies: [
      "Files", "Tensors", "Images", "Signal", "Display", "Tables", "Networks", "Datasets", "Learning",
      "KernelProtocol", "NotebookKit", "LanguageServer", "Jupyter", "CSndFile",
    ],
    path: "Tests/FuzzTargets", swiftSettings: swiftSettings),
  test("FuzzTests", ["FuzzTargets"]),
]

/// libFuzzer brings the main function, and is linked by `--sanitize fuzzer` only; so `make fuzz` alone asks for it.
let fuzzer: [Target] =
  Context.environment["ETUDE_FUZZER"] == nil
  ? []
  : [
    .executableTarget(
      name: "Fuzz", dependencies: ["FuzzTargets"], path: "Tests/Fuzz", exclude: ["fuzz.sh"],
      swiftSettings: swiftSettings + [.unsafeFlags(["-parse-as-library"])])
  ]

let package = Package(
  name: "etude",
  products: [
    // The core library, whole and in parts.
    .library(name: "Etude", targets: ["Etude"]),
    .library(name: "Tensors", targets: ["Tensors"]),
    .library(name: "Images", targets: ["Images"]),
    .library(name: "Signal", targets: ["Signal"]),
    .library(name: "Display", targets: ["Display"]),
    .library(name: "Tables", targets: ["Tables"]),
    .library(name: "Cluster", targets: ["Cluster"]),
    .library(name: "Networks", targets: ["Networks"]),
    .library(name: "Datasets", targets: ["Datasets"]),
    .library(name: "Learning", targets: ["Learning"]),
    .library(name: "Plotting", targets: ["Plotting"]),
    .executable(name: "etude", targets: ["EtudeCLI"]),
    .executable(name: "etude-kernel", targets: ["EtudeKernel"]),
    .executable(name: "etude-features", targets: ["EtudeFeatures"]),
    .executable(name: "etude-compare", targets: ["EtudeCompare"]),
    .executable(name: "benchmarks", targets: ["Benchmarks"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
  ],
  targets: systemLibraries + coreLibrary + runner + tests + fuzzTargets + fuzzer
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
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = [],
  linkerSettings: [LinkerSetting] = []
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: swiftSettings,
    linkerSettings: linkerSettings)
}

func test(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: swiftSettings)
}
