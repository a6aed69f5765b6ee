import ArgumentParser
import Files
import Foundation
import NotebookKit

/// `etude features …`, which runs another program, so this one starts without the numerics.
struct FeaturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "features", abstract: "Computes librosa's features of audio files. See `etude features --help`.",
    helpNames: [])

  @Argument(parsing: .captureForPassthrough, help: "What `etude-features` takes.")
  var arguments: [String] = []

  func run() throws {
    let library: CoreLibrary
    do {
      library = try CoreLibrary()
    } catch {
      printError(String(describing: error))
      throw ExitStatus.couldNotBegin
    }
    let words = (["etude features"] + arguments).map { strdup($0) } + [nil]
    execv(library.features.path, words)
    printError("\(library.features.path) could not be started: \(SystemReason.ofLastCall)")
    throw ExitStatus.couldNotBegin
  }
}
