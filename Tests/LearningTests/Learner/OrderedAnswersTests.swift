import Datasets
import Learning
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Answers to shuffled sets")
struct OrderedAnswersTests {
  /// Items whose only input is their number, in a set that shuffles and drops.
  private func learner() -> Learner {
    let inputs = Tensor(shape: [11, 1], scalars: (0..<11).map(Float.init))
    let classes = (0..<11).map { $0 % 3 }
    let train = TensorSource(inputs: inputs, targets: .classes(classes), batchSize: 4, seed: 5, dropsLast: true)
    let model = Sequential { Linear(weight: Tensor(rows: [[1], [0], [-1]])) }
    return Learner(
      TensorDataLoaders(train: train, valid: train, classNames: ["a", "b", "c"]), model: model, loss: CrossEntropy(),
      metrics: [.accuracy])
  }

  @Test("Answer n is the one to item n")
  func predictions() throws {
    let learner = learner()
    for answers in [try learner.predictions(on: learner.loaders.train), try learner.predictions()] {
      #expect(answers.outputs.shape == [11, 3])
      #expect((0..<11).map { answers.outputs[$0, 0] } == (0..<11).map(Float.init))
    }
  }

  @Test("An interpretation of the training set judges every item by its own class")
  func interpretation() throws {
    let learner = learner()
    let interp = try ClassificationInterpretation(learner, on: learner.loaders.train)
    #expect(interp.targets == (0..<11).map { $0 % 3 })
    #expect(interp.topLosses().allSatisfy { $0.truth == ["a", "b", "c"][$0.index % 3] })
  }

  @Test("Validation of the training set counts every item once")
  func validation() throws {
    let learner = learner()
    // Item 0 has three equal outputs, whose first is its class; the others are of class 0 by their outputs.
    #expect(abs(try learner.validate(on: learner.loaders.train).metrics[0] - 4.0 / 11) < 1e-9)
  }

  @Test("Losses that are not numbers come first, the largest after them")
  func lossesThatAreNotNumbers() throws {
    let outputs = Tensor(rows: [[0, 0], [.nan, 1], [5, 0], [.nan, 0]])
    let interp = try ClassificationInterpretation(outputs: outputs, targets: [0, 0, 1, 1], classNames: ["a", "b"])
    #expect(interp.topLosses().map(\.index) == [1, 3, 2, 0])
    #expect(interp.topLosses(isLargest: false).map(\.index) == [0, 2, 1, 3])
  }

  @Test("Class names with a name twice are refused")
  func repeatedNames() {
    #expect(throws: LearningError.repeatedClass(name: "a")) {
      try ClassificationInterpretation(outputs: Tensor(rows: [[0, 0]]), targets: [0], classNames: ["a", "a"])
    }
  }
}
