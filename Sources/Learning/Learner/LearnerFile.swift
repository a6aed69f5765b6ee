import Foundation
import Tensors

/// A learner's weights and what its optimiser remembers, as one `.safetensors` file.
///
/// The model's tensors have their own names, so that any reader of the format finds them; the optimiser's begin with
/// `etude.optimizer.`, as no part of a model does; everything that is no tensor is JSON in the metadata.
struct LearnerFile {
  /// Beginning of the names of tensors that are not the model's.
  private static let optimizerPrefix = "etude.optimizer."

  private static let stateKey = "etude.learner"

  /// What is no tensor.
  struct State: Codable {
    var groups: [GroupState]
    var frozenCount: Int
    var passCount: Int
  }

  /// What is no tensor in one parameter group.
  struct GroupState: Codable {
    var hyperParameters: HyperParameters
    var steps: [Int]
    var hadGradient: [Bool]
  }

  var tensors: [StoredTensor]
  var metadata: [String: String]

  /// Gathers a learner's state; the optimiser's part is optional.
  init(of learner: Learner, withOptimizer: Bool) throws {
    tensors = learner.model.storedTensors
    metadata = ["format": "pt"]
    guard withOptimizer else { return }
    var groups: [GroupState] = []
    for (index, group) in learner.optimizer.groups.enumerated() {
      groups.append(
        GroupState(
          hyperParameters: group.hyperParameters, steps: group.states.map(\.step), hadGradient: group.hadGradient))
      for (place, state) in group.states.enumerated() {
        let name = Self.name(group: index, place: place)
        if let average = state.average { tensors.append(StoredTensor(name: "\(name).average", average)) }
        if let squares = state.squareAverage { tensors.append(StoredTensor(name: "\(name).squares", squares)) }
      }
    }
    let state = State(
      groups: groups, frozenCount: learner.optimizer.frozenCount, passCount: learner.passCount)
    metadata[Self.stateKey] = try Self.json(state)
  }

  /// Reads a file, `.pth` files of PyTorch and fastai among them.
  init(contentsOf url: URL) throws {
    let contents = try WeightFile.read(url)
    metadata = contents.metadata
    // The optimiser's tensors once began with `optimizer.` alone.
    let isOlder = metadata[Self.stateKey] != nil && !contents.tensors.contains { Self.isOptimizers($0.name) }
    tensors = contents.tensors.map { tensor in
      let isRenamed = isOlder && tensor.name.wholeMatch(of: /optimizer\.\d+\.\d+\.(average|squares)/) != nil
      return isRenamed ? tensor.renamed("etude.\(tensor.name)") : tensor
    }
  }

  /// The tensors that are the model's.
  var weights: [StoredTensor] { tensors.filter { !Self.isOptimizers($0.name) } }

  private static func isOptimizers(_ name: String) -> Bool { name.hasPrefix(optimizerPrefix) }

  /// Writes the file, whole or not at all.
  func write(to url: URL) throws {
    try WeightFile.write(.init(tensors: tensors, metadata: metadata), to: url)
  }

  /// Puts weights, and the optimiser's state if the file has it, into a learner.
  ///
  /// - Throws: `LearningError.wrongWeights`, `.corruptWeights` and `.invalidArgument`, before anything is changed.
  func restore(_ learner: Learner, file: String, withOptimizer: Bool) throws {
    try learner.model.check(weights, file: file)
    let state = withOptimizer ? try decodeState(for: learner, file: file) : nil
    try learner.model.load(weights, file: file)
    guard let (state, groups) = state else { return }
    learner.optimizer.freeze(upTo: state.frozenCount)
    learner.passCount = state.passCount
    for (index, group) in state.groups.enumerated() {
      learner.optimizer.restore(group.hyperParameters, groups[index], group: index)
      learner.optimizer.restoreHadGradient(group.hadGradient, group: index)
    }
  }

  private func decodeState(for learner: Learner, file: String) throws -> (State, [[ParameterState]])? {
    guard let text = metadata[Self.stateKey] else { return nil }
    func corrupt(_ reason: String) -> LearningError { .corruptWeights(file: file, reason: reason) }
    guard let state = try? JSONDecoder.exact.decode(State.self, from: Data(text.utf8)) else {
      throw corrupt("its optimiser's state is not readable")
    }
    let groups = learner.optimizer.groups
    guard state.groups.map(\.steps.count) == groups.map(\.parameters.count),
      state.groups.map(\.hadGradient.count) == groups.map(\.parameters.count),
      (0...groups.count).contains(state.frozenCount)
    else {
      throw LearningError.invalidArgument(
        "\(file) was saved by a learner with other parameter groups. To take up the weights alone, pass "
          + "withOptimizer: false.")
    }
    // Whatever counts further than this was not counted.
    guard (state.groups.flatMap(\.steps) + [state.passCount]).allSatisfy((0...1 << 53).contains) else {
      throw corrupt("its optimiser's counts of steps are impossible")
    }
    let named = Dictionary(tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
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

  private static func name(group: Int, place: Int) -> String { "\(optimizerPrefix)\(group).\(place)" }

  /// JSON with its keys in a fixed order.
  static func json(_ value: some Encodable) throws -> String {
    String(decoding: try JSONEncoder.exact.encode(value), as: UTF8.self)
  }
}

extension JSONEncoder {
  /// Writes every number so that it reads back the same, NaN among them.
  static var exact: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }
}

extension JSONDecoder {
  /// Reads what `JSONEncoder.exact` wrote.
  static var exact: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}
