import ArgumentParser
import LanguageServer

/// `etude lsp`
struct LspCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp", abstract: "Serves editors: completion, hover, definitions and diagnostics in notebooks.",
    discussion: """
      An editor starts it and talks to it by standard input and output, as the Language Server Protocol has it. Each cell \
      sees what the cells before it declare; diagnostics are those of `etude check`. No cell runs, and nothing is written \
      into a notebook. How to set up VS Code, Neovim, Emacs and Helix is in Sources/LanguageServer/README.md.
      """)

  // Clients add it to what they start.
  @Flag(name: .customLong("stdio"), help: "Talk by standard input and output, as without it.")
  var standardStreams = false

  func run() async throws {
    let status = await StandardConnection.serve(input: 0, output: 1)
    throw ExitCode(status)
  }
}
