import ArgumentParser
import Display
import Foundation
import NotebookKit

/// `etude doc NAME…`
struct DocCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doc", abstract: "Shows what is written about a function, a type or a member that cells can use.",
    discussion: """
      Examples:
        etude doc chroma              a verb, with all its overloads
        etude doc Waveform            a type, with its members
        etude doc Waveform.duration   a member; `etude doc duration` finds it as well
      """)

  @Argument(help: "The names, as code has them.")
  var names: [String] = []

  @Flag(help: .hidden)
  var buildIndex = false

  func validate() throws {
    if names.isEmpty && !buildIndex { throw ValidationError("Give a name, as in `etude doc chroma`.") }
  }

  func run() throws {
    do {
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
}
