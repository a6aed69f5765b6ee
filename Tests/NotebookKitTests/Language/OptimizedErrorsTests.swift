import Foundation
import TestSupport
import Testing

/// Errors in cells that are compiled with `-O`, whose functions keep frame pointers for the trace of a throw.
@Suite("Errors in optimised cells")
struct OptimizedErrorsTests {
  private static let declarations = """
    import Foundation
    struct Deep: Error { var n: Int }
    @inline(never) func deep(_ n: Int) throws { if n == 0 { throw Deep(n: n) }; try deep(n - 1); sink += n }
    nonisolated(unsafe) var sink = 0, rejected = 0
    let end = Date(timeIntervalSinceNow: 0.2)
    """

  @Test(
    "Caught errors leave the kernel alive",
    arguments: [
      "while Date() < end { do { try deep(sink % 40) } catch { rejected += 1 } }",
      "while Date() < end { do { _ = try Data(contentsOf: URL(filePath: \"/none\")) } catch { rejected += 1 } }",
      "while Date() < end { do { _ = try Tensor(npy: URL(filePath: \"/dev/null\")) } catch { rejected += 1 } }",
      "func work() { while Date() < end { do { try deep(3) } catch { rejected += 1 } } }\nwork()",
      "let work = { do { try deep(3) } catch { rejected += 1 } }\nwhile Date() < end { work() }",
      """
      let done = DispatchSemaphore(value: 0)
      Thread.detachNewThread { while Date() < end { do { try deep(70) } catch { rejected += 1 } }; done.signal() }
      done.wait()
      """,
      "await Task { while Date() < end { do { try deep(3) } catch { rejected += 1 } } }.value",
      """
      final class Watch: @unchecked Sendable { var began = Date(); var at = 0 }
      let watch = Watch()
      var i = 1
      while Date() < end {
        let bytes = [UInt8](repeating: 1, count: 10 + i % 3)
        let path = "/dev/shm/etude-\\(getpid())." + ("a.npy" as NSString).pathExtension
        try Data(bytes).write(to: URL(filePath: path))
        watch.at = i; watch.began = Date()
        var text = "\\(i) \\(path)            \\n"
        text.withUTF8 { sink += $0.count }
        do { _ = try Tensor(npy: URL(filePath: path)) } catch { rejected += 1 }
        if Date().timeIntervalSince(watch.began) > 1 { print("slow", i) }
        i += 1
      }
      """,
    ])
  func caughtErrorsLeaveTheKernelAlive(_ loop: String) throws {
    let notebook = try ScratchNotebook(["//| optimize: true\n\(Self.declarations)\n\(loop)\nprint(rejected > 10)"])
    defer { notebook.remove() }
    let result = try notebook.run()
    #expect(result.status == 0, "\(result.errors)")
    #expect(try notebook.outputs() == [["stdout: true\n"]])
  }

  @Test("Lines on the way to an error are named")
  func linesOnTheWayToAnErrorAreNamed() throws {
    let cell = """
      //| optimize: true
      //| error: true
      struct Deep: Error {}
      nonisolated(unsafe) var sink = 0
      @inline(never) func leaf(_ n: Int) throws { if n > 0 { throw Deep() }; sink += 1 }
      @inline(never) func middle(_ n: Int) throws { try leaf(n); sink += 1 }
      let before = 1
      try middle(before)
      let after = 2
      """
    let notebook = try ScratchNotebook([cell, "print(before)", "//| error: true\nprint(after)"])
    defer { notebook.remove() }
    let result = try notebook.run()
    for line in ["note.md:8: ", "note.md:9: ", "note.md:11: try middle(before)"] {
      #expect(result.errors.contains(line), "\(result.errors)")
    }
    #expect(
      try notebook.outputs().suffix(2) == [
        ["stdout: 1\n"], ["error: `after` has no value: its cell ended on line 11, before it was set."],
      ])
  }
}
