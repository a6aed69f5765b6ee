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
      NewCommand.self, PreviewCommand.self, RunCommand.self, DocCommand.self, CheckCommand.self, ParamsCommand.self,
      SweepCommand.self, ConvertCommand.self, VerifyCommand.self, JupyterCommand.self, LspCommand.self,
      FeaturesCommand.self, ManualCommand.self,
    ])

  /// Tells somebody who gives no command what to do first.
  func run() {
    print(
      """
      Etude runs Markdown notebooks whose cells are Swift.

        etude new sketch          makes sketch.md from a template
        etude preview sketch.md   shows it in the browser and follows every save
        etude run sketch.md       runs it and writes Output/sketch.html

      `etude help` lists all commands, `etude help run` what one takes, `etude doc chroma` what a cell can call.
      """)
  }

  /// The reason why the first argument is no command: nil if it is one, or an option.
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
