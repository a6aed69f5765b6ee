import Tensors

/// Something inside a layer that has a name: a parameter, a running statistic, or another layer.
///
/// ```swift
/// let parts: [String: Part] = ["factor": .weight(Parameter(Tensor([1])))]
/// ```
public enum Part {
  /// A parameter that weight decay shrinks: the weights of a convolution or a linear layer.
  case weight(Parameter)

  /// A parameter that is added to something, and is not shrunk.
  case bias(Parameter)

  /// A parameter of a normalisation: it is not shrunk, and trains even inside a frozen part of a model.
  case normalization(Parameter)

  /// Numbers that are saved with the model but not trained.
  case statistic(Statistic)

  /// A layer inside this one.
  case layer(any Layer)
}

/// The named parts of a layer, in the order of saving.
///
/// ```swift
/// let parts: Parts = ["weight": .weight(Parameter(Tensor([1, 2])))]
/// ```
public struct Parts: ExpressibleByDictionaryLiteral {
  /// Names and parts, in order.
  public let elements: [(name: String, part: Part)]

  /// Lists parts by name.
  public init(_ elements: [(name: String, part: Part)]) { self.elements = elements }

  /// Lists parts by name.
  public init(dictionaryLiteral elements: (String, Part)...) {
    self.elements = elements.map { (name: $0.0, part: $0.1) }
  }

  /// The parts of both; those of `other` come last.
  public static func + (parts: Parts, other: Parts) -> Parts { Parts(parts.elements + other.elements) }
}

/// Numbers that a layer updates in training and uses in inference: the running mean of a batch normalisation.
///
/// A class, because the learner restores the statistic inside the layer.
///
/// ```swift
/// let runningMean = Statistic(Tensor(zeros: [64]))
/// ```
public final class Statistic {
  /// Content of a statistic.
  package enum Contents: Sendable {
    case numbers(Tensor)
    /// A count, which single precision would stop at 2²⁴.
    case integer(Int)
  }

  /// Its content as it is, for copies.
  package var contents: Contents

  /// Starts at a value; a count is a 64-bit integer in files.
  public init(_ value: Tensor, isInteger: Bool = false) {
    contents = .numbers(value)
    if isInteger { contents = .integer(Self.integer(value)) }
  }

  /// True if a file stores it as a 64-bit integer.
  public var isInteger: Bool { if case .integer = contents { true } else { false } }

  /// The numbers, row-major; a count has the shape `[]`, and is rounded if single precision does not hold it.
  public var value: Tensor {
    get {
      switch contents {
      case .numbers(let tensor): tensor
      case .integer(let count): Tensor(Float(count))
      }
    }
    set { contents = isInteger ? .integer(Self.integer(newValue)) : .numbers(newValue) }
  }

  /// The whole number in a tensor; 0 if it is not a single number.
  private static func integer(_ value: Tensor) -> Int { Int(exactly: value.scalar.rounded()) ?? 0 }
}
