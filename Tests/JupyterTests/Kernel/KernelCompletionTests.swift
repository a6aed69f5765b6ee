import Files
import Foundation
import Jupyter
import TestSupport
import Testing

@Suite("Completion by a kernel")
struct KernelCompletionTests {
  /// The names that are offered at the end of some code.
  private func matches(_ code: String, _ front: FrontEnd) throws -> [String] {
    try front.ask("complete_request", ["code": .string(code), "cursor_pos": .integer(code.unicodeScalars.count)])[
      "matches"]?
      .array?.compactMap(\.string) ?? []
  }

  @Test("Names and members of earlier cells are offered")
  func earlierCells() throws {
    let front = try FrontEnd()
    try front.execute("struct Note {\n  /// Semitones above A.\n  var semitones = 3\n}\nlet favouriteNote = Note()")
    #expect(try matches("let x = 1\nfavour", front) == ["favouriteNote"])
    #expect(try matches("favouriteNote.semi", front) == ["semitones"])
  }

  @Test("Names of the library and of the code itself are offered, with the range of the name")
  func library() throws {
    let front = try FrontEnd()
    #expect(try matches("chrom", front).contains { $0.hasPrefix("chroma(") })
    let content = try front.ask("complete_request", ["code": "let 😀mine = 1\nmin", "cursor_pos": .integer(17)])
    #expect(content["cursor_start"] == .integer(14))
    #expect(content["cursor_end"] == .integer(17))
  }

  @Test("The arguments of a call that ends the code are completed")
  func openCall() throws {
    let front = try FrontEnd()
    try front.execute("func twice(_ n: Int) -> Int { n * 2 }\nvar numbers = [1]")
    for code in ["print(", "twice(", "max(1,2); min(", "numbers.append(", "print(\n", "twice(\r", "twice(\0"] {
      #expect(try !matches(code, front).isEmpty, "\(code.debugDescription)")
    }
  }

  @Test("A byte that ends code for the compiler ends no completion", arguments: ["x;\0numb", "\0numb", "\"\0\"; numb"])
  func nul(_ code: String) throws {
    let front = try FrontEnd()
    try front.execute("let numbers = [1]")
    #expect(try matches(code, front).contains("numbers"))
    _ = try matches("x\0numb", front)
    #expect(try matches("numbers.ma", front).contains { $0.hasPrefix("map(") })
  }

  @Test("Lines may end by a carriage return", arguments: ["\r", "\r\n", "\n\r", "\r\r\n"])
  func carriageReturn(_ lineBreak: String) throws {
    let front = try FrontEnd()
    try front.execute("let numbers = [1]")
    #expect(try matches("let é = 1\(lineBreak)numbers.coun", front).contains("count"))
    #expect(try matches("let é = 1\(lineBreak)numbers.coun", front).contains("count"))
  }

  @Test("The documentation of an earlier declaration is shown, and for a variable that of its type")
  func documentation() throws {
    let front = try FrontEnd()
    try front.execute(
      """
      /// A tone with a name.
      ///
      /// More of it.
      struct Note {
        /// Semitones above A.
        var semitones = 3
      }
      let favourite = Note()
      """)
    func text(_ code: String) throws -> String {
      try front.ask("inspect_request", ["code": .string(code), "cursor_pos": .integer(code.unicodeScalars.count)])[
        "data"]?["text/plain"]?.string ?? ""
    }
    #expect(try text("favourite.semitones").contains("Semitones above A."))
    #expect(try text("favourite") == "```swift\nlet favourite: Note\n```\n\nA tone with a name.\n")
  }

  @Test("Inspection works, also while a cell runs")
  func inspection() throws {
    let front = try FrontEnd()
    try front.execute("func double(_ n: Int) -> Int { n * 2 }")
    let id = front.send(
      "execute_request",
      ["code": "import Foundation\nprint(\"runs\")\nwhile true { try Interruption.check(); usleep(1000) }"])
    while try front.reply(to: id, on: .iopub).type != "stream" {}
    let content = try front.ask("inspect_request", ["code": "double(", "cursor_pos": .integer(7)])
    #expect(content["found"] == .boolean(true))
    let text = content["data"]?["text/markdown"]?.string ?? ""
    #expect(text.contains("func double(_ n: Int) -> Int"))
    front.send("interrupt_request", on: .control)
    #expect(try front.reply(to: id).content["status"] == "error")
  }
}
