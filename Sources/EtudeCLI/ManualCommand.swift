import ArgumentParser
import Foundation
import NotebookKit

/// `etude manual`, which `make install` calls.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Writes the manual page, for `man etude`.", shouldDisplay: false)

  func run() throws {
    let page = try ManualPage(
      ofCommandIn: Data(EtudeCommand._dumpHelp().utf8), version: EtudeVersion.current)
    print(page.text, terminator: "")
  }
}
