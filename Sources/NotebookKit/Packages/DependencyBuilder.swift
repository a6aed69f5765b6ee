import Files
import Foundation

/// Makes a notebook's packages and sources, or finds them in the cache.
///
/// ```swift
/// let builder = DependencyBuilder(notebook, installation: installation) { print($0) }
/// let dependencies = try builder.build()
/// ```
package final class DependencyBuilder: Sendable {
  private let notebook: Notebook
  private let installation: Installation
  private let tool: PackageTool
  private let compilers = ToolGroup()
  private let progress: @Sendable (DependencyProgress) -> Void

  package init(
    _ notebook: Notebook, installation: Installation, progress: @escaping @Sendable (DependencyProgress) -> Void
  ) {
    self.notebook = notebook
    self.installation = installation
    self.progress = progress
    tool = PackageTool(environment: installation.environment)
  }

  /// Stops ``build()``, which then throws `CancellationError`.
  package func cancel() {
    tool.cancel()
    compilers.end()
  }

  /// Blocks until everything is built.
  ///
  /// - Throws: ``DependencyError`` with the notebook's line of the unavailable dependency, `CancellationError`, errors
  ///   of the file system.
  package func build() throws -> NotebookDependencies { try compilers.run(makeAll) }

  private func makeAll() throws -> NotebookDependencies {
    var dependencies = NotebookDependencies()
    var modules: [String] = []
    if !notebook.frontMatter.packages.isEmpty { modules = try addPackages(to: &dependencies) }
    if let sources = notebook.frontMatter.sources { try add(sources, packageModules: modules, to: &dependencies) }
    return dependencies
  }

  // MARK: - Packages

  /// - Returns: The packages' modules.
  private func addPackages(to dependencies: inout NotebookDependencies) throws -> [String] {
    let requests = notebook.frontMatter.packages
    let workspace = PackageWorkspace(
      requests, of: notebook, toolchain: installation.toolchain, cache: installation.cache.packages, tool: tool)
    let (products, folder) = try workspace.finished() ?? made(workspace, requests)
    dependencies.compilerArguments += products.arguments
    dependencies.libraries.append(folder.appending(path: PackageProducts.libraryFileName))
    dependencies.keys.append(ContentHash(parts: ["packages", folder.path]))
    dependencies.stampEntries.append(Stamp.Entry("Packages", describe(products.pins, requests)))
    return products.modules
  }

  private func made(
    _ workspace: PackageWorkspace, _ requests: [PackageRequest]
  ) throws -> (PackageProducts, URL) {
    installation.cache.noteGrowth()
    return try timed(line: requests[0].line, "packages \(requests.map(\.identity).joined(separator: ", "))") {
      try workspace.make(progress)
    }
  }

  /// Names and versions; of packages in folders the hash of their files.
  private func describe(_ pins: [PackageProducts.Pin], _ requests: [PackageRequest]) -> String {
    let local = requests.compactMap { request in
      request.folder(besides: notebook.folder).map {
        "\(request.identity) (\(request.location)), SHA-256 \(FolderHash.of($0).hexadecimal)"
      }
    }
    return (pins.map { "\($0.identity) \($0.versionText)" } + local).joined(separator: "; ")
  }

  // MARK: - Sources

  private func add(
    _ request: SourcesRequest, packageModules: [String], to dependencies: inout NotebookDependencies
  ) throws {
    let module = try SourceModule(
      request, of: notebook, packageModules: packageModules, toolchain: installation.toolchain)
    let compiler = installation.compiler(of: notebook, dependencies: dependencies)
    try compiler.prepare()
    defer { compiler.removeScratch() }
    let start = ContinuousClock.now
    var isNew = false
    let made = try module.compiled(with: compiler, packages: dependencies) {
      isNew = true
      progress(.began(line: request.line, what: "sources"))
    }
    if isNew { progress(.ended(line: request.line, what: "sources", seconds: start.secondsSinceThen)) }
    if !made.warnings.isEmpty { progress(.warned(made.warnings)) }
    dependencies.compilerArguments += ["-I", made.folder.path]
    dependencies.imports.append("@testable internal import \(module.name)")
    dependencies.libraries.append(made.folder.appending(path: "lib\(module.name).so"))
    dependencies.keys.append(made.key)
    let files = request.paths.map(\.path).joined(separator: ", ")
    let count = module.files.count == 1 ? "1 file" : "\(module.files.count) files"
    dependencies.stampEntries.append(
      Stamp.Entry("Sources", "\(files) (\(count)), SHA-256 \(module.contents.hexadecimal)"))
  }

  private func timed<Result>(line: Int, _ what: String, _ body: () throws -> Result) rethrows -> Result {
    let start = ContinuousClock.now
    progress(.began(line: line, what: what))
    let result = try body()
    progress(.ended(line: line, what: what, seconds: start.secondsSinceThen))
    return result
  }
}

extension ContinuousClock.Instant {
  fileprivate var secondsSinceThen: Double { (ContinuousClock.now - self) / .seconds(1) }
}
