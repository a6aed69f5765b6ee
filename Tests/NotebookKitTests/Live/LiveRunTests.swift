import Foundation
import NotebookKit
import Testing

/// Edits of notebooks with real Swift, against runs of the whole notebook.
@Suite("Live notebooks in Swift", .serialized)
struct LiveRunTests {
  private static func text(_ cells: [String], above: String = "") -> String {
    above + cells.map { "Prose.\n\n```swift\n\($0)\n```\n" }.joined(separator: "\n")
  }

  /// Versions of a notebook, and for each but the first the cells that run after the edit.
  struct Edits: Sendable, CustomTestStringConvertible {
    var name: String
    var first: [String]
    var later: [(cells: [String], ran: [String])]
    var testDescription: String { name }
  }

  private static let cases: [Edits] = [
    Edits(
      name: "a value", first: ["let a = 1", "let b = 2", "print(a + b)", "print(b)"],
      later: [
        (["let a = 5", "let b = 2", "print(a + b)", "print(b)"], ["let a = 5", "print(a + b)"]),
        (["let a = 5", "let b = 2", "print(a + b)", "print(b)"], []),
        (["let c = 0", "let a = 5", "let b = 2", "print(a + b)", "print(b)"], ["let c = 0"]),
        (["let c = 0", "let a = 5", "print(a)"], ["print(a)"]),
      ]),
    Edits(
      name: "mutation", first: ["var n = [1]", "n.append(2)", "print(n)"],
      later: [
        (["var n = [1]", "n.append(3)", "print(n)"], ["var n = [1]", "n.append(3)", "print(n)"]),
        (["var n = [1]", "print(n)"], ["var n = [1]", "print(n)"]),
        (["var n = [1]", "print(n)", "n.append(9)"], ["n.append(9)"]),
      ]),
    Edits(
      name: "types", first: ["struct P { var x = 1 }", "let p = P()", "print(p.x)", "print(2)"],
      later: [
        (
          ["struct P { var x = 7 }", "let p = P()", "print(p.x)", "print(2)"],
          ["struct P { var x = 7 }", "let p = P()", "print(p.x)"]
        ),
        (
          ["struct P { var x = 7 }\nextension P { var y: Int { x * 2 } }", "let p = P()", "print(p.y)", "print(2)"],
          ["struct P { var x = 7 }\nextension P { var y: Int { x * 2 } }", "let p = P()", "print(p.y)"]
        ),
      ]),
    Edits(
      name: "conformances",
      first: [
        "struct P {}\nlet p = P()", "extension P: CustomStringConvertible { var description: String { \"one\" } }",
        "print(p)", "print(2)",
      ],
      later: [
        (
          [
            "struct P {}\nlet p = P()", "extension P: CustomStringConvertible { var description: String { \"two\" } }",
            "print(p)", "print(2)",
          ],
          [
            "struct P {}\nlet p = P()", "extension P: CustomStringConvertible { var description: String { \"two\" } }",
            "print(p)",
          ]
        ),
        (["struct P {}\nlet p = P()", "print(p)", "print(2)"], ["struct P {}\nlet p = P()", "print(p)"]),
      ]),
    Edits(
      name: "statics",
      first: ["enum S { static var count = 0 }", "S.count += 1", "print(S.count)"],
      later: [
        (["enum S { static var count = 0 }", "S.count += 2", "print(S.count)"], ["S.count += 2", "print(S.count)"])
      ]),
    Edits(
      name: "objects",
      first: ["final class C { var n = 0 }\nlet c = C()", "let same = c", "same.n += 1", "print(c.n)"],
      later: [
        (
          ["final class C { var n = 0 }\nlet c = C()", "let same = c", "same.n += 5", "print(c.n)"],
          ["final class C { var n = 0 }\nlet c = C()", "let same = c", "same.n += 5", "print(c.n)"]
        )
      ]),
    Edits(
      name: "errors",
      first: [
        "let a = 1", "struct E: Error {}\nlet b = 2\nif a == 1 { throw E() }\nlet d = 3", "print(b)", "print(d)",
        "print(a)",
      ],
      later: [
        (
          ["// one\n// two\nlet z = 0", "let a = 1"]
            + [
              "struct E: Error {}\nlet b = 2\nif a == 1 { throw E() }\nlet d = 3", "print(b)", "print(d)", "print(a)",
            ], ["// one\n// two\nlet z = 0"]
        ),
        (
          ["let a = 0", "struct E: Error {}\nlet b = 2\nif a == 1 { throw E() }\nlet d = 3", "print(b)", "print(d)"],
          [
            "let a = 0", "struct E: Error {}\nlet b = 2\nif a == 1 { throw E() }\nlet d = 3", "print(b)", "print(d)",
          ]
        ),
      ]),
    Edits(
      name: "traps",
      first: ["var n = [1]", "n.append(2)", "print(n[7])", "print(n)", "print(4)"],
      later: [
        (["var n = [1]", "n.append(2)", "print(n[1])", "print(n)", "print(4)"], ["print(n[1])"])
      ]),
    Edits(
      name: "compile errors", first: ["let a = 1", "let b: String = a", "print(b)", "print(a)"],
      later: [
        (
          ["let a = \"x\"", "let b: String = a", "print(b)", "print(a)"],
          ["let a = \"x\"", "let b: String = a", "print(b)", "print(a)"]
        ),
        (["let a = \"x\"", "let b: String = a", "print(c)", "print(a)"], ["print(c)"]),
      ]),
    Edits(
      name: "files",
      first: [
        "import Foundation\ntry \"one\".write(toFile: \"data.txt\", atomically: true, encoding: .utf8)",
        "print(try String(contentsOfFile: \"data.txt\", encoding: .utf8))", "print(3)",
      ],
      later: [
        (
          [
            "import Foundation\ntry \"two\".write(toFile: \"data.txt\", atomically: true, encoding: .utf8)",
            "print(try String(contentsOfFile: \"data.txt\", encoding: .utf8))", "print(3)",
          ],
          [
            "import Foundation\ntry \"two\".write(toFile: \"data.txt\", atomically: true, encoding: .utf8)",
            "print(try String(contentsOfFile: \"data.txt\", encoding: .utf8))",
          ]
        )
      ]),
    Edits(
      name: "files of one folder",
      first: [
        "import Foundation\ntry \"one\".write(toFile: \"one.txt\", atomically: true, encoding: .utf8)",
        "try \"two\".write(toFile: \"two.txt\", atomically: false, encoding: .utf8)", "print(3)",
      ],
      later: [
        (
          [
            "import Foundation\ntry \"one\".write(toFile: \"one.txt\", atomically: true, encoding: .utf8)",
            "try \"2\".write(toFile: \"two.txt\", atomically: false, encoding: .utf8)", "print(3)",
          ], ["try \"2\".write(toFile: \"two.txt\", atomically: false, encoding: .utf8)"]
        )
      ]),
    Edits(
      name: "files of a cell that ends the kernel",
      first: [
        "let a = 0", "import Foundation\ntry \"x\".write(toFile: \"x.txt\", atomically: true, encoding: .utf8)\n[1][a]",
        "print(try String(contentsOfFile: \"x.txt\", encoding: .utf8))",
      ],
      later: [
        (
          [
            "let a = 5",
            "import Foundation\ntry \"x\".write(toFile: \"x.txt\", atomically: true, encoding: .utf8)\n[1][a]",
            "print(try String(contentsOfFile: \"x.txt\", encoding: .utf8))",
          ],
          [
            "let a = 5",
            "import Foundation\ntry \"x\".write(toFile: \"x.txt\", atomically: true, encoding: .utf8)\n[1][a]",
            "print(try String(contentsOfFile: \"x.txt\", encoding: .utf8))",
          ]
        )
      ]),
    Edits(
      name: "redefinition", first: ["let a = 1", "print(a)", "let a = 2", "print(a)"],
      later: [
        (["let a = 1", "print(a)", "let a = 3", "print(a)"], ["let a = 3", "print(a)"]),
        (["let a = 1", "print(a)", "print(a)"], ["print(a)"]),
      ]),
    Edits(
      name: "displays",
      first: ["let shown = display(\"one\", id: true)", "print(1)"].map { $0.replacing(", id: true", with: "") },
      later: [(["let shown = display(\"two\")", "print(1)"], ["let shown = display(\"two\")"])]),
    Edits(
      name: "updates of displays", first: ["display(\"a\")", "let h = display(0)", "h.update(9)", "print(4)"],
      later: [
        (
          ["display(\"b\")\ndisplay(\"c\")", "let h = display(0)", "h.update(9)", "print(4)"],
          ["display(\"b\")\ndisplay(\"c\")"]
        ),
        (
          ["display(\"b\")\ndisplay(\"c\")", "let h = display(0)", "h.update(9)", "_ = h\nprint(4)"],
          ["_ = h\nprint(4)"]
        ),
      ]),
  ]

