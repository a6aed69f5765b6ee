import Foundation

/// The public names of the library's modules, read by the toolchain's `swift-symbolgraph-extract`.
enum LibraryNames {
  private struct SymbolGraph: Decodable {
    struct Symbol: Decodable { var pathComponents: [String] }
    var symbols: [Symbol]
  }

  /// The names that a cell can use without a dot, sorted; those of modules that cannot be read are missing.
  ///
  /// - Parameters:
  ///   - folder: A folder for the tool's output.
  ///   - moduleMap: What stands in for the headers of C libraries.
  /// - Throws: The file system's errors.
  static func read(_ library: CoreLibrary, toolchain: Toolchain, moduleMap: URL, using folder: URL) throws -> [String] {
    var names: Set<String> = []
    for module in CoreLibrary.exportedModules {
      _ = try ToolProcess.run(
        toolchain.symbolGraphTool,
        [
          "-module-name", module, "-I", library.modules.path, "-target", Toolchain.target, "-output-dir", folder.path,
          "-minimum-access-level", "public", "-skip-synthesized-members", "-Xcc", "-fmodule-map-file=\(moduleMap.path)",
        ])
      guard let data = try? Data(contentsOf: folder.appending(path: "\(module).symbols.json")) else { continue }
      for symbol in try JSONDecoder().decode(SymbolGraph.self, from: data).symbols
      where symbol.pathComponents.count == 1 {
        names.insert(String(symbol.pathComponents[0].prefix { $0 != "(" }))
      }
    }
    return names.filter { $0.first.map { $0.isLetter || $0 == "_" } ?? false }.sorted()
  }
}
