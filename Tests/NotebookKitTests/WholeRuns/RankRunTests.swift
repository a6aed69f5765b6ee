import Foundation
import TestSupport
import Testing

/// `mpirun -n 2 etude run` as a user calls it, if Open MPI is installed.
@Suite("Whole runs on ranks", .enabled(if: Launcher.isThere, "needs Debian's openmpi-bin"), .serialized)
struct RankRunTests {
  /// A small fit with augmentation by noise, dropout and batch normalisation, whose weights are printed as a hash.
  private static let training = """
    ```swift
    var generator = MersenneTwister(seed: 3)
    let model = Sequential {
      ConvolutionBlock(inputs: 3, outputs: 8, kernelSize: 3, using: &generator)
      ConvolutionBlock(inputs: 8, outputs: 16, kernelSize: 3, stride: 2, using: &generator)
      Flatten()
      Dropout(0.3)
      Linear(inputs: 16 * 64, outputs: 4, using: &generator)
    }
    let inputs = Tensor(normal: [100, 3, 16, 16], using: &generator)
    let targets = (0..<100).map { $0 * 7 % 4 }
    let loaders = TensorDataLoaders(
      train: TensorSource(inputs: inputs, targets: .classes(targets), batchSize: 30, seed: 1),
      valid: TensorSource(inputs: inputs.slice(0..<37, axis: 0), targets: .classes(Array(targets[..<37])), batchSize: 10))
    let learner = Learner(loaders, model: model, loss: CrossEntropy(), metrics: [.errorRate, .f1()])
    learner.showsProgress = false
    try learner.distributed { try learner.fitOneCycle(epochs: 3, maxLearningRate: 1e-2) }
    ```

    ```swift
    var hash: UInt64 = 14_695_981_039_346_656_037
    func add(_ tensor: Tensor) { for scalar in tensor.scalars { hash = (hash ^ UInt64(scalar.bitPattern)) &* 1_099_511_628_211 } }
    for named in model.parameters { add(named.parameter.value) }
    for named in model.statistics { add(named.statistic.value) }
    let epochs = learner.recorder.epochs.map { "\\($0.trainLoss) \\($0.validLoss) \\($0.metrics)" }
    let answers = try learner.distributed { try learner.predictions().outputs.sum().scalar }
    print("weights \\(hash), \\(epochs), \\(answers)")
    ```
    """

  private func log(_ rank: Int, of notebook: ScratchNotebook) throws -> String {
    try String(contentsOf: notebook.folder.appending(path: "Output/note.ranks/\(rank).txt"), encoding: .utf8)
  }