  @Test("After each edit the page shows what a run would show, and only stale cells ran", arguments: cases)
  func followsEdits(_ edits: Edits) async throws {
    let fixture = try LiveRunFixture(Self.text(edits.first))
    try await fixture.adopt(Self.text(edits.first))
    #expect(try await fixture.shown == fixture.batch(Self.text(edits.first)))
    for (cells, expected) in edits.later {
      let ran = try await fixture.adopt(Self.text(cells))
      #expect(ran == expected)
      #expect(try await fixture.shown == fixture.batch(Self.text(cells)))
    }
    await fixture.end()
  }

  @Test("Prose, captions and labels run nothing, and inline values follow")
  func prose() async throws {
    let cells = ["let a = 1", "print(a)"]
    let fixture = try LiveRunFixture(Self.text(cells))
    try await fixture.adopt(Self.text(cells))
    let more = "# Title\n\nValue `{swift} a + 1`.\n\n"
    #expect(try await fixture.adopt(Self.text(cells) + more).isEmpty)
    #expect(try await fixture.shown == fixture.batch(Self.text(cells) + more))
    #expect(try await fixture.adopt(Self.text(["//| fig-cap: C\nlet a = 1", "print(a)"], above: "New.\n\n")).isEmpty)
    await fixture.end()
  }

