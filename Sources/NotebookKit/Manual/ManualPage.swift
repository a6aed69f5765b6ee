import Foundation

/// The manual page of a command, in the macros of man(7).
package struct ManualPage {
  package let text: String

  /// The page of a command and its subcommands, from their help texts.
  ///
  /// - Parameter description: The description that Swift Argument Parser gives of a command, version 0 of its JSON.
  /// - Throws: `DecodingError` for another form.
  package init(ofCommandIn description: Data, version: String) throws {
    let command = try JSONDecoder().decode(CommandDescription.self, from: description).command
    let name = command.commandName
    var lines = [
      ".TH \(name.uppercased()) 1 \"\" \"\(name) \(version)\" \"User Commands\"",
      ".SH NAME", "\(name) \\- " + Self.escaped(command.abstract ?? ""),
      ".SH SYNOPSIS", ".B \(name)", "\\fIcommand\\fR [\\fIarguments\\fR]",
    ]
    if let discussion = command.discussion { lines += [".SH DESCRIPTION"] + Self.verbatim(discussion) }
    lines.append(".SH COMMANDS")
    for command in command.visibleSubcommands { lines += Self.section(of: command, after: [name]) }
    text = lines.joined(separator: "\n") + "\n"
  }

  private static func section(of command: CommandDescription.Command, after names: [String]) -> [String] {
    let names = names + [command.commandName]
    let arguments = command.visibleArguments
    let operands = arguments.filter { $0.kind == "positional" }.map(\.operand)
    var lines = [".SS \"" + escaped((names + operands).joined(separator: " ")) + "\""]
    if let abstract = command.abstract { lines.append(escaped(abstract)) }
    if let discussion = command.discussion { lines += [".PP"] + verbatim(discussion) }
    for argument in arguments {
      lines += [".TP", argument.names.isEmpty ? "\\fI\(escaped(argument.operand))\\fR" : argument.heading]
      lines.append(escaped(argument.explanation))
    }
    return lines + command.visibleSubcommands.flatMap { section(of: $0, after: names) }
  }

  /// Lines that are shown as they are.
  private static func verbatim(_ text: String) -> [String] {
    [".nf"] + text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) } + [".fi"]
  }

  /// Text with requests and escapes neutralised.
  fileprivate static func escaped(_ text: String) -> String {
    let plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("\"", with: "\\(dq")
    return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
  }
}

/// A command as described by Swift Argument Parser, as far as a manual page needs it.
private struct CommandDescription: Decodable {
  struct Command: Decodable {
    var commandName: String
    var abstract: String?
    var discussion: String?
    var shouldDisplay: Bool?
    var subcommands: [Command]?
    var arguments: [Argument]?

    var visibleSubcommands: [Command] {
      (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
    }
    var visibleArguments: [Argument] { (arguments ?? []).filter(\.shouldDisplay) }
  }

  struct Argument: Decodable {
    struct Name: Decodable {
      var kind: String
      var name: String
    }

    var kind: String
    var shouldDisplay: Bool
    var isOptional: Bool
    var isRepeating: Bool
    var valueName: String?
    var defaultValue: String?
    var abstract: String?
    private var namesOfOption: [Name]?

    private enum CodingKeys: String, CodingKey {
      case kind, shouldDisplay, isOptional, isRepeating, valueName, defaultValue, abstract
      case namesOfOption = "names"
    }

    /// The option's names with their hyphens, short ones first.
    var names: [String] {
      (namesOfOption ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name }.sorted { $0.count < $1.count }
    }

    /// The argument as a word of the command line.
    var operand: String {
      let name = "<\(valueName ?? "value")>" + (isRepeating ? " ..." : "")
      return isOptional ? "[\(name)]" : name
    }

    /// The option's names, and its argument.
    var heading: String {
      let names = names.map { "\\fB\(ManualPage.escaped($0))\\fR" }.joined(separator: ", ")
      return kind == "option" ? names + " \\fI\(ManualPage.escaped(valueName ?? "value"))\\fR" : names
    }

    var explanation: String {
      (abstract ?? "") + (defaultValue.map { $0.isEmpty || kind == "flag" ? "" : " (default: \($0))" } ?? "")
    }
  }

  var command: Command
}
