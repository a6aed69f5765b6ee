import Files
import Foundation
import NotebookKit

/// The folder that describes a kernel to Jupyter's front ends: its command, its name, its logo.
package struct KernelSpec: Sendable {
  /// A location for kernels, for one user or for all.
  package enum Place: Equatable, Sendable {
    case user
    /// A folder that contains `share/jupyter`, such as a virtual environment of Python.
    case prefix(URL)
    /// `/usr/local`, for everybody.
    case system
  }

  /// The name that front ends use for it.
  package let name: String
  package let folder: URL

  /// The name that notebooks in Swift refer to.
  package static let defaultName = "swift"

  /// - Throws: ``JupyterError/invalidName(_:)``.
  package init(name: String, at place: Place, environment: [String: String]) throws(JupyterError) {
    let isValid = !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }
    guard isValid, name.first != "." else { throw .invalidName(name) }
    self.init(name: name, in: Self.kernels(at: place, environment))
  }

  private init(name: String, in kernels: URL) {
    self.name = name.lowercased()
    folder = kernels.appending(path: self.name)
  }

  private static func kernels(at place: Place, _ environment: [String: String]) -> URL {
    switch place {
    case .user: UserFolders(environment).jupyter.appending(path: "kernels")
    case .prefix(let folder): folder.appending(path: "share/jupyter/kernels")
    case .system: URL(filePath: "/usr/local/share/jupyter/kernels")
    }
  }

  /// Every kernel of Etude's that a front end of this user finds.
  package static func installed(environment: [String: String]) -> [KernelSpec] {
    let paths = (environment["JUPYTER_PATH"] ?? "").split(separator: ":").map { URL(filePath: String($0)) }
    let folders =
      paths.map { $0.appending(path: "kernels") }
      + [kernels(at: .user, environment)]
      + (environment["VIRTUAL_ENV"].map { [kernels(at: .prefix(URL(filePath: $0)), environment)] } ?? [])
      + [kernels(at: .system, environment), URL(filePath: "/usr/share/jupyter/kernels")]
    return folders.flatMap { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      return names.sorted().map { KernelSpec(name: $0, in: folder) }.filter { $0.isOurs }
    }
  }

  // MARK: - Installing

  private var description: JSON? {
    (try? Data(contentsOf: folder.appending(path: Self.file))).flatMap { try? JSON(parsing: $0) }
  }

  private static let file = "kernel.json"
  /// The metadata member that identifies our own kernels.
  private static let mark = "etude"

  private var isOurs: Bool { description?["metadata"]?[Self.mark] != nil }

  /// The program that the installed kernel starts; nil if none is installed.
  package var program: String? { description?["argv"]?.array?.first?.string }

  /// Writes the kernel's files atomically; the one that registers the kernel is written last.
  ///
  /// - Parameter command: The program `etude`.
  /// - Throws: ``JupyterError/foreignKernel(path:name:)``, `FileError`.
  package func install(command: URL) throws {
    // An installation that was cut short has left some of our own files.
    let own = Set(Self.resources.map(\.0))
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    if !isOurs, names.contains(where: { !own.contains($0) && !$0.hasSuffix(".draft") }) {
      throw JupyterError.foreignKernel(path: folder.path, name: name)
    }
    for (name, bytes) in Self.resources {
      try AtomicFile.write(Data(bytes), to: folder.appending(path: name), makesFolder: true)
    }
    let title = name == Self.defaultName ? "Swift" : "Swift (\(name))"
    let description: JSON = [
      "argv": [.string(command.path), "jupyter", "kernel", "{connection_file}"],
      "display_name": .string(title), "language": "swift", "interrupt_mode": "message",
      "kernel_protocol_version": .string(JupyterMessage.protocolVersion),
      "metadata": [Self.mark: ["version": .string(EtudeVersion.current)], "debugger": .boolean(false)],
    ]
    try AtomicFile.write(description.fileData, to: folder.appending(path: Self.file))
  }

  private static let resources = [
    ("logo-32x32.png", PackageResources.logo_32x32_png), ("logo-64x64.png", PackageResources.logo_64x64_png),
    ("logo-svg.svg", PackageResources.logo_svg_svg),
  ]

  /// Removes the kernel's folder.
  ///
  /// - Throws: ``JupyterError``: it is missing, it is not ours, or it cannot be removed.
  package func uninstall() throws(JupyterError) {
    guard FileManager.default.fileExists(atPath: folder.path) else {
      throw .noKernel(path: folder.deletingLastPathComponent().path)
    }
    guard isOurs else { throw .foreignKernel(path: folder.path, name: name) }
    do { try FileManager.default.removeItem(at: folder) } catch {
      throw .folderNotRemoved(path: folder.path, reason: SystemReason.of(error))
    }
  }
}
