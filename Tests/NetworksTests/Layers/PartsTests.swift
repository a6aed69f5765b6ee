import Display
import Foundation
import Networks
import Tensors
import Testing

/// Custom layers: their trained, saved and shown parts.
@Suite("Parts of layers")
struct PartsTests {
  @Test("A layer shows its parts as a table, with known shapes")
  func tables() {
    struct Net: Layer {
      let first = Linear(weight: Tensor(zeros: [3, 2]))
      let activation = ReLU()
      let second = Linear(weight: Tensor(zeros: [1, 3]))
      let scale = Parameter(Tensor([1]))
      func callAsFunction(_ input: Tensor) -> Tensor { second(activation(first(input))) * scale.value }
      var parts: Parts {
        [
          "first": .layer(first), "activation": .layer(activation), "second": .layer(second), "scale": .bias(scale),
        ]
      }
    }
    #expect(
      Net().table.rows == [
        ["", "Net", "1"], ["first", "Linear 2 → 3, no bias", "6"], ["activation", "ReLU", ""],
        ["second", "Linear 3 → 1, no bias", "3"],
      ])
    #expect("\(Net())".contains("Net: 10 parameters"))
    let summary = ModelSummary(of: Net(), inputShape: [5, 2])
    #expect(summary.rows.map(\.title) == ["Net", "Linear 2 → 3, no bias", "ReLU", "Linear 3 → 1, no bias"])
    #expect(summary.rows[0].outputShape == [5, 1] && summary.rows[1].outputShape == nil)
    #expect(summary.parameterCount == 10 && summary.trainedParameterCount == 10)
    let shared = Linear(weight: Tensor(rows: [[1, 2]]))
    #expect(ModelSummary(of: Sequential([shared, Flatten(), Identity()]), inputShape: [1, 2]).parameterCount == 2)
    #expect(Sequential([shared, shared]).description.contains("Sequential: 2 parameters"))
  }

  @Test("Two parts of one name stop, since a file could not tell them apart")
  func twoOfOneName() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      struct Twice: Layer {
        func callAsFunction(_ input: Tensor) -> Tensor { input }
        var parts: Parts {
          ["a": .layer(Linear(weight: Tensor(rows: [[1]]))), "a": .layer(Linear(weight: Tensor(rows: [[2]])))]
        }
      }
      _ = Twice().parameters
    }
    #expect(text(result).contains("Twice has two parts called “a.weight”; a file could not tell them apart"))
  }

  @Test("Layers that do not follow one another stop while they are shown")
  func misfittingLayers() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential([Linear(weight: Tensor(zeros: [4, 3])), Linear(weight: Tensor(zeros: [4, 5]))])
      _ = ModelSummary(of: model, inputShape: [1, 3])
    }
    #expect(text(result).contains("Linear 5 → 4, no bias cannot follow a layer whose output has shape [1, 4]"))
  }

  @Test("Batch normalisation takes signals of one dimension")
  func signals() throws {
    let x = Tensor(shape: [2, 3, 4], scalars: (0..<24).map { Float($0 * $0 % 7) })
    let (one, two) = (BatchNormalization(channels: 3), BatchNormalization(channels: 3))
    let context = TrainingContext(seed: 1)
    let signal = try training(context) { one(x) }
    let image = try training(context) { two(x.expandingShape(at: 3)) }
    #expect(signal == image.reshaped(to: [2, 3, 4]))
    #expect(one.runningMean.value == two.runningMean.value)
    #expect(one(x).shape == [2, 3, 4])
  }

  @Test("A head fits a custom body")
  func ownBody() throws {
    var generator = MersenneTwister(seed: 1)
    let body = Sequential([Convolution2D(inputs: 1, outputs: 8, kernelSize: 3, using: &generator), ReLU()])
    let model = Sequential([body, VisionModel.makeHead(features: 8, classCount: 5, hiddenUnits: 16, using: &generator)])
    #expect(model(Tensor(zeros: [2, 1, 9, 9])).shape == [2, 5])
  }

  private func text(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }
}
