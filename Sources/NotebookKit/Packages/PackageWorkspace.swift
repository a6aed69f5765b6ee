import Files
import Foundation

/// The folder of the cache in which a notebook's packages are built.
///
/// Its name is derived from the notebook's request and the toolchain. SwiftPM's `Package.resolved` stays in it, so the
/// versions do not move. A finished build is copied into a folder and never changed: runs that use it are not disturbed
/// by one that builds again because a local package has changed. A build that was killed leaves no such copy, and the
/// next run continues with it.
struct PackageWorkspace {
  let folder: URL
  let requests: [PackageRequest]
  let notebook: Notebook
  let toolchain: Toolchain
  let tool: PackageTool

  /// - Parameter cache: The folder of all workspaces.
  init(_ requests: [PackageRequest], of notebook: Notebook, toolchain: Toolchain, cache: URL, tool: PackageTool) {
    self.requests = requests
    self.notebook = notebook
    self.toolchain = toolchain
    self.tool = tool
    let key = ContentHash(
      parts: ["packages 1", cache.path, toolchain.fingerprint]
        + requests.flatMap { request in
          [request.dependency(besides: notebook.folder)] + ["products"] + request.products.map(\.name)
        })
    folder = cache.resolvingSymlinksInPath().appending(path: String(key.hexadecimal.prefix(32)))
  }

  // MARK: - What was built

  /// Results of the last build: the local packages, including those that other packages use.
  private struct Graph: Codable {
    var localPackages: [String]
  }

  private var graphFile: URL { folder.appending(path: "graph.json") }
  var resolvedFile: URL { folder.appending(path: "Package.resolved") }
  var build: URL { folder.appending(path: ".build") }

  private var graph: Graph? {
    (try? Data(contentsOf: graphFile)).flatMap { try? JSONDecoder().decode(Graph.self, from: $0) }
  }

  /// The folder of the finished build of the packages as they are now; nil if they were never resolved.
  func productsFolder() -> URL? {
    guard let graph else { return nil }
    let pins = PackageProducts.Pin.reading(resolvedFile).flatMap { [$0.identity, $0.revision] }
    let hash = ContentHash(
      parts: [folder.lastPathComponent] + pins
        + graph.localPackages.flatMap { [$0, FolderHash.of(URL(filePath: $0)).hexadecimal] })
    return folder.appending(path: "products").appending(path: String(hash.hexadecimal.prefix(32)))
  }

  /// The finished build and its folder; marks the workspace as recently used.
  func finished() -> (products: PackageProducts, folder: URL)? {
    guard let place = productsFolder(), let products = PackageProducts(in: place) else { return nil }
    utimes(folder.path, nil)
    return (products, place)
  }

  // MARK: - Building

  /// Resolves and builds, unless another run has done so meanwhile.
  ///
  /// - Throws: ``DependencyError``, `CancellationError`, the file system's errors.
  func make(_ progress: (DependencyProgress) -> Void) throws -> (products: PackageProducts, folder: URL) {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let lock = try WorkspaceLock(folder.appending(path: ".lock"), tool: tool) { progress(.waiting) }
    defer { lock.release() }
    if let finished = finished() { return finished }
    let mark = folder.appending(path: ".building")
    // A build that was killed may have left something that SwiftPM cannot continue with.
    var attemptsLeft = FileManager.default.fileExists(atPath: mark.path) ? 2 : 1
    try Data().write(to: mark)
    while true {
      do {
        let result = try attempt(progress)
        try? FileManager.default.removeItem(at: mark)
        return result
      } catch let error as DependencyError {
        attemptsLeft -= 1
        try? FileManager.default.removeItem(at: attemptsLeft > 0 ? build : mark)
        if attemptsLeft == 0 { throw error }
      }
    }
  }

  private func attempt(_ progress: (DependencyProgress) -> Void) throws -> (PackageProducts, URL) {
    try checkFolders()
    // Without products at first: SwiftPM reports nothing about packages if one of their products is missing.
    var manifest = PackageManifest(
      requests: requests, notebookFolder: notebook.folder, products: requests.map { _ in [] })
    try write(manifest)
    try resolve(progress)
    let graph = try readGraph()
    for index in requests.indices {
      let named = requests[index].products.map(\.name)
      let libraries = try named.isEmpty ? libraries(of: requests[index], in: graph) : named
      if libraries.isEmpty {
        throw failure("").error(at: requests[index], .noLibraries(package: requests[index].identity))
      }
      manifest.products[index] = libraries
    }
    try write(manifest)
    let plan = try makePlan(graph)
    try checkModules(of: plan, in: graph)
    let local = graph.packages.filter { !$0.path.hasPrefix(build.path + "/") }.map(\.path)
    try AtomicFile.write(JSONEncoder().encode(Graph(localPackages: local.sorted())), to: graphFile)
    // A file that is edited while the build continues must not count as built.
    guard let place = productsFolder() else { throw CocoaError(.fileReadUnknown) }
    try build(progress)
    let products = try publish(plan, to: place)
    if local.isEmpty { removeIntermediates() }
    return (products, place)
  }

