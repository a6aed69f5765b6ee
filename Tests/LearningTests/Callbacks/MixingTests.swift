import Datasets
import Foundation
import Learning
import Networks
import TestSupport
import Tensors
import Testing

@Suite("Mixed batches")
struct MixingTests {
  /// Eight images of one value each, their number.
  private func learner(_ loss: any Loss = CrossEntropy(), targets: Targets? = nil) -> Learner {
    var generator = MersenneTwister(seed: 4)
    let inputs = Tensor(shape: [8, 1, 6, 6], scalars: (0..<8).flatMap { [Float](repeating: Float($0), count: 36) })
    let source = TensorSource(
      inputs: inputs, targets: targets ?? .classes((0..<8).map { $0 % 4 }), batchSize: 8)
    let model = Sequential([Flatten(), Linear(inputs: 36, outputs: 4, using: &generator)])
    let learner = Learner(
      TensorDataLoaders(train: source, valid: source, classNames: ["a", "b", "c", "d"]), model: model, loss: loss,
      rule: SGD())
    learner.showsProgress = false
    return learner
  }

  private func inputs(_ callback: any Callback, epochs: Int = 1) throws -> [Tensor] {
    var seen: [Tensor] = []
    let watcher = EventCallback(.afterPrediction) {
      if $0.isTraining, let batch = $0.batch { seen.append(batch.inputs) }
    }
    try learner().fit(epochs: epochs, learningRate: 1e-4, callbacks: [callback, watcher])
    return seen
  }

  @Test("A mixed image is a blend in which the original has a fraction of at least half")
  func mixUp() throws {
    let mixed = try inputs(MixUp(alpha: 1))[0]
    var isMixed = false
    for item in 0..<8 {
      let value = mixed[item, 0, 0, 0]
      #expect((0..<36).allSatisfy { abs(mixed[item, 0, $0 / 6, $0 % 6] - value) < 1e-5 })
      let shares = (0..<8).filter { $0 != item }.map { (value - Float($0)) / Float(item - $0) }
      #expect(value == Float(item) || shares.contains { $0 > 0.499 && $0 <= 1.0001 })
      if value != Float(item) { isMixed = true }
    }
    #expect(isMixed)
  }

  @Test("A rectangle is of another image, and the rest the own")
  func cutMix() throws {
    let passes = try inputs(CutMix(), epochs: 6)
    var pasted = 0
    for mixed in passes {
      for item in 0..<8 {
        let values = Set((0..<36).map { mixed[item, 0, $0 / 6, $0 % 6] })
        #expect(values.count <= 2)
        if values != [Float(item)] { pasted += 1 }
      }
    }
    #expect(pasted > 8)
  }

  @Test("Equal seeds mix equally, and passes differ")
  func seeds() throws {
    let (first, second) = (try inputs(MixUp(), epochs: 2), try inputs(MixUp(), epochs: 2))
    #expect(first.map(\.scalars) == second.map(\.scalars))
    #expect(first[0].scalars != first[1].scalars)
  }

  @Test("The loss of mixed classes is the weighted loss of both")
  func lossOfClasses() throws {
    let learner = learner()
    var expected = Double.nan
    let watcher = EventCallback(.afterPrediction) { learner in
      // In a batch of one image, mixing it with itself changes nothing, so the loss is between those of the two
      // targets.
      guard learner.isTraining, let outputs = learner.outputs else { return }
      expected = Double(try CrossEntropy()(outputs, .classes((0..<8).map { $0 % 4 })).scalar)
    }
    try learner.fit(epochs: 1, learningRate: 1e-4, callbacks: [MixUp(alpha: 1), watcher])
    #expect(learner.recorder.rawLosses[0].isFinite && Double(learner.recorder.rawLosses[0]) != expected)
  }

  @Test("With class weights the loss is divided by the weights in the same shares")
  func weights() throws {
    let loss = CrossEntropy(weights: [1, 8, 0.5, 2])
    let outputs = Tensor(shape: [3, 4], scalars: [0.3, -1, 2, 0, 1, 1, -0.5, 0.2, 0, 0.7, 0.1, -2])
    let (own, others) = (Targets.classes([0, 1, 2]), Targets.classes([3, 3, 1]))
    func mixed(_ shares: [Float]) throws -> Float {
      try TargetMixing(partners: others, shares: shares).meanLoss(loss, outputs, own).scalar
    }
    #expect(abs(try mixed([1, 1, 1]) - (try loss(outputs, own).scalar)) < 1e-6)
    #expect(abs(try mixed([0, 0, 0]) - (try loss(outputs, others).scalar)) < 1e-6)
    let half = try mixed([0.5, 0.5, 0.5])
    let (first, second) = (
      try loss.itemLosses(outputs, own).sum().scalar, try loss.itemLosses(outputs, others).sum().scalar
    )
    #expect(abs(half - (first + second) / (9.5 + 12)) < 1e-6)
  }

  @Test("Numbers are mixed themselves, and validation is left alone")
  func numbers() throws {
    let targets = Tensor(shape: [8, 4], scalars: (0..<32).map { Float($0 % 2) })
    let learner = learner(BinaryCrossEntropy(), targets: .values(targets))
    var validated: [[Float]] = []
    let watcher = EventCallback(.afterPrediction) { learner in
      if !learner.isTraining, let batch = learner.batch { validated.append(batch.inputs.scalars) }
    }
    try learner.fit(epochs: 1, learningRate: 1e-4, callbacks: [MixUp(), watcher])
    #expect(learner.recorder.rawLosses.allSatisfy { $0.isFinite })
    #expect(validated == [(0..<8).flatMap { [Float](repeating: Float($0), count: 36) }])
  }
}