  @Test("Training in shards has the same weights, losses and predictions on one rank and on two, bit for bit")
  func sameOnTwo() throws {
    let alone = try ScratchNotebook(text: Self.training)
    defer { alone.remove() }
    #expect(try alone.run().status == 0)
    let line = try #require(try alone.outputs().last?.last)
    #expect(line.hasPrefix("stdout: weights "))

    let both = try ScratchNotebook(text: Self.training)
    defer { both.remove() }
    let result = try Launcher.run(both, ranks: 2)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try both.outputs().last?.last == line)
    #expect(try log(1, of: both).contains(String(line.dropFirst("stdout: ".count))))
    #expect(try both.pageText().contains("what the others put out is in note.ranks, 1.txt"))
  }

  @Test("Ranks know their number, share values and compute sums")
  func values() throws {
    let notebook = try ScratchNotebook([
      """
      let ranks = try Ranks.all
      let own = Tensor([Float(ranks.rank), 0.5])
      print(ranks.rank, try ranks.broadcast("from \\(ranks.rank)", from: 1), try ranks.gather(ranks.rank * 2))
      print(try ranks.sum(own).scalars, try ranks.gather(own).map(\\.scalars))
      """
    ])
    defer { notebook.remove() }
    let result = try Launcher.run(notebook, ranks: 2)
    #expect(result.status == 0, "\(result.errors)")
    let shared = "[1.0, 1.0] [[0.0, 0.5], [1.0, 0.5]]"
    #expect(try notebook.outputs().last == ["stdout: 0 from 1 [0, 2]\n\(shared)\n"])
    #expect(try log(1, of: notebook).contains("1 from 1 [0, 2]\n\(shared)\n"))
  }

  @Test(
    "A rank that throws, traps or is killed ends the run with its reason in the report",
    arguments: [
      ("throw Unlucky()", "Rank 1 ended the run: line 7: Unlucky: no luck"),
      ("fatalError(\"no way on\")", "Rank 1 ended the run: line 7: Fatal error: no way on"),
      ("kill(getpid(), SIGKILL)", "Rank 1 ended the run: line"),
    ])
  func failures(statement: String, reason: String) throws {
    let notebook = try ScratchNotebook([
      """
      struct Unlucky: Error, CustomStringConvertible { var description: String { "no luck" } }
      let ranks = try Ranks.all
      try ranks.wait()
      if ranks.rank == 1 { \(statement) }
      try ranks.wait()
      """
    ])
    defer { notebook.remove() }
    let start = ContinuousClock.now
    let result = try Launcher.run(notebook, ranks: 2)
    #expect(result.status != 0)
    #expect(ContinuousClock.now - start < .seconds(60))
    #expect(try notebook.pageText().contains(reason), "\(result.errors)")
  }
  @Test(
    "A rank that fails in the last cell, when the first has done its work, ends the run with its reason in the report",
    arguments: [
      ("throw Unlucky()", "Rank 1 ended the run: line 14: Unlucky: no luck"),
      ("fatalError(\"no way on\")", "Rank 1 ended the run: line 14: Fatal error: no way on"),
      ("kill(getpid(), SIGKILL)", "Rank 1 ended the run: line"),
      ("while true { usleep(1000) }", "Rank 1 ended the run: it had not done its work 1 s after this one"),
    ])
  func lateFailures(statement: String, reason: String) throws {
    let notebook = try ScratchNotebook([
      """
      struct Unlucky: Error, CustomStringConvertible { var description: String { "no luck" } }
      let ranks = try Ranks.all
      try ranks.wait()
      """,
      """
      if ranks.rank == 0 { FileManager.default.createFile(atPath: "done", contents: nil) }
      while !FileManager.default.fileExists(atPath: "done") { usleep(1000) }
      if ranks.rank == 1 { \(statement) }
      """,
    ])
    defer { notebook.remove() }
    let result = try Launcher.run(notebook, ranks: 2, timeout: 1)
    #expect(result.status != 0)
    #expect(try notebook.pageText().contains(reason), "\(result.errors)")
  }

  // MARK: - Ranks that do something else

  @Test("A call that one rank does not make ends the run with both ranks, the cell and the call in the report")
  func missingCall() throws {
    let notebook = try ScratchNotebook([
      "let ranks = try Ranks.all\ntry ranks.wait()",
      "if ranks.rank == 0 { print(try ranks.gather(1)) }",
      "try ranks.wait()",
    ])
    defer { notebook.remove() }
    let result = try Launcher.run(notebook, ranks: 2)
    #expect(result.status != 0)
    let reason =
      "Rank 1 ended the run: it did something else than rank 0 in cell 2, line 11: rank 0 waits in a gathering of values, "
      + "to which rank 1 does not come."
    #expect(try notebook.pageText().contains(reason), "\(result.errors)")
  }

  @Test("A generator of the notebook from which one rank alone has drawn ends the run with its name")
  func otherRandomState() throws {
    let notebook = try ScratchNotebook([
      "let ranks = try Ranks.all\nvar dice = MersenneTwister(seed: 1)",
      "if ranks.rank == 1 { _ = dice.next() }\ntry ranks.wait()",
    ])
    defer { notebook.remove() }
    let result = try Launcher.run(notebook, ranks: 2)
    #expect(result.status != 0)
    let page = try notebook.pageText()
    #expect(page.contains("it did something else than rank 0 in cell 2, line 11"), "\(result.errors)")
    #expect(page.contains("the random generator `dice` is in another state"))
  }

  @Test("A rank with other parameters ends the run")
  func otherParameters() throws {
    let notebook = try ScratchNotebook(["let own = rate * 2"], frontMatter: "params:\n  rate: 1")
    defer { notebook.remove() }
    let etude = try Program.built("etude").url.path
    let result = try Launcher.start(
      ["-n", "1", etude, "run", "note.md", ":", "-n", "1", etude, "run", "note.md", "-P", "rate=2"], notebook)
    #expect(result.status != 0)
    #expect(try notebook.pageText().contains("its code or its parameters are others"), "\(result.errors)")
  }

  @Test("What the first rank alone prints, computes and draws from its own generator is not a difference")
  func ownWork() throws {
    let notebook = try ScratchNotebook([
      "let ranks = try Ranks.all\nvar dice = MersenneTwister(seed: 1)",
      """
      if ranks.rank == 0 {
        var own = MersenneTwister(seed: 9)
        print("alone", own.next() % 6, Tensor(normal: [2], using: &own).count)
      }
      print(try ranks.gather(dice.next()))
      """,
    ])
    defer { notebook.remove() }
    let result = try Launcher.run(notebook, ranks: 2)
    #expect(result.status == 0, "\(result.errors)")
  }
}
