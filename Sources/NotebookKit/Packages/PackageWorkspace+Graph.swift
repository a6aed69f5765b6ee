import Files
import Foundation

/// The packages that SwiftPM resolved, ours left out.
struct PackageGraph {
  struct Package: Decodable {
    var identity: String
    var path: String
    var dependencies: [Package]
  }

  var packages: [Package]
}

/// The relevant parts of a package's manifest.
private struct PackageDescription: Decodable {
  struct Product: Decodable {
    var name: String
    var type: [String: JSONValue]
  }
  struct Target: Decodable { var name: String }
  /// A value that is not looked at.
  struct JSONValue: Decodable { init(from decoder: any Decoder) {} }

  var products: [Product]
  var targets: [Target]

  var libraries: [String] { products.filter { $0.type["library"] != nil }.map(\.name) }
}

extension PackageWorkspace {
  /// The packages of the build, each once.
  func readGraph() throws -> PackageGraph {
    let file = folder.appending(path: ".graph.json")
    defer { try? FileManager.default.removeItem(at: file) }
    let result = try run("swift-package", ["show-dependencies", "--format", "json", "--output-path", file.path])
    guard result.succeeded, let data = try? Data(contentsOf: file) else { throw explained(result.output) }
    var pending = try JSONDecoder().decode(PackageGraph.Package.self, from: data).dependencies
    var packages: [PackageGraph.Package] = []
    while let package = pending.popLast() {
      if packages.contains(where: { $0.path == package.path }) { continue }
      packages.append(package)
      pending += package.dependencies
    }
    return PackageGraph(packages: packages.sorted { $0.identity < $1.identity })
  }

  private func description(of package: PackageGraph.Package) throws -> PackageDescription {
    let result = try run("swift-package", ["dump-package"], in: URL(filePath: package.path))
    // Warnings of the manifest are before it.
    guard result.succeeded, let start = result.output.range(of: #"(?m)^\{"#, options: .regularExpression) else {
      throw explained(result.output)
    }
    return try JSONDecoder().decode(PackageDescription.self, from: Data(result.output[start.lowerBound...].utf8))
  }

  /// The names of a package's library products.
  func libraries(of request: PackageRequest, in graph: PackageGraph) throws -> [String] {
    guard let package = graph.packages.first(where: { $0.identity == request.identity }) else { return [] }
    return try description(of: package).libraries
  }

  /// The error about a product that a package does not have, on the product's own line.
  func missing(_ name: String, of package: String, in graph: PackageGraph) throws -> DependencyError {
    let identity = PackageRequest.identity(of: package)
    guard let request = requests.first(where: { $0.identity == identity }) else {
      return failure("").error(at: nil, .noProduct(name: name, package: package, nearest: nil, known: []))
    }
    let known = try libraries(of: request, in: graph)
    let line = request.products.first { $0.name == name }?.line ?? request.line
    return DependencyError(
      SourceLocation(file: failure("").file, line: line),
      .noProduct(name: name, package: identity, nearest: NearestName.of(name, in: known), known: known))
  }

  /// A cell sees one module of a name, and Etude's are in the kernel.
  func checkModules(of plan: BuildPlan, in graph: PackageGraph) throws {
    let taken = plan.modules.filter(CoreLibrary.reservedModules.contains)
    guard !taken.isEmpty else { return }
    for package in graph.packages {
      let targets = try description(of: package).targets.map(\.name)
      let own = taken.filter(targets.contains)
      guard !own.isEmpty else { continue }
      let request = requests.first { $0.identity == package.identity }
      throw failure("").error(at: request, .shadowsEtude(modules: own, package: package.identity))
    }
    throw failure("").error(at: nil, .shadowsEtude(modules: taken, package: nil))
  }
}
