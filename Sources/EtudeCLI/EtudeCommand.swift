import ArgumentParser
import Files
import Foundation
import NotebookKit

@main
enum Program {
  static func main() async {
    StandardStreams.prepare()
    InterruptHandler.prepare()
    if let reason = EtudeCommand.reasonToRefuse(CommandLine.arguments.dropFirst().first) {
      printError(reason)
      _exit(EX_USAGE)
    }
    await EtudeCommand.main()
  }
}

/// The `etude` command.
struct EtudeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "etude",
    abstract: "Runs literate Swift notebooks and writes HTML reports.",
    discussion: """
      A notebook is Markdown whose ```swift fences run; each sees the declarations of earlier ones.

      Exit status:
        0    every cell succeeded, or failed as it was meant to
        1    a cell failed, cells did not run, or outputs differ from the record
        2    the notebook, its parameters or its record are invalid, or the run could not start
        64   the command line is invalid
        130  the run was interrupted
      """,
    version: EtudeVersion.current,
    subcommands: [
      NewCommand.self, PreviewCommand.self, RunCommand.self, DocCommand.self, CheckCommand.self, ParamsCommand.self,
      SweepCommand.self, ConvertCommand.self, VerifyCommand.self, JupyterCommand.self, LspCommand.self,
      FeaturesCommand.self, ManualCommand.self,
    ])

  /// Shows the first steps to users who give no command.
  func run() {
    print(
      """
      Etude runs Markdown notebooks whose cells are Swift.

        etude new sketch          creates sketch.md from a template
        etude preview sketch.md   shows it in the browser and updates after every save
        etude run sketch.md       runs it and writes Output/sketch.html

      `etude help` lists all commands, `etude help run` the options of one; `etude doc chroma` shows documentation.
      """)
  }

  /// The reason why the first argument is not a command: nil if it is one, or an option.
  static func reasonToRefuse(_ argument: String?) -> String? {
    guard let argument, !argument.hasPrefix("-") else { return nil }
    let commands = configuration.subcommands.map { $0.configuration }
    let names = commands.compactMap { $0.commandName } + ["help"]
    if names.contains(argument) { return nil }
    if ["md", "qmd", "ipynb"].contains(URL(filePath: argument).pathExtension) {
      let first = argument.hasSuffix(".ipynb") ? "convert" : "run"
      let target = first == "run" ? "" : " notebook.md"
      return "`\(argument)` is a notebook, not a command. Write `etude \(first) \(argument.shellWord)\(target)`."
    }
    let visible = commands.filter { $0.shouldDisplay }.compactMap { $0.commandName }
    let advice =
      NearestName.of(argument, in: visible).map { "Did you mean `etude \($0)`?" } ?? "`etude help` lists the commands."
    return "`etude \(argument)` is not a command. \(advice)"
  }
}

/// Exit statuses of the program.
enum ExitStatus {
  static let cellsFailed = ExitCode(1)
  static let couldNotBegin = ExitCode(2)
  static let interrupted = ExitCode(130)
}
