import ArgumentParser
import Foundation
import Jupyter
import NotebookKit

/// `etude jupyter …`
struct JupyterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jupyter", abstract: "Installs and runs the Swift kernel for Jupyter.",
    discussion: """
      After `etude jupyter install`, JupyterLab, Notebook, VS Code, nbconvert, papermill and `jupyter console --kernel \
      swift` can run Swift. Cells work as in a Markdown notebook: their first lines may be options, `//| key: value`, \
      and `try doc("chroma")` shows documentation.

      Packages, sources, parameters and settings for all cells go into front matter. Write it in the first cell:

        ---
        packages:
          - url: https://github.com/apple/swift-algorithms
            from: 1.2.1
        params:
          hop: 512
        ---
      """,
    subcommands: [Install.self, Uninstall.self, List.self, JupyterKernelCommand.self])

  /// Options that say for whom a kernel is installed, and its name.
  struct Place: ParsableArguments {
    @Flag(help: "Install for this user (the default).")
    var user = false

    @Flag(help: "Install for all users, in /usr/local/share/jupyter.")
    var system = false

    @Option(
      help: "Install below this folder, in share/jupyter; for a Python virtual environment.", completion: .directory)
    var prefix: String?

    @Option(help: "The kernel's name in Jupyter.")
    var name = KernelSpec.defaultName

    func validate() throws {
      if [user, system, prefix != nil].count(where: { $0 }) > 1 {
        throw ValidationError("More than one of --user, --system and --prefix was given. Give only one.")
      }
    }

    func spec() throws -> KernelSpec {
      let place = prefix.map { KernelSpec.Place.prefix(URL(filePath: $0)) } ?? (system ? .system : .user)
      return try KernelSpec(name: name, at: place, environment: ProcessInfo.processInfo.environment)
    }
  }

  struct Install: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Installs the kernel for Jupyter.",
      discussion: "A kernel of the same name that Etude did not install is not replaced.")

    @OptionGroup var place: Place

    func run() throws {
      try ending {
        let spec = try place.spec()
        try spec.install(command: CoreLibrary.runningCommand)
        print(spec.folder.path)
      }
    }
  }

  struct Uninstall: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Removes the kernel from Jupyter.")

    @OptionGroup var place: Place

    func run() throws {
      try ending {
        let spec = try place.spec()
        try spec.uninstall()
        print("Removed \(spec.folder.path)")
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the installed kernels of Etude, with the program that each starts.")

    func run() {
      for spec in KernelSpec.installed(environment: ProcessInfo.processInfo.environment) {
        print([spec.name, spec.folder.path, spec.program ?? ""].joined(separator: "\t"))
      }
    }
  }
}

/// Runs a command's work; an error is printed and ends the command.
private func ending(_ work: () throws -> Void) throws {
  do { try work() } catch {
    printError(String(describing: error))
    throw ExitStatus.couldNotBegin
  }
}
