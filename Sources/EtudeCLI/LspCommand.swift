import ArgumentParser
import LanguageServer

/// `etude lsp`
struct LspCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp", abstract: "Serves editors: completion, hover, definitions and diagnostics in notebooks.",
    discussion: """
      Editors start this command and talk to it over standard input and output, by the Language Server Protocol. Each \
      cell sees the declarations of earlier cells; diagnostics are those of `etude check`. The server runs no cell and \
      never changes a notebook. Sources/LanguageServer/README.md describes the setup of VS Code, Neovim, Emacs and Helix.
      """)

  // Clients add it to their output.
  @Flag(name: .customLong("stdio"), help: "Use standard input and output (the default).")
  var standardStreams = false

  func run() async throws {
    let status = await StandardConnection.serve(input: 0, output: 1)
    throw ExitCode(status)
  }
}