  private func write(_ manifest: PackageManifest) throws {
    let sources = folder.appending(path: "Sources").appending(path: PackageManifest.library)
    let source = sources.appending(path: "\(PackageManifest.library).swift")
    if !FileManager.default.fileExists(atPath: source.path) {
      try AtomicFile.write(Data("// The library holds nothing but the packages.\n".utf8), to: source, makesFolder: true)
    }
    let file = folder.appending(path: "Package.swift")
    // SwiftPM plans again when the file is newer, even if it says the same.
    if (try? Data(contentsOf: file)) != Data(manifest.text.utf8) {
      try AtomicFile.write(Data(manifest.text.utf8), to: file)
    }
  }

  private func checkFolders() throws {
    for request in requests {
      guard case .folder(let path) = request.origin, let place = request.folder(besides: notebook.folder) else {
        continue
      }
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder), isFolder.boolValue else {
        let nearest = NearestPath.of(path, besides: notebook.folder)
        throw failure("").error(at: request, .noFolder(path: path, nearest: nearest))
      }
      if !FileManager.default.fileExists(atPath: place.appending(path: "Package.swift").path) {
        throw failure("").error(at: request, .noManifest(path: path))
      }
    }
  }

  private func resolve(_ progress: (DependencyProgress) -> Void) throws {
    let result = try run("swift-package", ["resolve"]) { line in
      guard let match = line.wholeMatch(of: /(Fetching|Updating|Computing version for|Creating working copy for) (\S+)/)
      else { return }
      progress(
        .advanced(completed: 0, total: 0, what: "resolving " + PackageRequest.identity(of: String(match.output.2))))
    }
    guard result.succeeded else { throw explained(result.output) }
  }

  /// Has SwiftPM plan the build, which checks products and modules, without building.
  private func makePlan(_ graph: PackageGraph) throws -> BuildPlan {
    let result = try run("swift-build", Self.buildArguments + ["--print-manifest-job-graph"])
    guard result.succeeded else {
      if let (name, package) = failure(result.output).missingProduct { throw try missing(name, of: package, in: graph) }
      throw explained(result.output)
    }
    let text = try String(contentsOf: build.appending(path: "release.yaml"), encoding: .utf8)
    guard let plan = BuildPlan(text) else {
      throw failure("").error(
        at: nil, .unresolved(messages: ["the build plan does not have the format of Swift 6.3"]))
    }
    return plan
  }

  private func build(_ progress: (DependencyProgress) -> Void) throws {
    let result = try run("swift-build", Self.buildArguments) { line in
      guard let match = line.wholeMatch(of: /\[(\d+)\/(\d+)\] (?:Compiling|Linking|Emitting module) (\S+).*/),
        let completed = Int(match.output.1), let total = Int(match.output.2)
      else { return }
      progress(.advanced(completed: completed, total: total, what: String(match.output.3)))
    }
    guard result.succeeded else { throw explained(result.output) }
  }

  private static let buildArguments = [
    "-c", "release", "--build-system", "native", "--product", PackageManifest.library,
  ]

  func run(
    _ program: String, _ arguments: [String], in place: URL? = nil, onLine: (String) -> Void = { _ in }
  ) throws -> PackageTool.Result {
    let url = toolchain.frontend.deletingLastPathComponent().appending(path: program)
    guard FileManager.default.isExecutableFile(atPath: url.path) else {
      throw failure("").error(at: nil, .noPackageManager(path: url.path))
    }
    return try tool.run(
      url, ["--package-path", (place ?? folder).path, "--scratch-path", build.path] + arguments, in: folder,
      onLine: onLine)
  }
}

extension Notebook {
  /// The folder that the notebook's paths are relative to.
  var folder: URL { file.absoluteURL.deletingLastPathComponent().standardizedFileURL }
}
