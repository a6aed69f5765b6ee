import Foundation
import NotebookKit
import TestSupport
import Testing

@Suite("Manual page")
struct ManualPageTests {
  private static let description = #"""
    {"serializationVersion": 0, "command": {"commandName": "tool", "abstract": "Does -x.", "discussion": ".a\n'b",
     "subcommands": [
      {"commandName": "go", "abstract": "Goes \\ on.", "arguments": [
        {"kind": "positional", "shouldDisplay": true, "isOptional": false, "isRepeating": true, "valueName": "file"},
        {"kind": "option", "shouldDisplay": true, "isOptional": true, "isRepeating": false, "valueName": "n",
         "defaultValue": "3", "abstract": "How often.", "names": [
          {"kind": "long", "name": "count"}, {"kind": "short", "name": "c"}]},
        {"kind": "flag", "shouldDisplay": false, "isOptional": true, "isRepeating": false,
         "names": [{"kind": "long", "name": "secret"}]}]},
      {"commandName": "hidden", "shouldDisplay": false},
      {"commandName": "help"}]}}
    """#

  @Test("A page has the commands and options that are displayed, and nothing in it is a request by accident")
  func page() throws {
    let page = try ManualPage(ofCommandIn: Data(Self.description.utf8), version: "1.2")
    #expect(
      page.text == #"""
        .TH TOOL 1 "" "tool 1.2" "User Commands"
        .SH NAME
        tool \- Does \-x.
        .SH SYNOPSIS
        .B tool
        \fIcommand\fR [\fIarguments\fR]
        .SH DESCRIPTION
        .nf
        \&.a
        \&'b
        .fi
        .SH COMMANDS
        .SS "tool go <file> ..."
        Goes \e on.
        .TP
        \fI<file> ...\fR

        .TP
        \fB\-c\fR, \fB\-\-count\fR \fIn\fR
        How often. (default: 3)

        """#)
  }

  @Test("The manual page of etude has a section for each command that its help lists")
  func ownPage() throws {
    let page = try Program.built("etude", ["manual"]).run().output
    let help = try Program.built("etude", ["--help"]).run().output
    let list = try #require(help.range(of: "SUBCOMMANDS:"))
    let names = help[list.upperBound...].matches(of: #/\n  ([a-z]+) /#).map { String($0.output.1) }
    #expect(names.count > 10)
    for name in names { #expect(page.contains("\n.SS \"etude \(name)")) }
    #expect(!page.contains("build\\-index"))
  }
}

@Suite("Command line")
struct CommandLineTests {
  @Test(
    "A missing command leads to the intended one",
    arguments: [
      ("rnu", "`etude rnu` is not a command. Did you mean `etude run`?"),
      ("execute", "`etude execute` is not a command. `etude help` lists the commands."),
      ("note.md", "`note.md` is a notebook, not a command. Write `etude run note.md`."),
      ("note.qmd", "`note.qmd` is a notebook, not a command. Write `etude run note.qmd`."),
      (
        "my note.ipynb",
        "`my note.ipynb` is a notebook, not a command. Write `etude convert 'my note.ipynb' notebook.md`."
      ),
    ])
  func unknownCommand(_ argument: String, _ message: String) throws {
    let result = try Program.built("etude", [argument]).run()
    #expect(result.status == 64 && result.errors == message + "\n")
  }

  @Test("Without a command it prints the first steps, and succeeds")
  func noCommand() throws {
    let result = try Program.built("etude", []).run()
    #expect(result.status == 0 && result.output.contains("etude new sketch"))
  }
}
