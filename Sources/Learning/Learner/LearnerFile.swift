import Foundation
import Networks
import Tensors

/// A learner's weights and the optimiser's state, as one `.safetensors` file.
///
/// The model's tensors have their own names, so any reader of the format finds them. The optimiser's tensors begin with
/// `etude.optimizer.`, which no part of a model does. Everything else is JSON in the metadata.
struct LearnerFile {
  /// The state that is not a tensor.
  struct State: Codable {
    var groups: [GroupState]
    var frozenCount: Int
    var passCount: Int
  }

  /// The state of one parameter group that is not a tensor.
  struct GroupState: Codable {
    var hyperParameters: HyperParameters
    var steps: [Int]
    var hadGradient: [Bool]
  }

  private var contents: WeightFile.Contents

  /// State that is not a tensor, as text by key.
  var metadata: [String: String] {
    get { contents.metadata }
    set { contents.metadata = newValue }
  }

  /// Gathers a learner's state; the optimiser's part is optional.
  init(of learner: Learner, withOptimizer: Bool) throws {
    contents = WeightFile.Contents(tensors: learner.model.storedTensors, metadata: ["format": "pt"])
    guard withOptimizer else { return }
    var groups: [GroupState] = []
    for (index, group) in learner.optimizer.groups.enumerated() {
      groups.append(
        GroupState(
          hyperParameters: group.hyperParameters, steps: group.states.map(\.step), hadGradient: group.hadGradient))
      for (place, state) in group.states.enumerated() {
        let name = Self.name(group: index, place: place)
        if let average = state.average { contents.tensors.append(StoredTensor(name: "\(name).average", average)) }
        if let squares = state.squareAverage {
          contents.tensors.append(StoredTensor(name: "\(name).squares", squares))
        }
      }
    }
    let state = State(
      groups: groups, frozenCount: learner.optimizer.frozenCount, passCount: learner.passCount)
    metadata[WeightFile.Contents.optimizerStateKey] = try Self.json(state)
  }

  /// Reads a file, `.pth` files of PyTorch and fastai among them.
  init(contentsOf url: URL) throws {
    contents = try WeightFile.read(url).withCurrentNames
  }

  /// Writes the file, whole or not at all.
  func write(to url: URL) throws {
    try WeightFile.write(contents, to: url)
  }

  /// Puts weights, and the optimiser's state if the file has it, into a learner.
  ///
  /// - Throws: `NetworkError.wrongWeights`, `.corruptWeights` and `LearningError.otherParameterGroups`, before anything is changed.
  func restore(_ learner: Learner, file: String, withOptimizer: Bool) throws {
    let contents = contents.unwrapped(for: learner.model)
    if let tensor = contents.unusable.first {
      throw NetworkError.unusableTensor(file: file, name: tensor.name, type: tensor.type)
    }
    try learner.model.check(contents.weights, file: file)
    let state = withOptimizer ? try decodeState(for: learner, file: file) : nil
    try learner.model.load(contents.weights, file: file)
    guard let (state, groups) = state else { return }
    learner.optimizer.freeze(upTo: state.frozenCount)
    learner.passCount = state.passCount
    for (index, group) in state.groups.enumerated() {
      learner.optimizer.restore(group.hyperParameters, groups[index], group: index)
      learner.optimizer.restoreHadGradient(group.hadGradient, group: index)
    }
  }

  private func decodeState(for learner: Learner, file: String) throws -> (State, [[ParameterState]])? {
    guard let text = metadata[WeightFile.Contents.optimizerStateKey] else { return nil }
    func corrupt(_ reason: String) -> NetworkError { .corruptWeights(file: file, reason: reason) }
    guard let state = try? JSONDecoder.exact.decode(State.self, from: Data(text.utf8)) else {
      throw corrupt("its optimiser's state is not readable")
    }
    let groups = learner.optimizer.groups
    guard state.groups.map(\.steps.count) == groups.map(\.parameters.count),
      state.groups.map(\.hadGradient.count) == groups.map(\.parameters.count),
      (0...groups.count).contains(state.frozenCount)
    else {
      throw LearningError.otherParameterGroups(file: file)
    }
    // Whatever counts further than this was not counted.
    guard (state.groups.flatMap(\.steps) + [state.passCount]).allSatisfy((0...1 << 53).contains) else {
      throw corrupt("its optimiser's counts of steps are impossible")
    }
    let named = Dictionary(contents.tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let states = try groups.enumerated().map { index, group in
      try group.parameters.enumerated().map { place, parameter in
        func tensor(_ kind: String) throws -> Tensor? {
          guard let stored = named["\(Self.name(group: index, place: place)).\(kind)"] else { return nil }
          guard stored.shape == parameter.parameter.shape else {
            throw corrupt("“\(stored.name)” has shape \(stored.shape), not \(parameter.parameter.shape)")
          }
          return stored.tensor
        }
        var restored = ParameterState()
        restored.step = state.groups[index].steps[place]
        restored.average = try tensor("average")
        restored.squareAverage = try tensor("squares")
        return restored
      }
    }
    return (state, states)
  }

  private static func name(group: Int, place: Int) -> String {
    "\(WeightFile.Contents.optimizerPrefix)\(group).\(place)"
  }

  /// JSON with its keys in a fixed order.
  static func json(_ value: some Encodable) throws -> String {
    String(decoding: try JSONEncoder.exact.encode(value), as: UTF8.self)
  }
}

extension JSONEncoder {
  /// Encodes every number exactly, including NaN.
  static var exact: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }
}

extension JSONDecoder {
  /// Decodes what `JSONEncoder.exact` has written.
  static var exact: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}
