import Display
import TestSupport
import Foundation
import Learning
import Networks
import Tensors
import Testing

@Suite("Agreement of training with fastai")
struct TrainingFixtureTests {
  struct Log: Decodable {
    let lr: [[Double]]
    let mom: [[Double]]
    let raw_loss: [Double]
    let smooth_loss: [Double]
    let values: [[Double]]
    let iters: [[Int]]
    let columns: [String]
  }

  private func compare(_ tag: String, _ trace: Trace, _ learner: Learner) throws {
    let log = try Fixtures.json("train/\(tag).json", as: Log.self)
    var comparison = Comparison(try Fixtures.tolerance("train/\(tag).json"))
    comparison.check(trace.rates.flatMap { $0 }, log.lr.flatMap { $0 }, "rates")
    comparison.check(trace.momenta.flatMap { $0 }, log.mom.flatMap { $0 }, "momenta")
    comparison.check(trace.rawLosses, log.raw_loss, "losses")
    comparison.check(trace.smoothLosses, log.smooth_loss, "smoothed losses")
    comparison.check(trace.values.flatMap { $0 }, log.values.flatMap { $0 }, "values")
    #expect(trace.stepCounts == log.iters)
    #expect(learner.recorder.table.columns.dropFirst() == log.columns[...])
    print("error train/\(tag).json: \(comparison.largest)")
    #expect(comparison.failures.isEmpty, "\(comparison.failures)")

    var weights: Comparison?
    for stored in learner.model.storedTensors where !stored.name.hasSuffix("num_batches_tracked") {
      let file = "train/\(tag).\(stored.name).npy"
      if weights == nil { weights = Comparison(try Fixtures.tolerance(file)) }
      weights?.check(stored.tensor, try Fixtures.tensor(file), stored.name)
    }
    #expect(weights?.failures == [])
    print("error train/\(tag).*.npy: \(weights?.largest ?? .nan)")
  }

  /// The number in a call such as `learn.fit_one_cycle(2, 0.01)`.
  private func rate(_ call: String) throws -> Double {
    let text = try #require(call.split(separator: ",").last?.split(separator: ")").first)
    return try #require(Double(text.trimmingCharacters(in: .whitespaces)))
  }

  @Test("One cycle, and fine-tuning after it, train as fastai's")
  func oneCycle() throws {
    let learner = try TinyLearner.make()
    let trace = Trace()
    let call = try #require(try manifestCall("train/onecycle.json"))
    try learner.fitOneCycle(epochs: 2, maxLearningRate: .uniform(try rate(call)), callbacks: [trace])
    try compare("onecycle", trace, learner)

    let fineTuning = Trace()
    try learner.fineTune(epochs: 1, baseLearningRate: 5e-3, callbacks: [fineTuning])
    try compare("finetune", fineTuning, learner)
  }

  @Test("A frozen model trains its head and its batch normalisations")
  func frozen() throws {
    let learner = try TinyLearner.make()
    learner.freeze()
    let trace = Trace()
    try learner.fit(epochs: 1, learningRate: 1e-2, callbacks: [trace])
    try compare("frozen", trace, learner)
  }

  @Test("Schedules of rates and momenta agree with fastai's", arguments: ["lesson", "sliced", "half_slice", "custom"])
  func schedules(tag: String) throws {
    struct Expected: Decodable {
      let n_epoch: Int
      let batches_per_epoch: Int
      let lr: [[Double]]
      let mom: [[Double]]
    }
    let file = "train/schedule_\(tag).json"
    let expected = try Fixtures.json(file, as: Expected.self)
    let parameters = try Fixtures.parameters(file)
    let learner = try TinyLearner.make(trainCount: 8 * expected.batches_per_epoch)
    let maximum: LearningRate
    if let slice = parameters["lr_max"] as? [String: Any] {
      let stop = try #require(slice["stop"] as? Double)
      maximum = (slice["start"] as? Double).map { .spread(from: $0, to: stop) } ?? .head(stop)
    } else {
      maximum = .uniform(try #require(parameters["lr_max"] as? Double))
    }
    let momenta = (parameters["moms"] as? [Double]).map { (start: $0[0], middle: $0[1], end: $0[2]) }
    let trace = Trace()
    try learner.fitOneCycle(
      epochs: expected.n_epoch, maxLearningRate: maximum, divisor: parameters["div"] as? Double ?? 25,
      finalDivisor: parameters["div_final"] as? Double ?? 1e5,
      warmUpShare: parameters["pct_start"] as? Double ?? 0.25, momenta: momenta, callbacks: [trace])
    var comparison = Comparison(try Fixtures.tolerance(file))
    comparison.check(trace.rates.flatMap { $0 }, expected.lr.flatMap { $0 }, "rates")
    comparison.check(trace.momenta.flatMap { $0 }, expected.mom.flatMap { $0 }, "momenta")
    #expect(comparison.failures.isEmpty, "\(comparison.failures)")
    print("error \(file): \(comparison.largest)")
  }

  @Test("Smoothed losses agree with fastai's")
  func smoothing() throws {
    struct Expected: Decodable {
      let raw: [Double]
      let smooth: [Double]
    }
    let expected = try Fixtures.json("optim/smooth_loss.json", as: Expected.self)
    var smoothed = SmoothedLoss()
    let values = expected.raw.map { loss in
      smoothed.accumulate(Float(loss))
      return Double(smoothed.value)
    }
    var comparison = Comparison(try Fixtures.tolerance("optim/smooth_loss.json"))
    comparison.check(values, expected.smooth, "smoothed")
    #expect(comparison.failures.isEmpty, "\(comparison.failures)")
  }

  private func manifestCall(_ file: String) throws -> String? {
    struct Manifest: Decodable {
      struct Entry: Decodable {
        let file: String
        let call: String
      }
      let files: [Entry]
    }
    return try Fixtures.json("manifest.json", as: Manifest.self).files.first { $0.file == file }?.call
  }
}
