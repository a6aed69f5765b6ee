// swift-tools-version: 6.1
import PackageDescription

// A package of somebody else's that depends on Etude's core library by version. `make example` hands it a repository.
let repository = Context.environment["ETUDE_REPOSITORY"] ?? "https://etude.invalid/etude.git"

let package = Package(
  name: "tuner",
  dependencies: [.package(url: repository, exact: "0.1.0")],
  targets: [
    .executableTarget(name: "Tuner", dependencies: [.product(name: "Signal", package: "etude")])
  ]
)
