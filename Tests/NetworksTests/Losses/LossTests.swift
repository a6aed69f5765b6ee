import Foundation
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Losses")
struct LossTests {
  @Test("Cross entropy of equal outputs is the logarithm of the number of classes")
  func uniform() throws {
    let loss = try CrossEntropy()(Tensor(zeros: [3, 5]), .classes([0, 2, 4]))
    #expect(abs(Double(loss.scalar) - log(5)) < 1e-6)
  }

  @Test("Label smoothing mixes in the mean over all classes")
  func smoothing() throws {
    let outputs = Tensor(shape: [1, 3], scalars: [2, 0, -1])
    let logarithm = log(exp(2.0) + 1 + exp(-1.0))
    let losses = [logarithm - 2, logarithm, logarithm + 1]
    let expected = 0.9 * losses[1] + 0.1 * (losses.reduce(0, +) / 3)
    #expect(abs(Double(try CrossEntropy(smoothing: 0.1)(outputs, .classes([1])).scalar) - expected) < 1e-6)
  }

  @Test("Binary cross entropy takes outputs before the sigmoid, far from overflow")
  func binary() throws {
    let loss = BinaryCrossEntropy()
    let outputs = Tensor(shape: [2, 2], scalars: [0, 100, -100, 1])
    let targets = Targets.values(Tensor(shape: [2, 2], scalars: [1, 0, 0, 1]))
    let expected: [Double] = [log(2.0), 100, 0, log(1 + exp(-1.0))]
    let mean = expected.reduce(0, +) / 4
    #expect(abs(Double(try loss(outputs, targets).scalar) - mean) < 1e-5)
    let items = try loss.itemLosses(outputs, targets).scalars
    #expect(abs(Double(items[0]) - (expected[0] + expected[1]) / 2) < 1e-5)
    guard case .values(let decisions) = loss.decision(outputs) else {
      Issue.record("values expected")
      return
    }
    #expect(decisions.scalars == [0, 1, 0, 1])
  }

  @Test("Mean squared error is a mean over the batch, and one number per item")
  func squared() throws {
    let outputs = Tensor(shape: [2, 1], scalars: [1, 4])
    let loss = MeanSquaredError()
    #expect(try loss(outputs, .values(Tensor([0, 2]))).scalar == 2.5)
    #expect(try loss.itemLosses(outputs, .values(Tensor([0, 2]))).scalars == [1, 4])
  }

  @Test("Gradients agree with finite differences")
  func gradients() throws {
    let point = Formula.tensor("loss", shape: [3, 4], salt: 1) * 2
    let values = Targets.values(Formula.tensor("targets", shape: [3, 4], salt: 1).isGreater(than: 0))
    let cases: [(any Loss, Targets)] = [
      (CrossEntropy(), .classes([0, 3, 1])), (CrossEntropy(smoothing: 0.2), .classes([0, 3, 1])),
      (BinaryCrossEntropy(), values), (MeanSquaredError(), values),
    ]
    for (loss, targets) in cases {
      let parameter = Parameter(point)
      try loss(parameter.value, targets).backward()
      let gradient = try #require(parameter.gradient).scalars
      for index in 0..<point.count {
        func value(_ shift: Float) throws -> Double {
          var scalars = point.scalars
          scalars[index] += shift
          return Double(try loss(Tensor(shape: point.shape, scalars: scalars), targets).scalar)
        }
        let slope = (try value(1e-2) - value(-1e-2)) / 2e-2
        #expect(abs(slope - Double(gradient[index])) < 2e-4, "\(type(of: loss)) at \(index)")
      }
    }
  }

  @Test("Targets that do not fit the loss are named")
  func misfits() throws {
    func message(_ loss: any Loss, _ outputs: Tensor, _ targets: Targets) throws -> String {
      try #require(#expect(throws: NetworkError.self) { try loss(outputs, targets) }).description
    }
    let outputs = Tensor(zeros: [2, 3])
    #expect(
      try message(CrossEntropy(), outputs, .values(outputs))
        == "CrossEntropy needs one class per item as targets; these targets are numbers. For several labels per item "
        + "use BinaryCrossEntropy, .multiLabelAccuracy() and .multiLabelF1().")
    #expect(
      try message(CrossEntropy(), outputs, .classes([0]))
        == "CrossEntropy needs outputs of shape [1, classes], one row per item, not [2, 3].")
    #expect(
      try message(CrossEntropy(), outputs, .classes([0, -1]))
        == "The target -1 of item 1 of the batch is not one of the 3 classes, 0 to 2. Look at the labels, or give the model more outputs."
    )
    #expect(
      try message(BinaryCrossEntropy(), outputs, .classes([0, 1]))
        == "BinaryCrossEntropy needs numbers as targets; these targets are classes. For one class per item use "
        + "CrossEntropy, .accuracy, .errorRate and .f1().")
    #expect(
      try message(BinaryCrossEntropy(), outputs, .values(Tensor(zeros: [2, 2])))
        == "BinaryCrossEntropy needs targets of the outputs' shape [2, 3], not [2, 2].")
  }
}
