import Foundation

extension CellCompiler {
  /// Compiles files with optimisation as one module, and links it as a library that a kernel can load.
  ///
  /// - Parameters:
  ///   - files: Paths below `folder`, as in diagnostics and traps.
  ///   - target: The folder of `libMODULE.so` and `MODULE.swiftmodule`.
  /// - Returns: The result of the compilation, with the remarks of the compiler.
  /// - Throws: The file system's errors.
  func compileLibrary(
    module: String, files: [String], in folder: URL, languageMode: LanguageMode, to target: URL
  ) throws -> (succeeded: Bool, diagnostics: String) {
    let object = target.appending(path: "\(module).o")
    let compiled = try compile(
      [
        "-frontend", "-c", "-parse-as-library", "-module-name", module, "-target", Toolchain.target,
        "-disable-objc-interop", "-enable-testing", "-package-name", "notebook", "-enable-bare-slash-regex",
        "-plugin-path", toolchain.plugins.path, "-gline-tables-only", "-Xcc", "-fno-omit-frame-pointer",
        "-diagnostic-style", "llvm", "-no-color-diagnostics", "-O", "-swift-version", languageMode.rawValue,
      ] + dependencies.compilerArguments + [
        "-I", library.modules.path, "-Xcc", "-fmodule-map-file=\(moduleMap.path)", "-module-cache-path",
        cache.clangModules.folder.path, "-emit-module-path", target.appending(path: "\(module).swiftmodule").path, "-o",
        object.path,
      ] + files, in: folder)
    guard compiled.status == 0 else { return (false, compiled.errors) }
    let linked = try linker.link(object, to: target.appending(path: "lib\(module).so"))
    try FileManager.default.removeItem(at: object)
    return (linked.status == 0, linked.status == 0 ? compiled.errors : linked.errors)
  }
}
