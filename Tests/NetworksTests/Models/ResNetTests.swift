import TestSupport
import Foundation
import Networks
import Tensors
import Testing

@Suite("ResNets", .serialized)
struct ResNetTests {
  struct Gradients: Decodable {
    struct Entry: Decodable {
      let name: String
      let shape: [Int]
      let norm: Double
    }
    let loss: Double
    let params: [Entry]
  }

  struct Statistics: Decodable {
    let first4: [Double]
    let mean: Double
  }

  struct Stage: Decodable {
    let shape: [Int]
    let mean: Double
    let std: Double
    let first8: [Double]
  }

  struct Layout: Decodable {
    let keys: [Key]
    let groups: [[String]]
  }

  struct Key: Decodable {
    let name: String
    let shape: [Int]
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      name = try container.decode(String.self)
      shape = try container.decode([Int].self)
    }
  }

  private func model(_ architecture: ResNetArchitecture, salt: Int) -> ResNet {
    var generator = MersenneTwister(seed: 1)
    let model = ResNet(architecture, classCount: 7, using: &generator)
    Formula.fill(model, salt: salt)
    return model
  }

  private func input(salt: Int) -> Tensor { Formula.tensor("input", shape: [4, 3, 64, 64], salt: salt) }

  private func salt(_ file: String) throws -> Int { try #require(try Fixtures.parameters(file)["salt"] as? Int) }

  @Test("Logits and stages in use agree with torchvision's", arguments: [ResNetArchitecture.resnet18, .resnet34])
  func inference(architecture: ResNetArchitecture) throws {
    let file = "resnet/\(architecture).eval_logits.npy"
    let model = model(architecture, salt: try salt(file))
    let input = input(salt: try salt(file))
    var comparison = Comparison(try Fixtures.tolerance(file))
    comparison.check(withoutGradients { model(input) }, try Fixtures.tensor(file), "logits")
    #expect(comparison.failures.isEmpty, "\(comparison.failures)")
    print("error \(file): \(comparison.largest)")

    let stages = try Fixtures.json("resnet/\(architecture).stages.json", as: [String: [String: Stage]].self)
    var stageComparison = Comparison(try Fixtures.tolerance("resnet/\(architecture).stages.json"))
    let names = ["conv1", "bn1", nil, "maxpool", "layer1", "layer2", "layer3", "layer4"]
    var output = input
    for (name, layer) in zip(names, model.body.layers) {
      output = withoutGradients { layer(output) }
      guard let name, let stage = stages["eval"]?[name] else { continue }
      let scalars = output.scalars.map { Double($0) }
      let mean = scalars.reduce(0, +) / Double(scalars.count)
      let deviation = (scalars.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scalars.count)).squareRoot()
      #expect(output.shape == stage.shape)
      stageComparison.check([mean, deviation] + scalars.prefix(8), [stage.mean, stage.std] + stage.first8, name)
    }
    #expect(stageComparison.failures.isEmpty, "\(stageComparison.failures)")
    print("error resnet/\(architecture).stages.json: \(stageComparison.largest)")
  }

  @Test(
    "Logits and running statistics in training agree with torchvision's",
    arguments: [ResNetArchitecture.resnet18, .resnet34])
  func trainingForward(architecture: ResNetArchitecture) throws {
    let file = "resnet/\(architecture).train_logits.npy"
    let model = model(architecture, salt: try salt(file))
    let logits = try training(TrainingContext(seed: 1)) { model(input(salt: try salt(file))) }
    var comparison = Comparison(try Fixtures.tolerance(file))
    comparison.check(logits.detached, try Fixtures.tensor(file), "logits")
    #expect(comparison.failures.isEmpty, "\(comparison.failures)")
    print("error \(file): \(comparison.largest)")

    let running = try Fixtures.json("resnet/\(architecture).running.json", as: [String: Statistics].self)
    var statistics = Comparison(try Fixtures.tolerance("resnet/\(architecture).running.json"))
    for named in model.statistics where !named.statistic.isInteger {
      let want = try #require(running[named.name])
      let scalars = named.statistic.value.scalars.map { Double($0) }
      statistics.check(Array(scalars.prefix(4)), want.first4, named.name)
      statistics.check([scalars.reduce(0, +) / Double(scalars.count)], [want.mean], named.name)
    }
    #expect(statistics.failures.isEmpty, "\(statistics.failures)")
    print("error resnet/\(architecture).running.json: \(statistics.largest)")
  }

  /// The gradient jumps where a ReLU's input is zero, and at the fixture's point some inputs are nearer to zero (2e-6)
  /// than single precision computes them (1e-5). So the fixture is compared with the gradients at the point itself and,
  /// if a decision fell the other way there, at points nudged by the last bit of each number. All must be near it, and
  /// one must agree within the tolerance.
  @Test("Gradients agree with PyTorch's", arguments: [ResNetArchitecture.resnet18, .resnet34])
  func gradients(architecture: ResNetArchitecture) throws {
    let file = "resnet/\(architecture).grads.json"
    let expected = try Fixtures.json(file, as: Gradients.self)
    let tolerance = try Fixtures.tolerance(file)
    let near = Fixtures.Tolerance(absolute: tolerance.absolute, relative: 10 * tolerance.relative)
    for nudge in 0..<20 {
      let (loss, parameters) = try gradients(architecture, file: file, nudge: nudge)
      #expect(parameters.map(\.name) == expected.params.map(\.name))
      let norms = try parameters.map { named in
        try #require(named.parameter.gradient).scalars.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      }
      var rough = Comparison(near)
      var exact = Comparison(tolerance)
      rough.check([loss] + norms, [expected.loss] + expected.params.map(\.norm), "nudge \(nudge)")
      exact.check([loss] + norms, [expected.loss] + expected.params.map(\.norm), "nudge \(nudge)")
      #expect(rough.failures.isEmpty, "\(rough.failures)")
      guard exact.failures.isEmpty else { continue }
      let worst = zip(norms, expected.params).map { abs($0 - $1.norm) / $1.norm }.max() ?? .nan
      print("error \(file): \(worst) relative in the norm, at nudge \(nudge)")
      return
    }
    Issue.record("no gradient near the fixture's point agrees with it")
  }

  private func gradients(
    _ architecture: ResNetArchitecture, file: String, nudge: Int
  ) throws -> (loss: Double, parameters: [NamedParameter]) {
    let model = model(architecture, salt: try salt(file))
    let labels = try #require(try Fixtures.parameters(file)["labels"] as? [Int])
    var input = input(salt: try salt(file))
    if nudge > 0 { input = input * (1 + Formula.tensor("nudge \(nudge)", shape: input.shape, salt: 0) * 0x1p-23) }
    let loss = try training(TrainingContext(seed: 1)) { try CrossEntropy()(model(input), .classes(labels)) }
    loss.backward()
    return (Double(loss.scalar), model.parameters)
  }

  @Test("Names and shapes are torchvision's")
  func names() throws {
    for file in try Fixtures.files(under: "resnet/") where file.hasSuffix(".keys.json") {
      let name = try #require(file.split(separator: "/").last?.split(separator: ".").first)
      let architecture = try #require(ResNetArchitecture(rawValue: String(name)))
      var generator = MersenneTwister(seed: 1)
      let tensors = ResNet(architecture, using: &generator).storedTensors
      let keys = try Fixtures.json(file, as: [Key].self)
      #expect(tensors.map(\.name) == keys.map(\.name))
      #expect(tensors.map(\.shape) == keys.map(\.shape))
    }
  }

  @Test("A cut body with a head has fastai's names and groups")
  func layout() throws {
    for file in try Fixtures.files(under: "resnet/") where file.hasSuffix(".layout.json") {
      let name = try #require(file.split(separator: "_").last?.split(separator: ".").first)
      let architecture = try #require(ResNetArchitecture(rawValue: String(name)))
      var generator = MersenneTwister(seed: 1)
      let model = VisionModel(architecture, classCount: 7, using: &generator)
      let layout = try Fixtures.json(file, as: Layout.self)
      #expect(model.storedTensors.map(\.name) == layout.keys.map(\.name))
      #expect(model.storedTensors.map(\.shape) == layout.keys.map(\.shape))
      let names = Dictionary(
        model.parameters.map { (ObjectIdentifier($0.parameter), $0.name) }, uniquingKeysWith: { first, _ in first })
      let groups = model.parameterGroups.map { $0.parameters.map { names[ObjectIdentifier($0.parameter)] ?? "" } }
      #expect(groups == layout.groups)
    }
  }

  @Test("ResNet-34 has 218 entries and 21,797,672 parameters")
  func counts() {
    var generator = MersenneTwister(seed: 1)
    let model = ResNet(.resnet34, using: &generator)
    #expect(model.storedTensors.count == 218)
    #expect(model.parameterCount == 21_797_672)
  }

  @Test("ResNet-50 has 320 entries and 25,557,032 parameters")
  func bottlenecks() {
    var generator = MersenneTwister(seed: 1)
    let model = ResNet(.resnet50, using: &generator)
    #expect(model.storedTensors.count == 320)
    #expect(model.parameterCount == 25_557_032)
    #expect(model.storedTensors.contains { $0.name == "layer3.5.conv3.weight" && $0.shape == [1024, 256, 1, 1] })
    #expect(model.storedTensors.contains { $0.name == "layer2.0.downsample.0.weight" && $0.shape == [512, 256, 1, 1] })
  }

  @Test("ResNet-50 gives finite logits of 1000 classes")
  func bottleneckLogits() {
    var generator = MersenneTwister(seed: 1)
    let model = ResNet(.resnet50, using: &generator)
    let logits = withoutGradients { model(input(salt: 1)) }
    #expect(logits.shape == [4, 1000])
    #expect(logits.scalars.allSatisfy { $0.isFinite })
  }

  /// The standard error of a deviation estimated from n draws is its 1/√(2n); five of them are allowed.
  @Test("Weights are drawn as torchvision and PyTorch draw them")
  func initialization() throws {
    var generator = MersenneTwister(seed: 1)
    let model = ResNet(.resnet18, classCount: 7, using: &generator)
    let tensors = Dictionary(uniqueKeysWithValues: model.parameters.map { ($0.name, $0.parameter.value.detached) })
    let fanOuts = ["conv1.weight": 64 * 49, "layer2.0.conv1.weight": 128 * 9, "layer4.1.conv2.weight": 512 * 9]
    for (name, fanOut) in fanOuts {
      let weights = try #require(tensors[name]).scalars.map { Double($0) }
      let deviation = (weights.reduce(0) { $0 + $1 * $1 } / Double(weights.count)).squareRoot()
      let expected = (2 / Double(fanOut)).squareRoot()
      #expect(abs(deviation / expected - 1) < 5 / (2 * Double(weights.count)).squareRoot(), "\(name)")
    }
    let bound = 1 / Float(512).squareRoot()
    for name in ["fc.weight", "fc.bias"] {
      let scalars = try #require(tensors[name]).scalars
      #expect(scalars.allSatisfy { abs($0) <= bound })
      #expect(try #require(scalars.map(abs).max()) > bound / 2)
    }
    #expect(try #require(tensors["bn1.weight"]) == Tensor(ones: [64]))
    #expect(try #require(tensors["bn1.bias"]) == Tensor(zeros: [64]))
  }

  @Test("A seed gives the same weights each time")
  func seeds() {
    func weights(_ seed: UInt64) -> [Float] {
      var generator = MersenneTwister(seed: seed)
      return VisionModel(.resnet18, classCount: 2, using: &generator).parameters[0].parameter.value.scalars
    }
    #expect(weights(3) == weights(3))
    #expect(weights(3) != weights(4))
  }
}
