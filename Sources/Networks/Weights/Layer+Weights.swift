import Foundation
import Tensors

extension Layer {
  /// Replaces every parameter and statistic by the tensor of the same name in a `.pth` or `.safetensors` file.
  ///
  /// Nothing is changed unless everything fits. The saved state of an optimiser is skipped, and so is a prefix
  /// `module.` or `_orig_mod.` of all names. A missing `num_batches_tracked` counts as 0, since older files lack it.
  ///
  /// ```swift
  /// let model = ResNet(.resnet18, classCount: 7, using: &generator)
  /// try model.loadWeights(from: URL(filePath: "resnet18.pth"), ignoring: ["fc."])  // but for the 1000 classes
  /// ```
  ///
  /// A file of another library's names is read by a function from its names to the model's:
  ///
  /// ```swift
  /// try model.loadWeights(from: url) { $0.replacing("backbone.", with: "") }
  /// ```
  ///
  /// - Parameters:
  ///   - ignoring: Beginnings of names that are skipped, in the file (as renamed) and in the model.
  ///   - renaming: The model's name for a name of the file, nil to pass the tensor over; names stay as they are by default.
  /// - Throws: `NetworkError.wrongWeights` with the names that are missing, unexpected or of another shape,
  ///   `.unusableTensor` and `.roundedInteger` for numbers that single precision cannot represent; errors of reading
  ///   the file.
  public func loadWeights(
    from url: URL, ignoring: [String] = [], renaming: (String) throws -> String? = { $0 }
  ) throws {
    func isWanted(_ name: String) -> Bool { !ignoring.contains { name.hasPrefix($0) } }
    let file = url.lastPathComponent
    let contents = try WeightFile.read(url).withCurrentNames.unwrapped(for: self).renamed(by: renaming, file: file)
    if let tensor = contents.unusable.first(where: { isWanted($0.name) }) {
      throw NetworkError.unusableTensor(file: file, name: tensor.name, type: tensor.type)
    }
    try load(
      contents.weights.filter { isWanted($0.name) }, into: namedStates.filter { isWanted($0.name) }, file: file)
  }

  /// Writes every parameter and statistic to a `.safetensors` file, whole or not at all.
  ///
  /// - Throws: `NetworkError.unusableFile`, for a full disk among others; the old file stays as it was.
  public func saveWeights(to url: URL) throws {
    try WeightFile.write(.init(tensors: storedTensors, metadata: ["format": "pt"]), to: url)
  }

  /// Parameters and statistics in the order of saving.
  package var storedTensors: [StoredTensor] {
    namedStates.map { state in
      switch state {
      case .parameter(let named): StoredTensor(name: named.name, named.parameter.value)
      case .statistic(let named):
        switch named.statistic.contents {
        case .integer(let count): StoredTensor(name: named.name, integer: count)
        case .numbers(let numbers): StoredTensor(name: named.name, numbers)
        }
      }
    }
  }

  /// Assigns tensors after checking names and shapes.
  package func load(_ tensors: [StoredTensor], file: String) throws {
    try load(tensors, into: namedStates, file: file)
  }

  private func load(_ tensors: [StoredTensor], into states: [NamedState], file: String) throws {
    try check(tensors, against: states, file: file)
    let given = Self.byName(tensors)
    for state in states { state.replace(by: given[state.name]) }
  }

  /// Compares names and shapes with those of the model.
  ///
  /// - Throws: `NetworkError.wrongWeights`.
  package func check(_ tensors: [StoredTensor], file: String) throws {
    try check(tensors, against: namedStates, file: file)
  }

  private func check(_ tensors: [StoredTensor], against states: [NamedState], file: String) throws {
    let given = Self.byName(tensors)
    var missing: [String] = []
    var misshapen: [String] = []
    for state in states {
      guard let tensor = given[state.name] else {
        if !state.isOptional { missing.append(state.name) }
        continue
      }
      if tensor.shape != state.shape { misshapen.append("\(state.name) \(tensor.shape) instead of \(state.shape)") }
    }
    let known = Set(states.map(\.name))
    let unexpected = tensors.map(\.name).filter { !known.contains($0) }
    guard missing.isEmpty, misshapen.isEmpty, unexpected.isEmpty else {
      throw NetworkError.wrongWeights(file: file, missing: missing, unexpected: unexpected, misshapen: misshapen)
    }
    for case .parameter(let named) in states {
      guard let value = given[named.name]?.roundedInteger else { continue }
      throw NetworkError.roundedInteger(file: file, name: named.name, value: value)
    }
  }

  private static func byName(_ tensors: [StoredTensor]) -> [String: StoredTensor] {
    Dictionary(tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

extension NamedState {
  fileprivate var shape: [Int] {
    switch self {
    case .parameter(let named): named.parameter.shape
    case .statistic(let named): named.statistic.value.shape
    }
  }

  fileprivate var isOptional: Bool { name.hasSuffix("num_batches_tracked") }

  fileprivate func replace(by tensor: StoredTensor?) {
    switch self {
    case .parameter(let named): if let tensor { named.parameter.value = tensor.tensor }
    case .statistic(let named):
      if named.statistic.isInteger {
        named.statistic.contents = .integer(tensor?.integers?.first ?? 0)
      } else {
        named.statistic.value = tensor?.tensor ?? Tensor(zeros: named.statistic.value.shape)
      }
    }
  }
}