  @Test("Failures in cells that moved and did not run again name the lines on which they are now")
  func movedCells() async throws {
    var cells = [
      "struct Gone: Error {}\nfunc fail() throws {\n  throw Gone()\n}", "func at(_ i: Int) -> Int {\n  [1][i]\n}",
      "let unused: Int = { let x = 1; return 2 }()", "print(1)",
    ]
    let fixture = try LiveRunFixture(Self.text(cells))
    try await fixture.adopt(Self.text(cells))
    for last in ["try fail()", "at(3)", "print(#line)", "let wrong: Int = \"\""] {
      cells[3] = last
      let text = Self.text(cells, above: String(repeating: "More.\n\n", count: last.count))
      #expect(try await fixture.adopt(text) == [last])
      #expect(try await fixture.shown == fixture.batch(text))
    }
    await fixture.end()
  }

  @Test("A cell that runs too long is interrupted, and the next version runs in the remaining or a fresh kernel")
  func interruption() async throws {
    let head = "---\nparams:\n  a: 7\n---\n\n"
    let endless = Self.text(["var n = [a]", "n.append(2)\nwhile true { usleep(1000) }", "print(n)"], above: head)
    let fixture = try LiveRunFixture(endless)
    let running = Task { try await fixture.adopt(endless) }
    while fixture.session.runningSource?.contains("while") != true { try await Task.sleep(for: .milliseconds(5)) }
    fixture.session.interrupt()
    _ = await running.result
    // Interrupted steps wait, and so do their dependents.
    #expect(fixture.snapshot?.states[2] != .fresh)
    let later = Self.text(["var n = [a]", "n.append(2)", "print(n)"], above: head)
    try await fixture.adopt(later)
    #expect(try await fixture.shown == fixture.batch(later))
    await fixture.end()
  }

  @Test("A file that changed outside makes its readers stale")
  func outsideFile() async throws {
    let cells = ["import Foundation\nprint(try String(contentsOfFile: \"in.txt\", encoding: .utf8))", "print(2)"]
    let fixture = try LiveRunFixture(Self.text(cells))
    try Data("one".utf8).write(to: fixture.file("in.txt"))
    try await fixture.adopt(Self.text(cells))
    #expect(await fixture.session.files.contains { $0.hasSuffix("/in.txt") })
    try Data("three".utf8).write(to: fixture.file("in.txt"))
    #expect(try await fixture.adopt(Self.text(cells)) == [cells[0]])
    #expect(try await fixture.shown == fixture.batch(Self.text(cells)))
    await fixture.end()
  }

