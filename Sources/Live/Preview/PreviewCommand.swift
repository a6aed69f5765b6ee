import Files
import Foundation

/// A command that the author gives on the page.
package enum PreviewCommand: Equatable, Sendable {
  /// Runs a cell, by its index from 0, after the stale ones that it depends on.
  case run(cell: Int)
  /// Runs every stale cell up to one and that one.
  case runTo(cell: Int)
  case runStale
  case runAll
  case interrupt
  case restart
  /// Sets a parameter to a value that is written as after `-P name=`.
  case set(parameter: String, value: String)
  /// Gives an exercise another source.
  case edit(cell: Int, source: String)
  /// Gives an exercise the source that the notebook has.
  case reset(cell: Int)
  /// Asks for the value of a variable that a cell of this source declares.
  case value(name: String, cell: Int, source: String)
  /// Has viewers follow to a step of the walkthrough, from 0, or out of it.
  case step(Int?)
}

extension PreviewCommand {
  /// A command with the number of the event that its page had seen last.
  struct Message: Equatable, Sendable {
    var command: PreviewCommand
    var event: Int
  }

  /// The cell that the command applies to; nil if it names none.
  var cell: Int? {
    switch self {
    case .run(let cell), .runTo(let cell), .edit(let cell, _), .reset(let cell), .value(_, let cell, _): cell
    case .runStale, .runAll, .interrupt, .restart, .set, .step: nil
    }
  }
}

extension PreviewCommand.Message {
  /// Reads a message of the page, as `{"command": "run", "cell": 3, "event": 17}`, where cells are counted from 1.
  ///
  /// Nil for anything else: an unknown command, a member that is missing, of another type, or one too many.
  init?(parsing body: Data) {
    guard let message = try? JSON(parsing: body, maximumDepth: 4), let members = message.object,
      let event = message["event"]?.integer, event >= 0
    else { return nil }
    self.event = event
    let cell = message["cell"]?.integer.flatMap { $0 >= 1 ? $0 - 1 : nil }
    let names: [String]
    switch (message["command"]?.string, cell) {
    case ("run", let cell?): (command, names) = (.run(cell: cell), ["cell"])
    case ("run-to", let cell?): (command, names) = (.runTo(cell: cell), ["cell"])
    case ("run-stale", nil): (command, names) = (.runStale, [])
    case ("run-all", nil): (command, names) = (.runAll, [])
    case ("interrupt", nil): (command, names) = (.interrupt, [])
    case ("restart", nil): (command, names) = (.restart, [])
    case ("set", nil):
      guard let parameter = message["parameter"]?.string, let value = message["value"]?.string else { return nil }
      (command, names) = (.set(parameter: parameter, value: value), ["parameter", "value"])
    case ("edit", let cell?):
      guard let source = message["source"]?.string else { return nil }
      (command, names) = (.edit(cell: cell, source: source), ["cell", "source"])
    case ("reset", let cell?): (command, names) = (.reset(cell: cell), ["cell"])
    case ("value", let cell?):
      guard let name = message["name"]?.string, let source = message["source"]?.string else { return nil }
      (command, names) = (.value(name: name, cell: cell, source: source), ["cell", "name", "source"])
    case ("step", nil):
      let step = message["step"]
      guard step == .null || step?.integer.map({ $0 >= 0 }) == true else { return nil }
      (command, names) = (.step(step?.integer), ["step"])
    default: return nil
    }
    guard Set(members.members.map(\.name)) == Set(names + ["command", "event"]) else { return nil }
  }
}

/// The answer to a command.
package enum PreviewAnswer: Equatable, Sendable {
  case accepted
  /// The requested value.
  case value(String)
  /// It is not carried out, for a reason that the page shows as a sentence.
  case refused(String)
}
