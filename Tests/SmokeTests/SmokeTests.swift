import Datasets
import Display
import Etude
import Foundation
import Images
import Learning
import Networks
import Plotting
import Signal
import Tables
import Tensors
import TestSupport
import Testing

/// The shortest way through each module, in a few seconds: `swift test … --filter SmokeTests`.
@Suite("Every module works")
struct SmokeTests {
  @Test("A convolution has gradients")
  func tensors() throws {
    let weight = Parameter(Tensor(ones: [1, 1, 3, 3]))
    Tensor(ones: [1, 1, 4, 4]).conv2d(weight: weight.value).sum().backward()
    #expect(weight.gradient == Tensor(repeating: 4, shape: [1, 1, 3, 3]))
  }

  @Test("A PNG reads back, and a constant stays constant at another size")
  func images() throws {
    let image = Image(width: 4, height: 3, filledWith: [1, 2, 3])
    #expect(try Image(data: image.pngData()) == image)
    #expect(image.resized(width: 8, height: 6) == Image(width: 8, height: 6, filledWith: [1, 2, 3]))
  }

  @Test("The chroma of A is in its row")
  func signal() throws {
    let tone = try Waveform(
      samples: (0..<22050).map { Float(sin(2 * .pi * 440 * Double($0) / 22050)) }, sampleRate: 22050)
    let chroma = try ConstantQChroma(tuning: 0)(tone)
    #expect((0..<12).max { chroma[$0, 20] < chroma[$1, 20] } == 9)
  }

  @Test("A CSV file is read, grouped and written")
  func tables() throws {
    let frame = try DataFrame(csvData: Data("a,n\nx,1\ny,2\nx,3\n".utf8))
    let sums = try frame.grouped(by: "a").sums("n").csvRepresentation()
    #expect(String(decoding: sums, as: UTF8.self) == "a,sum(n)\nx,4\ny,2\n")
  }

  @Test("A linear layer learns its target")
  func learning() {
    let layer = Linear(weight: Tensor(zeros: [1, 2]))
    let optimizer = Optimizer(
      SGD(), groups: [layer], hyperParameters: HyperParameters(learningRate: 0.25, momentum: 0, weightDecay: 0))
    let (inputs, targets) = (Tensor(identity: 2), Tensor(rows: [[3], [-1]]))
    for _ in 0..<60 {
      for named in layer.parameters { named.parameter.clearGradient() }
      (layer(inputs) - targets).squared().mean().backward()
      optimizer.step()
    }
    expectMatches(layer.weight.value, Tensor(rows: [[3, -1]]), tolerance: Tolerance(absolute: 1e-3, relative: 0))
  }

  @Test("A learner distinguishes two classes after a fit")
  func fitting() throws {
    var generator = MersenneTwister(seed: 1)
    let source = TensorSource(
      inputs: Tensor(rows: [[0, 1], [1, 0], [0, 2], [2, 0]]), targets: .classes([0, 1, 0, 1]), batchSize: 4)
    let learner = Learner(
      TensorDataLoaders(train: source, valid: source, classNames: ["up", "right"]),
      model: Sequential([Linear(inputs: 2, outputs: 2, using: &generator)]), loss: CrossEntropy(), metrics: [.errorRate]
    )
    learner.showsProgress = false
    try learner.fit(epochs: 30, learningRate: 0.1)
    #expect(try learner.validate().metrics == [0])
  }

  @Test("A figure has an image and words")
  func plotting() throws {
    let figure = plot(x: [1, 2, 3], y: [1, 4, 9])
    #expect(try figure.image(scale: 1).width == 614)
    #expect(figure.mimeBundle[.png] != nil)
  }

  @Test("A table has text and data")
  func display() {
    let bundle = Table(columns: ["a"], evenRows: [["1"]]).mimeBundle
    #expect(bundle.text(.plainText) == "a\n1" && bundle[.table] != nil)
  }

  @Test("A fixture is loaded and has a chromagram")
  func verbs() throws {
    let sound = try load(Fixtures.url("chroma/chord.wav").path)
    #expect(chroma(sound).shape.first == 12)
  }
}
