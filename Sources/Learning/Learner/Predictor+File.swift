import Foundation
import Networks
import Tensors

/// The description of the model in a `.etude` file, besides the weights.
struct ModelDescription: Codable, Equatable {
  /// Version of this description.
  var version = 1

  /// The architecture of the model; nil for a custom model.
  var blueprint: ModelBlueprint?

  /// `CrossEntropy`, `BinaryCrossEntropy` or `MeanSquaredError`; nil for a loss of the reader's own.
  var loss: String?

  /// From which probability several labels count; nil for one class per item.
  var threshold: Float?

  var classNames: [String]
  var inputShape: [Int]
  var inputRecipe: String?

  static let key = "etude.model"
}

/// The layers of a model without its weights.
enum ModelBlueprint: Codable, Equatable {
  /// The number of channels is missing in files from before other numbers than three were supported.
  case vision(ResNetArchitecture, classCount: Int, hiddenUnits: Int, dropout: Float, inputChannels: Int?)
  case resnet(ResNetArchitecture, classCount: Int, inputChannels: Int?)

  init?(of model: any Layer) {
    if let model = model as? VisionModel {
      self = .vision(
        model.architecture, classCount: model.classCount, hiddenUnits: model.hiddenUnits, dropout: model.dropout,
        inputChannels: Self.unlessThree(model.inputChannels))
    } else if let model = model as? ResNet {
      let channels = model.body.parameters.first?.parameter.shape[1] ?? 3
      self = .resnet(
        model.architecture, classCount: model.classifier.weight.shape[0], inputChannels: Self.unlessThree(channels))
    } else {
      return nil
    }
  }

  /// Nil for three, so files of RGB models stay the same.
  private static func unlessThree(_ channels: Int) -> Int? { channels == 3 ? nil : channels }

  /// True if the numbers are those of the weights beside it, so that building it takes about as much memory as they do.
  func fits(_ tensors: [StoredTensor]) -> Bool {
    func holds(_ name: String, _ shape: [Int]) -> Bool { tensors.contains { $0.name == name && $0.shape == shape } }
    switch self {
    case .vision(let architecture, let classCount, let hiddenUnits, let dropout, let channels):
      return classCount > 0 && hiddenUnits > 0 && (0...1).contains(dropout)
        && holds("0.0.weight", [64, channels ?? 3, 7, 7])
        && holds("1.4.weight", [hiddenUnits, 2 * architecture.featureCount])
        && holds("1.8.weight", [classCount, hiddenUnits])
    case .resnet(let architecture, let classCount, let channels):
      return classCount > 0 && holds("conv1.weight", [64, channels ?? 3, 7, 7])
        && holds("fc.weight", [classCount, architecture.featureCount])
    }
  }

  /// A model with weights that are to be replaced.
  func build() -> any Layer {
    var generator = MersenneTwister(seed: 0)
    switch self {
    case .vision(let architecture, let classCount, let hiddenUnits, let dropout, let channels):
      return VisionModel(
        architecture, classCount: classCount, dropout: dropout, hiddenUnits: hiddenUnits, inputChannels: channels ?? 3,
        using: &generator)
    case .resnet(let architecture, let classCount, let channels):
      return ResNet(architecture, classCount: classCount, inputChannels: channels ?? 3, using: &generator)
    }
  }
}

extension Predictor {
  /// Reads a file that `Learner.export` has written.
  ///
  /// - Parameters:
  ///   - model: Needed for a custom model; its weights are replaced.
  ///   - loss: Needed for a custom loss.
  /// - Throws: `NetworkError.corruptWeights` if the file is not one of these; `.wrongWeights` if it does not fit
  ///   `model`; `LearningError.customModel` and `.customLoss` if one is needed.
  public init(contentsOf url: URL, model: (any Layer)? = nil, loss: (any Loss)? = nil) throws {
    let name = url.lastPathComponent
    let contents = try WeightFile.read(url)
    guard let text = contents.metadata[ModelDescription.key],
      let description = try? JSONDecoder.exact.decode(ModelDescription.self, from: Data(text.utf8)),
      description.version == 1
    else {
      throw NetworkError.corruptWeights(file: name, reason: "it is not a model that `export` wrote")
    }
    if model == nil, let blueprint = description.blueprint, !blueprint.fits(contents.tensors) {
      throw NetworkError.corruptWeights(file: name, reason: "its description and its weights are of different models")
    }
    guard let model = model ?? description.blueprint?.build() else {
      throw LearningError.customModel(file: name)
    }
    guard let loss = loss ?? Self.loss(description) else {
      throw LearningError.customLoss(file: name)
    }
    try model.load(contents.tensors, file: name)
    self.init(
      model: model, loss: loss, classNames: description.classNames, inputShape: description.inputShape,
      inputRecipe: description.inputRecipe)
  }

  /// Writes a `.etude` file, whole or not at all.
  ///
  /// - Throws: `NetworkError.unusableFile`.
  public func write(to url: URL) throws {
    let description = ModelDescription(
      blueprint: ModelBlueprint(of: model), loss: Self.name(of: loss),
      threshold: (loss as? BinaryCrossEntropy)?.threshold, classNames: classNames, inputShape: inputShape,
      inputRecipe: inputRecipe)
    let metadata = [ModelDescription.key: try LearnerFile.json(description), "format": "pt"]
    try WeightFile.write(.init(tensors: model.storedTensors, metadata: metadata), to: url)
  }

  private static func name(of loss: any Loss) -> String? {
    switch loss {
    case is CrossEntropy, is BinaryCrossEntropy, is MeanSquaredError: "\(type(of: loss))"
    default: nil
    }
  }

  private static func loss(_ description: ModelDescription) -> (any Loss)? {
    switch description.loss {
    case "CrossEntropy": CrossEntropy()
    case "BinaryCrossEntropy": BinaryCrossEntropy(threshold: description.threshold ?? 0.5)
    case "MeanSquaredError": MeanSquaredError()
    default: nil
    }
  }
}
