import Foundation

/// The paths of an installed or freshly built Etude, found from the running command.
package struct CoreLibrary: Sendable {
  /// The program that runs cells.
  package let kernel: URL
  /// The program of `etude features`.
  package let features: URL
  /// The program with which `etude verify` compares images and sounds.
  package let comparer: URL
  /// The folder of `Etude.swiftmodule` and of the modules that it exports.
  package let modules: URL
  /// The folder of the reference's pages, which is there after `make docs`.
  package let reference: URL

  /// Looks beside the command (a build folder), then where `make install` puts files.
  ///
  /// - Throws: ``CompilationError/coreLibraryMissing(_:)`` with the position that should hold it.
  package init(command: URL = CoreLibrary.runningCommand) throws(CompilationError) {
    let folder = command.resolvingSymlinksInPath().deletingLastPathComponent()
    let installed = folder.deletingLastPathComponent().appending(path: "lib/etude")
    let isInstalled = FileManager.default.fileExists(atPath: installed.appending(path: "etude-kernel").path)
    let programs = isInstalled ? installed : folder
    kernel = programs.appending(path: "etude-kernel")
    features = programs.appending(path: "etude-features")
    comparer = programs.appending(path: "etude-compare")
    modules = programs.appending(path: "Modules")
    reference =
      isInstalled ? installed.appending(path: "Reference") : folder.appending(path: "../../docs").standardizedFileURL
    for file in [kernel, modules.appending(path: "Etude.swiftmodule")]
    where !FileManager.default.fileExists(atPath: file.path) {
      throw .coreLibraryMissing(file.path)
    }
  }

  /// The running program's own file.
  package static var runningCommand: URL {
    URL(filePath: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "etude")
  }

  /// A value that changes whenever the library is built again.
  var fingerprint: String {
    FileFingerprint.of(kernel) + " " + FileFingerprint.of(modules.appending(path: "Etude.swiftmodule"))
  }

  /// The Swift modules that a cell can use, the `coreLibrary` of `Package.swift`.
  package static let modules = [
    "Files", "Tensors", "Images", "Signal", "Display", "Tables", "Cluster", "Networks", "Datasets", "Learning",
    "Plotting", "Verbs", "Etude",
  ]

  /// The modules that `import Etude` reaches.
  package static let exportedModules = modules.filter { $0 != "Etude" }

  /// The modules in the kernel, and those of cells: a package must not have a module of the same name.
  package static let reservedModules = Set(
    modules + systemModules + [
      "KernelProtocol", "EtudeKernel", "CKernel", "CPackets", "CProcess", "CAVX512", ModuleNames.parameters,
      PackageManifest.library,
    ])

  /// The C modules of the library. Cells do not need their headers; the compiler is given empty ones.
  package static let systemModules = [
    "CCairo", "CCrypto", "CFFTW3", "CImages", "CMPI", "COpenBLAS", "CPNG", "CSndFile", "CSoxr", "CZip",
  ]
}
