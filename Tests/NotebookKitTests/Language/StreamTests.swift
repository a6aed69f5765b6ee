import Foundation
import TestSupport
import Testing

/// Standard streams behave in cells as in any program.
@Suite("Standard streams")
struct StreamTests {
  private func outputs(_ cells: [String], sourceLocation: SourceLocation = #_sourceLocation) throws -> [[String]] {
    let notebook = try ScratchNotebook(cells)
    defer { notebook.remove() }
    let result = try notebook.run()
    #expect(result.status == 0, "\(result.errors)", sourceLocation: sourceLocation)
    return try notebook.outputs()
  }

  @Test("Output can be redirected to a file")
  func outputCanBeRedirectedToAFile() throws {
    let cell = """
      let saved = dup(1)
      let file = open("file.txt", O_WRONLY | O_CREAT | O_TRUNC, 0o644)
      print("held back", terminator: "")
      dup2(file, 1)
      print("printed")
      _ = write(1, "written\\n", 8)
      FileHandle.standardOutput.write(Data("handled\\n".utf8))
      system("echo by a child")
      dup2(saved, 1)
      print(" and back")
      try String(contentsOfFile: "file.txt", encoding: .utf8)
      """
    #expect(
      try outputs([cell, "print(\"later\")"]) == [
        ["stdout: held back and back\n", "execute_result: printed\nwritten\nhandled\nby a child\n"],
        ["stdout: later\n"],
      ])
  }

  @Test("Standard input is at its end, and can be a file")
  func inputCanBeAFile() throws {
    let cells = [
      "readLine() == nil && getchar() == EOF && FileHandle.standardInput.availableData.isEmpty",
      "try \"one\\ntwo\\n\".write(toFile: \"in.txt\", atomically: true, encoding: .utf8)",
      "freopen(\"in.txt\", \"r\", stdin) == stdin && fileno(stdin) == 0",
      "[readLine() ?? \"\", readLine() ?? \"\", \"\\(readLine() == nil)\"].joined(separator: \" \")",
      "fclose(stdin)\nreadLine() == nil",
    ]
    #expect(
      try outputs(cells) == [
        ["execute_result: true"], [], ["execute_result: true"],
        ["execute_result: one two true"], ["execute_result: true"],
      ])
  }

  @Test("Output can be captured through a pipe")
  func outputCanBeCapturedThroughAPipe() throws {
    let cell = """
      let pipe = Pipe()
      let old = dup(2)
      dup2(pipe.fileHandleForWriting.fileDescriptor, 2)
      fputs("captured", stderr)
      dup2(old, 2)
      pipe.fileHandleForWriting.closeFile()
      String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      """
    #expect(try outputs([cell]) == [["execute_result: captured"]])
  }

  @Test("Streams are reopened and closed", arguments: ["stdout", "stderr"])
  func streamsAreReopenedAndClosed(_ stream: String) throws {
    let cells = [
      "freopen(\"file.txt\", \"w\", \(stream)) == \(stream)", "fputs(\"one\\n\", \(stream))\nfflush(\(stream));",
      "freopen(\"file.txt\", \"a\", \(stream))\nfputs(\"two\\n\", \(stream));",
      "fclose(\(stream))\nfputs(\"shown\\n\", \(stream));",
      "try String(contentsOfFile: \"file.txt\", encoding: .utf8)",
    ]
    #expect(
      try outputs(cells) == [["execute_result: true"], [], [], ["\(stream): shown\n"], ["execute_result: one\ntwo\n"]])
  }

  private static let closedOutput =
    "The cell closed standard output. Later output to it was not shown. It is open again for later cells.\n"

  @Test("A stream that a cell closes is open again for the next one, and the cell says so")
  func aClosedStreamIsOpenAgain() throws {
    let cells = [
      "print(\"before\"); close(1); print(\"lost\")",
      "print(\"next\"); FileHandle.standardOutput.write(Data(\"handled\\n\".utf8))\nsystem(\"echo by a child\");",
      "fputs(\"one\\n\", stderr); close(2);", "fputs(\"two\\n\", stderr);",
    ]
    #expect(
      try outputs(cells) == [
        ["stdout: before\n", "stderr: " + Self.closedOutput], ["stdout: next\nhandled\nby a child\n"],
        ["stderr: one\n", "stderr: " + Self.closedOutput.replacing("standard output", with: "standard error")],
        ["stderr: two\n"],
      ])
  }

  @Test("A cell that closes every descriptor it can have loses no later cell's output")
  func allStreamsAreOpenAgain() throws {
    let cells = [
      "for descriptor in 0..<200 { close(Int32(descriptor)) }",
      "print(readLine() ?? \"end\")\nfputs(\"heard\\n\", stderr);",
    ]
    let outputs = try outputs(cells)
    #expect(outputs[0].first?.contains("standard input and standard output and standard error") == true)
    #expect(outputs[1] == ["stdout: end\n", "stderr: heard\n"])
  }

  @Test("A file that replaces a closed stream stays there")
  func aFileInThePlaceOfAClosedStreamStays() throws {
    let cells = [
      "close(1)\nlet file = open(\"file.txt\", O_WRONLY | O_CREAT | O_TRUNC, 0o644)", "print(\"kept\")",
      "fclose(stdout)\nprint(try String(contentsOfFile: \"file.txt\", encoding: .utf8), terminator: \"\")",
    ]
    #expect(try outputs(cells) == [[], [], ["stdout: kept\n"]])
  }

  @Test("A file that cannot be opened leaves the stream")
  func aFileThatCannotBeOpenedLeavesTheStream() throws {
    #expect(
      try outputs(["print(freopen(\"/none/file\", \"w\", stdout) == nil, fileno(stdout), fileno(stderr))"])
        == [["stdout: true 1 2\n"]])
  }

  @Test("Buffering does not change the order")
  func bufferingDoesNotChangeTheOrder() throws {
    let cell = """
      setvbuf(stdout, nil, _IOFBF, 4096)
      print("one")
      display(1)
      fputs("two\\n", stderr)
      setlinebuf(stdout)
      print("three")
      system("echo four")
      print("five")
      """
    #expect(
      try outputs([cell]) == [["stdout: one\n", "display_data: 1", "stderr: two\n", "stdout: three\nfour\nfive\n"]])
  }

  @Test("Other files are untouched")
  func otherFilesAreUntouched() throws {
    let cell = """
      let file = fopen("file.txt", "w")!
      setvbuf(file, nil, _IOFBF, 64)
      fputs("text\\n", file)
      print(fileno(file) > 2, fclose(file))
      freopen("file.txt", "r", stdin)
      print(readLine() ?? "end")
      """
    #expect(try outputs([cell]) == [["stdout: true 0\ntext\n"]])
  }

  @Test("Children read and write")
  func childrenReadAndWrite() throws {
    let cells = [
      """
      let child = popen("echo from a child", "r")!
      var line = [CChar](repeating: 0, count: 100)
      fgets(&line, 100, child)
      print(String(cString: line), terminator: "")
      print(pclose(child))
      """,
      "let cat = popen(\"cat\", \"w\")!\nfputs(\"through cat\\n\", cat)\nprint(pclose(cat))",
      """
      let process = Process()
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", "read x; echo got $x; echo oops >&2"]
      let (input, output, errors) = (Pipe(), Pipe(), Pipe())
      process.standardInput = input; process.standardOutput = output; process.standardError = errors
      try process.run()
      input.fileHandleForWriting.write(Data("hello\\n".utf8))
      process.waitUntilExit()
      let texts = [output, errors].map { String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }
      texts
      """,
    ]
    #expect(
      try outputs(cells) == [
        ["stdout: from a child\n0\n"], ["stdout: through cat\n0\n"],
        ["execute_result: [\"got hello\\n\", \"oops\\n\"]"],
      ])
  }

  @Test("Input is at its end immediately")
  func inputIsAtItsEndAtOnce() throws {
    #expect(
      try outputs(["print(readLine() ?? \"end\", FileHandle.standardInput.readDataToEndOfFile().count, getchar())"])
        == [["stdout: end 0 -1\n"]])
  }
}
