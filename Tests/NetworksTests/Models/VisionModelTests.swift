import TestSupport
import Foundation
import Networks
import Tensors
import Testing

@Suite("Vision models", .serialized)
struct VisionModelTests {
  struct Steps: Decodable {
    struct Entry: Decodable {
      let name: String
      let moved: Double
      let norm: Double
    }
    let losses: [Double]
    let eval_logits: [[Double]]
    let tensors: [Entry]
  }

  @Test("Three steps of Adam end where fastai's do", arguments: [("adam", 0), ("adam_frozen", 2)])
  func adam(tag: String, frozen: Int) throws {
    let file = "resnet/vision_resnet18.\(tag).json"
    let parameters = try Fixtures.parameters(file)
    let salt = try #require(parameters["salt"] as? Int)
    let labels = try #require(parameters["labels"] as? [Int])
    var generator = MersenneTwister(seed: 1)
    let model = VisionModel(.resnet18, classCount: 7, dropout: 0, using: &generator)
    Formula.fill(model, salt: salt)
    let start = Dictionary(model.storedTensors.map { ($0.name, $0.values) }, uniquingKeysWith: { first, _ in first })
    let input = Formula.tensor("input", shape: [4, 3, 64, 64], salt: salt)

    let optimizer = Optimizer(groups: model.parameterGroups)
    optimizer.freeze(upTo: frozen)
    optimizer.set(\.learningRate, to: [1e-5, 3e-5, 1e-4])
    var losses: [Double] = []
    for _ in 0..<3 {
      let loss = try training(TrainingContext(seed: 1)) { try CrossEntropy()(model(input), .classes(labels)) }
      losses.append(Double(loss.scalar))
      loss.backward()
      optimizer.step()
      optimizer.clearGradients()
    }

    let expected = try Fixtures.json(file, as: Steps.self)
    var comparison = Comparison(try Fixtures.tolerance(file))
    comparison.check(losses, expected.losses, "losses")
    let logits = withoutGradients { model(input) }.scalars.map { Double($0) }
    comparison.check(logits, expected.eval_logits.flatMap { $0 }, "logits")
    let largest = comparison.largest
    let end = Dictionary(model.storedTensors.map { ($0.name, $0.values) }, uniquingKeysWith: { first, _ in first })
    var worstMove = 0.0
    for want in expected.tensors {
      let (before, after) = (try #require(start[want.name]), try #require(end[want.name]))
      comparison.check([norm(after)], [want.norm], want.name)
      let moved = norm(zip(after, before).map { $0 - $1 })
      #expect(abs(moved - want.moved) <= 0.02 * want.moved + 1e-7, "\(want.name) moved \(moved), not \(want.moved)")
      if want.moved > 0 { worstMove = max(worstMove, abs(moved - want.moved) / want.moved) }
    }
    #expect(comparison.failures.isEmpty, "\(comparison.failures)")
    print("error \(file): \(largest) in losses and logits, \(worstMove) relative in the way moved")
  }

  private func norm(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  @Test("The summary of a model has a row for each layer")
  func summary() {
    var generator = MersenneTwister(seed: 1)
    let model = VisionModel(.resnet18, classCount: 7, using: &generator)
    let summary = ModelSummary(of: model, inputShape: [1, 3, 128, 128])
    #expect(summary.rows.count == 51)
    #expect(summary.rows.reduce(0) { $0 + $1.parameterCount } == model.parameterCount)
    #expect(summary.rows[0].title == "Convolution2D 3 → 64, 7×7, stride 2")
    #expect(summary.rows[0].outputShape == [1, 64, 64, 64])
    #expect(summary.rows.last?.outputShape == [1, 7])
    #expect(summary.description.hasPrefix("11,707,456 parameters, 11,707,456 of them trained\n"))
  }

  @Test("A body loads the weights of a torchvision file, but only of its own architecture")
  func loadBody() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: url) }
    var generator = MersenneTwister(seed: 1)
    let trained = ResNet(.resnet18, using: &generator)
    try trained.saveWeights(to: url)
    let model = VisionModel(.resnet18, classCount: 7, using: &generator)
    try model.loadBody(from: url)
    let (loaded, original) = (model.body.parameters, trained.body.parameters)
    #expect(zip(loaded, original).allSatisfy { $0.parameter.value.scalars == $1.parameter.value.scalars })

    let other = VisionModel(.resnet34, classCount: 7, using: &generator)
    let error = #expect(throws: NetworkError.self) { try other.loadBody(from: url) }
    #expect(
      error?.description.contains("missing: layer1.2.conv1.weight, layer1.2.bn1.weight, layer1.2.bn1.bias") == true)
  }
}
