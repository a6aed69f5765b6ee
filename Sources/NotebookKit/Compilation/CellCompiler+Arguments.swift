import Files
import Foundation

/// Arguments of compilations, and the keys of their products, which depend on them. Each thing that changes the
/// compiler's output is in `frontendArguments` and in `key`.
extension CellCompiler {
  /// The key of a module: everything that its machine code and its interface depend on.
  package func key(
    module: String, source: String, imports: [ModuleInterface], options: CompilationOptions
  ) -> ContentHash {
    ContentHash(
      parts: [
        "cell 14", module, fileName, source, options.arguments.joined(separator: " "), toolchain.fingerprint,
        library.fingerprint,
      ] + (dependencies.keys + imports.map(\.hash)).map(\.hexadecimal))
  }

  /// The key of the library that is linked from a module's machine code.
  func libraryKey(of key: ContentHash) -> ContentHash { ContentHash(parts: ["library", key.hexadecimal]) }

  func frontendArguments(
    module: String, _ imports: [ModuleInterface], _ options: CompilationOptions
  ) -> [String] {
    [
      "-frontend", "-module-name", module, "-target", Toolchain.target, "-disable-objc-interop", "-enable-testing",
      "-enable-private-imports", "-package-name", "notebook", "-enable-bare-slash-regex", "-plugin-path",
      toolchain.plugins.path, "-gline-tables-only", "-no-serialize-debugging-options", "-Xcc",
      "-fno-omit-frame-pointer", "-diagnostic-style", "llvm", "-no-color-diagnostics", "-entry-point-function-name",
      CompiledModule.entryPoint(of: module),
    ] + dependencies.compilerArguments + [
      "-I", library.modules.path, "-Xcc",
      "-fmodule-map-file=\(moduleMap.path)", "-module-cache-path", cache.clangModules.folder.path,
    ] + imports.map { "-swift-module-file=\($0.module)=\($0.file.path)" } + options.arguments
  }

  /// Arguments for a tool that reads sources through the compiler's driver, such as sourcekit-lsp.
  ///
  /// - Parameter imports: The interfaces that the source imports.
  /// - Throws: The file system's errors.
  func editorArguments(
    module: String, _ imports: [ModuleInterface], _ options: CompilationOptions
  ) throws -> [String] {
    let mode = options.languageMode.rawValue
    let strictness = options.isolatesGlobals && mode == "5" ? ["-strict-concurrency=complete"] : []
    let list = try imports.isEmpty ? [] : ["-explicit-swift-module-map-file", list(of: imports).path]
    return [
      "-module-name", module, "-target", Toolchain.target, "-enable-testing", "-package-name", "notebook",
      "-enable-bare-slash-regex", "-plugin-path", toolchain.plugins.path, "-Xfrontend", "-disable-objc-interop",
      "-swift-version", mode,
    ] + strictness + dependencies.compilerArguments + [
      "-I", library.modules.path, "-Xcc", "-fmodule-map-file=\(moduleMap.path)", "-module-cache-path",
      cache.clangModules.folder.path,
    ] + list.flatMap { ["-Xfrontend", $0] }
  }

  /// A file that lists interfaces with their documentation, which `-swift-module-file` cannot name.
  private func list(of interfaces: [ModuleInterface]) throws -> URL {
    let list = JSON.array(
      interfaces.map {
        [
          "moduleName": .string($0.module), "modulePath": .string($0.file.path),
          "docPath": .string($0.documentation.path), "isFramework": .boolean(false),
        ]
      })
    let key = ContentHash(parts: ["interfaces", list.line])
    let name = "interfaces.json"
    let entry = try cache.entry(key) ?? cache.makeEntry(key) { try list.fileData.write(to: $0.appending(path: name)) }
    return entry.file(name)
  }

  func indexArguments(_ store: URL) -> [String] {
    ["-index-store-path", store.path, "-index-ignore-stdlib", "-index-ignore-clang-modules"]
  }
}
