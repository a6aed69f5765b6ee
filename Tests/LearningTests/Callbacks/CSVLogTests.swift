import Foundation
import Learning
import Networks
import TestSupport
import Testing

@Suite("The log of a fit")
struct CSVLogTests {
  private func lines(_ file: URL) throws -> [[String]] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test("Every epoch has a line under the names of the columns")
  func lines() throws {
    try withTemporaryFolder { folder throws in
      let file = folder.appending(path: "logs/history.csv")
      let learner = try TinyLearner.make()
      try learner.fit(epochs: 2, callbacks: [CSVLog(file)])
      let lines = try lines(file)
      #expect(lines[0] == ["epoch", "train_loss", "valid_loss", "error_rate", "time"])
      #expect(lines.count == 3 && lines[1][0] == "0" && lines[2][0] == "1")
      #expect(lines[2][2] == String(format: "%.6f", learner.recorder.epochs[1].validLoss))
    }
  }

  @Test("A later fit replaces the lines, or follows them")
  func appending() throws {
    try withTemporaryFolder { folder throws in
      let file = folder.appending(path: "history.csv")
      let learner = try TinyLearner.make()
      try learner.fit(epochs: 2, callbacks: [CSVLog(file)])
      try learner.fit(epochs: 1, callbacks: [CSVLog(file)])
      #expect(try lines(file).count == 2)
      try learner.fit(epochs: 3, callbacks: [CSVLog(file, appends: true)])
      // The heading occurs once, so the file can be read as one table.
      #expect(try lines(file).count == 5)
      try Data([0xE9, 10]).write(to: file)
      try learner.fit(epochs: 1, callbacks: [CSVLog(file, appends: true)])
      #expect(try Data(contentsOf: file).starts(with: [0xE9, 10]))
    }
  }

  @Test("A name with a comma is between quotes")
  func quoting() throws {
    try withTemporaryFolder { folder throws in
      let file = folder.appending(path: "history.csv")
      let metric = Metric("a, \"b\"") { _, _ in 1 }
      try TinyLearner.make(metrics: [metric]).fit(epochs: 1, callbacks: [CSVLog(file)])
      #expect(
        try String(contentsOf: file, encoding: .utf8).hasPrefix("epoch,train_loss,valid_loss,\"a, \"\"b\"\"\",time\n"))
    }
  }
}
