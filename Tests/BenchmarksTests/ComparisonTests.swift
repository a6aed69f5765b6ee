import Foundation
import TestSupport
import Testing

/// `benchmarks --compare` as a process, over files of lines.
@Suite("Comparison of benchmarks", .enabled(if: Program.isBuilt("benchmarks")))
struct ComparisonTests {
  private func comparison(_ earlier: [String], _ later: [String]) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-benchmarks-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = [("before", earlier), ("after", later)].map { name, lines in
      (folder.appending(path: "\(name).tsv"), lines)
    }
    for (file, lines) in files { try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: file) }
    let result = try Program.built("benchmarks", ["--compare"] + files.map(\.0.path)).run()
    #expect(result.status == 0, "\(result.errors)")
    return result.output
  }

  private func line(_ name: String, _ median: Double, _ range: ClosedRange<Double>) -> String {
    "\(name)\t\(median)\tms\tmin=\(range.lowerBound)\tmax=\(range.upperBound)\tn=5\tpeer=4.00\tratio=0.5\tby=pillow 13.0.0"
  }

  @Test("What is slower in every run is told with both times")
  func slowerWorkIsTold() throws {
    let report = try comparison(
      [line("data.resize", 2, 1.9...2.1), line("data.decode", 1, 0.9...1.1)],
      [line("data.resize", 3, 2.9...3.4), line("data.decode", 1, 0.8...1.0)])
    #expect(report == "1 of 2 got worse since before.tsv:\ndata.resize: 3.0, before 2.0 (1.50 times)\n")
  }

  @Test("A busy minute is not reported as worse")
  func overlappingTimesAreNotTold() throws {
    let report = try comparison([line("a", 2, 1.9...2.1)], [line("a", 3, 2.0...9)])
    #expect(report == "0 of 1 got worse since before.tsv.\n")
  }

  @Test("Lines of one version alone are not compared")
  func newLinesAreNotCompared() throws {
    let report = try comparison([line("gone", 1, 1...1)], [line("new", 9, 9...9)])
    #expect(report == "0 of 0 got worse since before.tsv.\n")
  }
}
