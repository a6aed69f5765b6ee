import Foundation
import TestSupport
import Testing

/// `etude sweep` as a user runs it.
@Suite("Whole sweeps")
struct SweepRunTests {
  private static let notebook = """
    ---
    params:
      lr: 0.1
      seed: 1
    ---

    Prose.

    ```swift
    if FileManager.default.fileExists(atPath: "slow") { usleep(200_000) }
    struct Unlucky: Error, CustomStringConvertible { var description: String { "no luck" } }
    if lr == 0.01, seed == 3 { throw Unlucky() }
    report("error", lr * Double(seed))
    report("parity", seed % 2 == 0 ? "even" : "odd")
    ```
    """

  private static let arguments = ["sweep", "note.md", "-P", "lr=0.1,0.01,0.001", "-P", "seed=1..4"]

  private func content(_ name: String, of notebook: ScratchNotebook) throws -> String {
    try String(contentsOf: notebook.folder.appending(path: "Output/note.sweep/\(name)"), encoding: .utf8)
  }

  private func finishedCount(_ notebook: ScratchNotebook) -> Int {
    let points = notebook.folder.appending(path: "Output/note.sweep/points")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: points.path)) ?? []
    return names.count {
      FileManager.default.fileExists(atPath: points.appending(path: "\($0)/result.json").path)
    }
  }

  @Test("A sweep of 12 points that was killed twice leaves the table of one that was not")
  func killedTwice() throws {
    let whole = try ScratchNotebook(text: Self.notebook)
    defer { whole.remove() }
    let result = try EtudeProcess().run(Self.arguments, in: whole.folder)
    #expect(result.status == 1, "\(result.errors)")
    #expect(result.output == "Output/note.sweep/sweep.html\n")
    #expect(result.errors.contains("note.md: 7/12 lr=0.01, seed=3: failed, line 12: Unlucky: no luck"))
    #expect(result.errors.contains("note.md: 11 points succeeded, 1 failed\n"))
    let page = try content("sweep.html", of: whole)
    #expect(page.contains("href=\"points/lr=0.01,seed=3/note.html\""))
    #expect(page.components(separatedBy: "<img").count > 2)

    let killed = try ScratchNotebook(text: Self.notebook)
    defer { killed.remove() }
    try Data().write(to: killed.folder.appending(path: "slow"))
    for count in [3, 7] {
      let sweep = try Program.built("etude", Self.arguments + ["--jobs", "2"], in: killed.folder).start()
      try waitUntil("\(count) points are finished") { finishedCount(killed) >= count || !sweep.isRunning }
      sweep.send(signal: SIGKILL)
      #expect(try sweep.result().isSignal)
      #expect(finishedCount(killed) < 12)
    }
    try FileManager.default.removeItem(at: killed.folder.appending(path: "slow"))
    let resumed = try EtudeProcess().run(Self.arguments, in: killed.folder)
    #expect(resumed.status == 1, "\(resumed.errors)")
    #expect(resumed.errors.contains("of 12 points are kept from an earlier sweep"))
    for name in ["sweep.csv", "sweep.md"] { #expect(try content(name, of: killed) == content(name, of: whole)) }
    // Nothing runs again.
    let again = try EtudeProcess().run(Self.arguments + ["--sort-by", "parity"], in: killed.folder)
    #expect(again.errors.contains("note.md: 12 of 12 points are kept from an earlier sweep\n"))
    #expect(try content("sweep.csv", of: killed) == content("sweep.csv", of: whole))
  }

  @Test("An interrupted sweep keeps finished points, and continues later")
  func interrupted() throws {
    let notebook = try ScratchNotebook(text: Self.notebook)
    defer { notebook.remove() }
    try Data().write(to: notebook.folder.appending(path: "slow"))
    let sweep = try Program.built("etude", Self.arguments, in: notebook.folder).start()
    try waitUntil("two points are finished") { finishedCount(notebook) >= 2 || !sweep.isRunning }
    sweep.send(signal: SIGINT)
    let result = try sweep.result()
    #expect(result.status == 130, "\(result.errors)")
    #expect(result.errors.contains("The same command resumes it."))
    #expect((2..<12).contains(finishedCount(notebook)))
  }

  @Test("A parameter that the notebook lacks ends a sweep before it begins")
  func unknownParameter() throws {
    let notebook = try ScratchNotebook(text: Self.notebook)
    defer { notebook.remove() }
    let result = try EtudeProcess().run(["sweep", "note.md", "-P", "sed=1..3"], in: notebook.folder)
    #expect(result.status == 2)
    #expect(result.errors == "-P sed: The notebook has no parameter of this name; did you mean `seed`?\n")
    #expect(!FileManager.default.fileExists(atPath: notebook.folder.appending(path: "Output").path))
  }
}
