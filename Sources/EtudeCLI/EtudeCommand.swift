import ArgumentParser
import Foundation
import NotebookKit

@main
enum Program {
  static func main() async {
    StandardStreams.prepare()
    InterruptHandler.prepare()
    await EtudeCommand.main()
  }
}

/// The `etude` command.
struct EtudeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "etude",
    abstract: "Runs literate Swift notebooks and writes reports that people want to read.",
    discussion: """
      A notebook is Markdown whose ```swift fences run, each seeing what the ones before it declared.

      Exit status:
        0    every cell did what it should
        1    a cell failed, cells did not run, or outputs differ from the record
        2    the notebook, its parameters or its record are wrong, or the work could not begin
        64   the command line is wrong
        130  the run was interrupted
      """,
    version: EtudeVersion.current,
    subcommands: [
      NewCommand.self, RunCommand.self, SweepCommand.self, PreviewCommand.self, VerifyCommand.self, CheckCommand.self,
      ParamsCommand.self,
      ConvertCommand.self, DocCommand.self, JupyterCommand.self, LspCommand.self, FeaturesCommand.self,
    ])
}

/// What the process tells its caller when it ends.
enum ExitStatus {
  static let cellsFailed = ExitCode(1)
  static let couldNotBegin = ExitCode(2)
  static let interrupted = ExitCode(130)
}
