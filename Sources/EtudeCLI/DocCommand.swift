import ArgumentParser
import Display
import Foundation
import Live
import NotebookKit

/// `etude doc NAME…`
struct DocCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doc", abstract: "Shows the documentation of a function, a type or a member that cells can use.",
    discussion: """
      Examples:
        etude doc chroma              a verb, with all its overloads
        etude doc Waveform            a type, with its members
        etude doc Waveform.duration   a member; `etude doc duration` finds it as well
        etude doc read_csv            what takes the place of a name of librosa, fastai, PyTorch, NumPy, matplotlib or pandas
        etude doc --open              the whole reference, with articles, in the browser
      """)

  @Argument(help: "The names, spelled as in code.")
  var names: [String] = []

  @Flag(help: "Serve the reference that `make docs` builds, and open it in the browser. Ctrl-C stops the server.")
  var open = false

  @Flag(help: .hidden)
  var buildIndex = false

  func validate() throws {
    if names.isEmpty && !buildIndex && !open { throw ValidationError("Give a name, as in `etude doc chroma`.") }
  }

  func run() async throws {
    do {
      if open { return try await serveReference() }
      let documentation = LibraryDocumentation(of: try Installation())
      if buildIndex { try documentation.build() }
      guard !names.isEmpty else { return }
      let index = try documentation.index()
      var isComplete = true
      for (position, name) in names.enumerated() {
        if position > 0 { print() }
        do {
          print(try index.documentation(of: name))
        } catch {
          printError(String(describing: error))
          isComplete = false
        }
      }
      if !isComplete { throw ExitCode.failure }
    } catch let code as ExitCode {
      throw code
    } catch {
      printError(String(describing: error))
      throw ExitStatus.couldNotBegin
    }
  }

  /// Serves the reference until a signal ends it.
  private func serveReference() async throws {
    let interrupts = InterruptHandler()
    let end = EndOfPreview()
    interrupts.watch(end)
    defer { interrupts.watch(nil) }
    let server = try ReferenceServer(try CoreLibrary().reference)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run() }
      try await server.waitUntilListening()
      print("The reference is at \(server.address.absoluteString)\nCtrl-C stops the server.")
      fflush(nil)
      Browser.open(server.address)
      group.addTask { await end.wait() }
      try await group.next()
      group.cancelAll()
    }
  }
}
