import Files
import Foundation
import Jupyter
import TestSupport
import Testing

@Suite("Installing the kernel")
struct KernelSpecTests {
  private let command = URL(filePath: "/opt/etude/bin/etude")

  private func spec(_ folder: URL, name: String = "swift") throws -> KernelSpec {
    try KernelSpec(name: name, at: .user, environment: ["JUPYTER_DATA_DIR": folder.path])
  }

  @Test("The kernel's description starts this program and asks for interrupts by message")
  func install() throws {
    try withTemporaryFolder { folder in
      try spec(folder).install(command: command)
      let json = try JSON(parsing: Data(contentsOf: folder.appending(path: "kernels/swift/kernel.json")))
      #expect(json["argv"] == ["/opt/etude/bin/etude", "jupyter", "kernel", "{connection_file}"])
      #expect(json["interrupt_mode"] == "message")
      #expect(json["language"] == "swift")
      #expect(json["display_name"] == "Swift")
    }
  }

  @Test("The logo is there in two sizes and as a drawing")
  func logo() throws {
    try withTemporaryFolder { folder in
      let spec = try spec(folder)
      try spec.install(command: command)
      for size in [32, 64] {
        let data = try Data(contentsOf: spec.folder.appending(path: "logo-\(size)x\(size).png"))
        #expect(data.prefix(8) == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        #expect(data[16..<24] == Data([0, 0, 0, UInt8(size), 0, 0, 0, UInt8(size)]))
      }
      #expect(try String(contentsOf: spec.folder.appending(path: "logo-svg.svg"), encoding: .utf8).hasPrefix("<svg "))
    }
  }

  @Test("A kernel of ours is installed again, and removed whole")
  func again() throws {
    try withTemporaryFolder { folder in
      let spec = try spec(folder)
      try spec.install(command: URL(filePath: "/old/etude"))
      try spec.install(command: command)
      #expect(spec.program == command.path)
      try spec.uninstall()
      #expect(!FileManager.default.fileExists(atPath: spec.folder.path))
    }
  }

  @Test("A foreign kernel is neither replaced nor removed")
  func foreign() throws {
    try withTemporaryFolder { folder in
      let spec = try spec(folder)
      let file = spec.folder.appending(path: "kernel.json")
      try AtomicFile.write(Data("{\"argv\": [\"swift-jupyter\"]}".utf8), to: file, makesFolder: true)
      let error = JupyterError.foreignKernel(path: spec.folder.path, name: "swift")
      #expect(throws: error) { try spec.install(command: command) }
      #expect(throws: error) { try spec.uninstall() }
      #expect(try String(contentsOf: file, encoding: .utf8).contains("swift-jupyter"))
      #expect(
        error.description
          == "\(spec.folder.path) contains a kernel that Etude did not install. Remove it with `jupyter kernelspec remove "
          + "swift`, or give this one another name with --name.")
    }
  }

  @Test("An installation that was cut short is completed")
  func cutShort() throws {
    try withTemporaryFolder { folder in
      let spec = try spec(folder)
      try AtomicFile.write(Data(), to: spec.folder.appending(path: "logo-32x32.png"), makesFolder: true)
      try spec.install(command: command)
      #expect(spec.program == command.path)
    }
  }

  @Test("Removing a kernel that is not there is an error")
  func missing() throws {
    try withTemporaryFolder { folder in
      #expect(throws: JupyterError.noKernel(path: folder.appending(path: "kernels").path)) {
        try spec(folder).uninstall()
      }
    }
  }

  @Test("The list names kernels of ours, by their folders")
  func list() throws {
    try withTemporaryFolder { folder in
      try spec(folder, name: "swift-next").install(command: command)
      try AtomicFile.write(
        Data("{}".utf8), to: folder.appending(path: "kernels/python3/kernel.json"), makesFolder: true)
      let listed = KernelSpec.installed(environment: ["JUPYTER_DATA_DIR": folder.path, "HOME": folder.path])
      #expect(listed.map(\.name).filter { $0 != "swift" } == ["swift-next"])
    }
  }

  @Test("A prefix is the folder that contains share/jupyter")
  func prefix() throws {
    let spec = try KernelSpec(name: "Swift", at: .prefix(URL(filePath: "/venv")), environment: [:])
    #expect(spec.folder.path == "/venv/share/jupyter/kernels/swift")
  }

  @Test("A name that no folder can have is refused", arguments: ["", "a b", "../x", ".hidden", "ü"])
  func names(_ name: String) {
    #expect(throws: JupyterError.invalidName(name)) { try KernelSpec(name: name, at: .user, environment: [:]) }
  }
}
