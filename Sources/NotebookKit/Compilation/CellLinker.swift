import Foundation
import Synchronization

/// Makes libraries of compiled cells.
///
/// Our own modules and the libraries loaded with the kernel are found in the kernel when a cell is loaded; each library
/// passed to the linker costs time.
final class CellLinker: Sendable {
  private let toolchain: Toolchain
  private let kernel: URL
  /// The runtime's libraries that a kernel is not loaded with, by their linker names; read when first needed.
  private let optionalLibraries = Mutex<Set<String>?>(nil)

  init(toolchain: Toolchain, kernel: URL) {
    self.toolchain = toolchain
    self.kernel = kernel
  }

  /// Links an object into a library.
  ///
  /// - Throws: The file system's errors; the linker's own are in its result.
  func link(_ object: URL, to output: URL) throws -> ToolProcess.Result {
    try ToolProcess.run(
      toolchain.linker,
      ["-shared", "-o", output.path, toolchain.startFile.path, object.path] + libraryArguments(for: object))
  }

  /// The arguments that name the libraries which an object needs and the kernel does not bring.
  func libraryArguments(for object: URL) throws -> [String] {
    let optional = librariesOutsideOfKernel()
    let names = try ELFFile(object).autolinkedLibraries.filter(optional.contains)
    guard !names.isEmpty else { return [] }
    let folder = toolchain.runtimeLibraries.path
    return ["-L", folder, "-rpath", folder, "--as-needed"] + names.map { "-l\($0)" }
  }

  private func librariesOutsideOfKernel() -> Set<String> {
    optionalLibraries.withLock { known in
      if let known { return known }
      let files = (try? FileManager.default.contentsOfDirectory(atPath: toolchain.runtimeLibraries.path)) ?? []
      let names = Set(files.filter { $0.hasPrefix("lib") && $0.hasSuffix(".so") })
      let optional = Set(names.subtracting(librariesOfKernel).map { String($0.dropFirst(3).dropLast(3)) })
      known = optional
      return optional
    }
  }

  /// The file names of all libraries that are loaded with the kernel, in any order.
  private var librariesOfKernel: Set<String> {
    var found: Set<String> = []
    var files = [kernel]
    while let file = files.popLast() {
      for name in (try? ELFFile(file))?.neededLibraries ?? [] where found.insert(name).inserted {
        files.append(toolchain.runtimeLibraries.appending(path: name))
      }
    }
    return found
  }
}