  @Test(
    "The next session shows what the last one left, and runs nothing that an edit in between leaves", arguments: cases)
  func nextSession(_ edits: Edits) async throws {
    var fixture = try LiveRunFixture(Self.text(edits.first))
    try await fixture.adopt(Self.text(edits.first))
    fixture = try await fixture.reopened(with: Self.text(edits.first))
    let ran = try await fixture.adopt(Self.text(edits.first))
    // Steps that ended a process, did not run, or changed another cell's display are determined again.
    let runsAgain: Set = ["traps", "errors", "updates of displays"]
    #expect(ran.isEmpty != runsAgain.contains(edits.name))
    #expect(try await fixture.shown == fixture.batch(Self.text(edits.first)))
    for (cells, _) in edits.later {
      fixture = try await fixture.reopened(with: Self.text(cells))
      try await fixture.adopt(Self.text(cells))
      #expect(try await fixture.shown == fixture.batch(Self.text(cells)))
    }
    await fixture.end()
  }

  @Test("Outputs of the last session say so, and lose that when their cell runs again")
  func keptStates() async throws {
    let cells = ["let a = 1", "print(a)", "print(3)"]
    let fixture = try LiveRunFixture(Self.text(cells))
    try await fixture.adopt(Self.text(cells))
    let next = try await fixture.reopened(with: Self.text(cells))
    let edited = ["let a = 1", "print(a + 1)", "print(3)"]
    try await next.adopt(Self.text(edited))
    #expect(next.snapshot?.states[0] == .fresh && next.snapshot?.states[1] == .fresh)
    guard case .kept? = next.snapshot?.states[2] else {
      Issue.record("\(next.snapshot?.states[2].debugDescription ?? "")")
      return
    }
    await next.end()
  }

  /// A cell that creates a file unless it exists, one that reads it, one that uses the content, and one that does
  /// nothing with it.
  private static let makerOnce = [
    "import Foundation\nif !FileManager.default.fileExists(atPath: \"out.txt\") "
      + "{ try \"made\".write(toFile: \"out.txt\", atomically: true, encoding: .utf8) }",
    "let text = try String(contentsOfFile: \"out.txt\", encoding: .utf8)", "print(text)", "print(3)",
  ]

  @Test("A cell that finds the file that it once wrote leaves its readers fresh")
  func madeBefore() async throws {
    let cells = Self.makerOnce
    var fixture = try LiveRunFixture(Self.text(cells))
    try await fixture.adopt(Self.text(cells))
    for _ in 0..<2 {
      fixture = try await fixture.reopened(with: Self.text(cells))
      try await fixture.adopt(Self.text(cells))
      #expect(try await fixture.run(.cell(0)) == [cells[0]])
      let kept = fixture.snapshot?.states.values.filter { if case .kept = $0 { true } else { false } }
      #expect(kept?.count == 3)
      #expect(try await fixture.shown == fixture.batch(Self.text(cells)))
    }
    await fixture.end()
  }

  @Test(
    "A made file that somebody else changes makes its maker run again, and all that needs it", arguments: [false, true])
  func madeFileChanged(inNextSession: Bool) async throws {
    let cells = Self.makerOnce
    var fixture = try LiveRunFixture(Self.text(cells))
    try await fixture.adopt(Self.text(cells))
    if inNextSession { fixture = try await fixture.reopened(with: Self.text(cells)) }
    try Data("changed".utf8).write(to: fixture.file("out.txt"))
    #expect(try await fixture.adopt(Self.text(cells)) == Array(cells[..<3]))
    #expect(fixture.shown.contains { $0.contains("changed") })
    #expect(try await fixture.shown == fixture.batch(Self.text(cells)))
    // Written again with what it had, nothing changes.
    try Data("changed".utf8).write(to: fixture.file("out.txt"))
    #expect(try await fixture.adopt(Self.text(cells)) == [])
    try FileManager.default.removeItem(at: fixture.file("out.txt"))
    #expect(try await fixture.adopt(Self.text(cells)) == Array(cells[..<3]))
    #expect(fixture.shown.contains { $0.contains("made") })
    await fixture.end()
  }

