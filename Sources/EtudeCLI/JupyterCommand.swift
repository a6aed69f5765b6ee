import ArgumentParser
import Foundation
import Jupyter
import NotebookKit

/// `etude jupyter …`
struct JupyterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jupyter", abstract: "Lets Jupyter's front ends run Swift.",
    discussion: """
      After `etude jupyter install`, JupyterLab, Notebook, VS Code, nbconvert, papermill and `jupyter console --kernel \
      swift` offer Swift. Cells are compiled, as in a Markdown notebook: options are their first lines, `//| key: value`, \
      and `try doc("chroma")` shows documentation.

      Packages, sources, parameters and settings of all cells are front matter there, too. Write it into the first cell:

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
    @Flag(help: "For this user (the default).")
    var user = false

    @Flag(help: "For everybody, in /usr/local/share/jupyter.")
    var system = false

    @Option(
      help: "In the folder that holds share/jupyter, as a virtual environment of Python's.", completion: .directory)
    var prefix: String?

    @Option(help: "The name by which front ends ask for it.")
    var name = KernelSpec.defaultName

    func validate() throws {
      if [user, system, prefix != nil].count(where: { $0 }) > 1 {
        throw ValidationError("Give one of --user, --system and --prefix.")
      }
    }

    func spec() throws -> KernelSpec {
      let place = prefix.map { KernelSpec.Place.prefix(URL(filePath: $0)) } ?? (system ? .system : .user)
      return try KernelSpec(name: name, at: place, environment: ProcessInfo.processInfo.environment)
    }
  }

  struct Install: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Makes the kernel known to Jupyter.",
      discussion: "A kernel of that name which Etude did not install is not replaced.")

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
      abstract: "Lists where Etude's kernel is installed, and the program that it starts.")

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
