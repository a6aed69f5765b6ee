import TestSupport
import Foundation
import Learning
import Networks
import Tensors
import Testing

@Suite("Learning rate finder")
struct LearningRateFinderTests {
  struct Suggestion: Decodable { let lr: Double }

  struct Curve: Decodable {
    let lrs: [Double]
    let losses: [Double]
    let suggestions: [String: Suggestion]
  }

  struct Run: Decodable {
    let lrs: [Double]
    let losses: [Double]
    let suggestions: [String: Double]
  }

  @Test("Suggestions agree with fastai's on given curves")
  func suggestions() throws {
    let tolerance = try Fixtures.tolerance("optim/lr_suggestions.json")
    for curve in try Fixtures.json("optim/lr_suggestions.json", as: [Curve].self) {
      let found = try LearningRateSuggestions(
        rates: curve.lrs.map { Float($0) }, losses: curve.losses.map { Float($0) })
      let values = [
        "minimum": found.minimum, "steep": found.steep, "valley": found.valley, "slide": try #require(found.slide),
      ]
      for (name, expected) in curve.suggestions {
        let value = try #require(values[name])
        #expect(tolerance.accepts(value, expected: expected.lr), "\(name): \(value) instead of \(expected.lr)")
      }
    }
  }

  @Test(
    "Rates that do not rise from above 0 are refused",
    arguments: [(0.0, 10.0), (-1e-7, 10), (1, 1), (10, 1e-7), (1e-7, .infinity), (.nan, 1), (1e-7, .nan)])
  func impossibleRates(from start: Double, to end: Double) throws {
    let learner = try TinyLearner.make()
    let error = #expect(throws: LearningError.self) { try learner.findLearningRate(from: start, to: end) }
    #expect(
      error?.description
        == "The learning rates to try go from \(start) to \(end), but they must be positive and rising. "
        + "Try from: 1e-7, to: 10.")
  }

  @Test("A run agrees with fastai's and leaves the learner as it was")
  func run() throws {
    let expected = try Fixtures.json("train/lr_find.json", as: Run.self)
    let learner = try TinyLearner.make()
    let before = learner.model.storedTensors.map(\.bytes)
    let settings = learner.optimizer.groups.map(\.hyperParameters)
    let found = try learner.findLearningRate()
    #expect(learner.model.storedTensors.map(\.bytes) == before)
    #expect(learner.optimizer.groups.map(\.hyperParameters) == settings)
    #expect(learner.passCount == 0)

    #expect(learner.recorder.losses.count == expected.losses.count)
    var rates = Comparison(Fixtures.Tolerance(absolute: 0, relative: 1e-6))
    rates.check(learner.recorder.learningRates, expected.lrs, "rates")
    #expect(rates.failures.isEmpty, "\(rates.failures)")
    var losses = Comparison(Fixtures.Tolerance(absolute: 0, relative: 1e-3))
    losses.check(
      learner.recorder.losses.prefix(80).map { Double($0) }, Array(expected.losses.prefix(80)), "losses")
    #expect(losses.failures.isEmpty, "\(losses.failures)")
    print("error train/lr_find.json: \(losses.largest) in the first 80 losses")
    let values = ["minimum": found.minimum, "steep": found.steep, "valley": found.valley, "slide": found.slide ?? .nan]
    for (name, want) in expected.suggestions {
      let value = try #require(values[name])
      #expect(abs(log10(value / want)) <= 0.081, "\(name): \(value) instead of \(want)")
    }
  }

  @Test("A training run is the same whether the finder ran before it or not")
  func noTrace() throws {
    func weights(_ search: Bool) throws -> [[UInt8]] {
      let learner = try TinyLearner.make()
      if search { try learner.findLearningRate() }
      try learner.fitOneCycle(epochs: 1, maxLearningRate: 1e-2)
      return learner.model.storedTensors.map(\.bytes)
    }
    #expect(try weights(true) == weights(false))
  }

  @Test("A loss that is no longer a number ends the sweep, not the session")
  func diverging() throws {
    final class Spoiler: Callback {
      func respond(to event: Event, of learner: Learner) {
        guard event == .afterStep, learner.step == 40 else { return }
        for named in learner.model.parameters { named.parameter.value = named.parameter.value * .nan }
      }
    }
    let learner = try TinyLearner.make()
    learner.callbacks = [Spoiler()]
    let before = learner.model.storedTensors.map(\.bytes)
    try learner.findLearningRate()
    #expect(learner.recorder.losses.count == 100)
    #expect(learner.recorder.losses[40].isFinite && learner.recorder.losses[41].isNaN)
    #expect(learner.model.storedTensors.map(\.bytes) == before)
  }

  @Test("A curve of too few losses is refused")
  func tooShort() {
    #expect(throws: LearningError.tooFewLosses(count: 1)) {
      try LearningRateSuggestions(rates: [1], losses: [1])
    }
  }

  @Test("A curve of unequal rates and losses is refused with both numbers")
  func unequal() {
    for (rates, losses) in [([1, 2, 3], [1, 2]), ([1], [1, 2, 3]), ([], [1])] as [([Float], [Float])] {
      let error = #expect(throws: LearningError.self) { try LearningRateSuggestions(rates: rates, losses: losses) }
      #expect(
        error?.description
          == "The curve has \(rates.count) learning rates and \(losses.count) losses. Give one "
          + "loss for each rate.")
    }
  }

  @Test(
    "A curve whose rates do not rise from above 0 is refused",
    arguments: [
      ([0, 1, 2], 0), ([-1, 1, 2], 0), ([.nan, 1, 2], 0), ([1, 1, 2], 1), ([1, 3, 2], 2), ([1, 2, .infinity], 2),
    ]
      as [([Float], Int)])
  func falling(rates: [Float], place: Int) {
    let error = #expect(throws: LearningError.self) { try LearningRateSuggestions(rates: rates, losses: [3, 2, 1]) }
    #expect(
      error?.description
        == "The curve's learning rates must rise from above 0, but rates[\(place)] is \(rates[place]), after "
        + "\(place == 0 ? 0 : rates[place - 1]). Sort the curve by its rates, and keep each rate once.")
  }

  @Test("A curve with a loss that is NaN is refused")
  func lossNotANumber() {
    let error = #expect(throws: LearningError.lossNotANumber(place: 1)) {
      try LearningRateSuggestions(rates: [1, 2, 3], losses: [3, .nan, 1])
    }
    #expect(error?.description == "The curve's losses[1] is NaN. End the curve before it.")
  }
}