  @Test("A file that a thread continues changing after its cell makes nothing run forever")
  func changedByThread() async throws {
    let cells = [
      "import Foundation\n_ = FileManager.default.createFile(atPath: \"log.txt\", contents: nil)",
      "print(try String(contentsOfFile: \"log.txt\", encoding: .utf8).count)",
    ]
    let fixture = try LiveRunFixture(Self.text(cells))
    try await fixture.adopt(Self.text(cells))
    var ran: [Int] = []
    for count in 1...5 {
      try Data(repeating: UInt8(ascii: "."), count: count).write(to: fixture.file("log.txt"))
      ran.append(try await fixture.adopt(Self.text(cells)).count)
    }
    #expect(ran == [2, 2, 0, 0, 0])
    await fixture.end()
  }

  @Test("A file that a cell only looked for makes its readers stale when it appears")
  func lookedForFile() async throws {
    let cells = ["import Foundation\nprint(FileManager.default.fileExists(atPath: \"in.txt\"))", "print(2)"]
    let fixture = try LiveRunFixture(Self.text(cells))
    try await fixture.adopt(Self.text(cells))
    try Data("one".utf8).write(to: fixture.file("in.txt"))
    #expect(try await fixture.adopt(Self.text(cells)) == [cells[0]])
    #expect(try await fixture.shown == fixture.batch(Self.text(cells)))
    await fixture.end()
  }

  @Test("A folder makes its readers stale when a file is added to it, but not when one is replaced")
  func listedFolder() async throws {
    let cells = [
      "import Foundation\nprint(try FileManager.default.contentsOfDirectory(atPath: \"in\").count)", "print(2)",
    ]
    let fixture = try LiveRunFixture(Self.text(cells))
    try FileManager.default.createDirectory(at: fixture.file("in"), withIntermediateDirectories: false)
    try Data("one".utf8).write(to: fixture.file("in/a"))
    try await fixture.adopt(Self.text(cells))
    try Data("three".utf8).write(to: fixture.file("in/a"), options: .atomic)
    #expect(try await fixture.adopt(Self.text(cells)) == [])
    try Data("two".utf8).write(to: fixture.file("in/b"))
    #expect(try await fixture.adopt(Self.text(cells)) == [cells[0]])
    await fixture.end()
  }

  @Test("A file that changes each time that its reader runs leaves the cell stale after three runs")
  func unsteadyFile() async throws {
    let cells = [
      """
      import Foundation
      let text = try String(contentsOfFile: "log.txt", encoding: .utf8)
      let writer = Process()
      writer.executableURL = URL(filePath: "/bin/sh")
      writer.arguments = ["-c", "echo more >> log.txt"]
      try writer.run()
      writer.waitUntilExit()
      print(text.count)
      """, "print(2)",
    ]
    let fixture = try LiveRunFixture(Self.text(cells))
    try Data("one".utf8).write(to: fixture.file("log.txt"))
    #expect(try await fixture.adopt(Self.text(cells)).count { $0 == cells[0] } == 4)
    guard case .stale(let reason, _)? = fixture.snapshot?.states[0] else {
      Issue.record("\(fixture.snapshot?.states[0].debugDescription ?? "")")
      return
    }
    #expect(reason == "The file `log.txt` changed. It changes in every run of the cell, so it waits until you run it.")
    await fixture.end()
  }

  @Test("The outputs of a cell that started a process are made again in the next session, or say why they should be")
  func processes() async throws {
    let cells = [
      "import Foundation\nsystem(\"true\")\nprint(1)",
      "let child = Process()\nchild.executableURL = URL(filePath: \"/bin/true\")\ntry child.run()\nprint(2)",
      "print(3)",
    ]
    let fixture = try LiveRunFixture(Self.text(cells))
    try await fixture.adopt(Self.text(cells))
    let next = try await fixture.reopened(with: Self.text(cells))
    let notebook = try NotebookParser.parse(source: Data(Self.text(cells).utf8), file: next.file("note.md"))
    #expect(try await next.session.adopt(notebook, parameters: []))
    for cell in 0..<2 {
      guard case .stale(let reason, _)? = next.snapshot?.states[cell] else {
        Issue.record("\(next.snapshot?.states[cell].debugDescription ?? "")")
        continue
      }
      #expect(reason == "Its outputs are from an earlier session; it started processes, whose files are unknown.")
    }
    let ran = try await next.adopt(Self.text(cells))
    // The third is rerun as well if Foundation noticed the child's end, with its own files, while it ran.
    #expect(ran.prefix(2) == cells.prefix(2))
    await next.end()
  }

