import Files
import Foundation
import NotebookKit
import Testing

@Suite("Toolchains")
struct ToolchainTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")

  private func write(_ text: String, _ path: String) throws -> URL {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    return file
  }

  @Test("A path without a compiler is refused")
  func noCompiler() {
    #expect(throws: CompilationError.noCompiler) { try Toolchain(environment: [:]) }
    #expect(throws: CompilationError.noCompiler) { try Toolchain(environment: ["PATH": "/proc:/nowhere"]) }
  }

  @Test("A toolchain that is not complete is refused with the missing file")
  func incompleteToolchainNamesWhatIsMissing() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let compiler = try write("#!/bin/sh\nexit 1\n", "bin/swiftc")
    let bin = compiler.deletingLastPathComponent()
    #expect(throws: CompilationError.incompleteToolchain(bin.appending(path: "swift-frontend").path)) {
      try Toolchain(environment: ["PATH": bin.path])
    }
    #expect(
      CompilationError.incompleteToolchain("/x").description
        == "The Swift toolchain lacks /x. Reinstall Swift 6.3 (https://www.swift.org/install/linux).")
  }

  /// `swiftc` of the swiftly installer is a program that only calls the `swiftc` of the chosen toolchain.
  @Test("A proxy is followed to the toolchain that it calls")
  func proxyIsFollowed() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let real = try Toolchain()
    let proxy = try write(
      "#!/bin/sh\nexec \(real.frontend.deletingLastPathComponent().path)/swiftc \"$@\"\n", "proxies/swiftc")
    let toolchain = try Toolchain(environment: ["PATH": proxy.deletingLastPathComponent().path])
    #expect(toolchain.frontend.path == real.frontend.path)
    #expect(toolchain.linker.path == real.linker.path)
  }
}