  @Test("A process makes later cells that use files stale, and no cell reruns for another process's effects")
  func filesOfProcesses() async throws {
    var cells = [
      "import Foundation\nsystem(\"printf one > one.txt\")", "system(\"cat one.txt\")",
      "print(try String(contentsOfFile: \"one.txt\", encoding: .utf8))", "print(4)",
    ]
    let fixture = try LiveRunFixture(Self.text(cells))
    func check(_ ran: [String], _ expected: [String], _ shown: [String]) {
      #expect(ran == expected)
      for (cell, text) in shown.enumerated() {
        #expect(fixture.shown[cell + 1].contains(text))
      }
    }
    check(try await fixture.adopt(Self.text(cells)), cells, ["one", "one"])
    for word in ["two", "three"] {
      cells[0] = "import Foundation\nsystem(\"printf \(word) > one.txt\")"
      check(try await fixture.adopt(Self.text(cells)), Array(cells[..<3]), [word, word])
    }
    for count in 1...2 {
      cells[1] = "system(\"cat one.txt one.txt; exit \(count)\")"
      check(try await fixture.adopt(Self.text(cells)), Array(cells[1..<3]), ["threethree", "three"])
    }
    check(try await fixture.run(.cell(1)), [cells[1]], ["threethree", "three"])
    #expect(try await fixture.adopt(Self.text(cells)).isEmpty)
    await fixture.end()
  }

  @Test("A file that could not be read makes its readers stale when it can be")
  func closedFile() async throws {
    let isRoot = geteuid() == 0
    // A user who may read everything becomes another user while the file is requested.
    let cells = [
      "import Foundation\nif \(isRoot) { seteuid(65534) }\nlet file = fopen(\"in.txt\", \"r\")\n"
        + "if \(isRoot) { seteuid(0) }\nprint(file == nil)", "print(2)",
    ]
    let fixture = try LiveRunFixture(Self.text(cells))
    try Data("one".utf8).write(to: fixture.file("in.txt"))
    chmod(fixture.file("in.txt").path, 0o000)
    try await fixture.adopt(Self.text(cells))
    #expect(await fixture.session.files.contains { $0.hasSuffix("/in.txt") })
    chmod(fixture.file("in.txt").path, 0o644)
    #expect(try await fixture.adopt(Self.text(cells)).contains(cells[0]))
    #expect(fixture.snapshot?.report.records[0].outputs == [.stream(.stdout, "false\n")])
    await fixture.end()
  }

  @Test("The end of a kernel while nothing runs is reported, and no cell is blamed for it")
  func endOfIdleKernel() async throws {
    let cells = ["import Foundation\nlet a = 5\nprint(getpid())", "print(a)"]
    let fixture = try LiveRunFixture(Self.text(cells))
    try await fixture.adopt(Self.text(cells))
    guard case .stream(_, let text)? = fixture.snapshot?.report.records[0].outputs.first,
      let kernel = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines))
    else {
      Issue.record("The kernel's number is not shown.")
      return
    }
    kill(kernel, SIGKILL)
    while fixture.snapshot?.activity != .ended { try await Task.sleep(for: .milliseconds(5)) }
    #expect(try await fixture.adopt(Self.text([cells[0], "print(a + 1)"])) == [cells[0], "print(a + 1)"])
    #expect(fixture.snapshot?.states[1] == .fresh)
    #expect(fixture.snapshot?.report.records[1].outputs.count == 1)
    await fixture.end()
  }

  @Test("A cell that shows documentation starts no process, so it keeps its outputs in the next session")
  func cells() async throws {
    let text = "```swift\ntry doc(\"chroma\")\n```\n\n```swift\nprint(1)\n```\n"
    var fixture = try LiveRunFixture(text)
    try await fixture.adopt(text)
    #expect(try await fixture.shown == fixture.batch(text))
    #expect(fixture.snapshot?.states[0] == .fresh)
    fixture = try await fixture.reopened(with: text)
    #expect(try await fixture.adopt(text).isEmpty)
    await fixture.end()
  }
}
