import Tensors

/// Layers applied one after another, named `0`, `1`, `2`, … as PyTorch names them.
///
/// ```swift
/// var generator = MersenneTwister(seed: 1)
/// let model = Sequential {
///   Linear(inputs: 4, outputs: 6, using: &generator)
///   ReLU()
///   Linear(inputs: 6, outputs: 3, using: &generator)
/// }
/// ```
public struct Sequential: Layer {
  /// The layers, first to last.
  public let layers: [any Layer]

  /// The layers as they are applied, with neighbours fused if possible.
  private let steps: [any Layer]

  /// Combines existing layers.
  public init(_ layers: [any Layer]) {
    self.layers = layers
    steps = layers.reduce(into: []) { steps, next in
      if let last = steps.last, let fused = last.fused(with: next) {
        steps[steps.count - 1] = fused
      } else {
        steps.append(next)
      }
    }
  }

  /// Joins the layers that the closure lists.
  ///
  /// - Throws: What `layers` throws.
  public init(@LayerBuilder _ layers: () throws -> [any Layer]) rethrows { self.init(try layers()) }

  /// Each layer's output is the next one's input.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    var output = input
    for step in steps { output = step(output) }
    return output
  }

  /// The layers under their numbers.
  public var parts: Parts { Parts(layers.enumerated().map { (name: "\($0.offset)", part: .layer($0.element)) }) }

  /// One row per layer inside.
  public func summaryRows(name: String, inputShape: [Int]) -> [SummaryRow] {
    Self.summaryRows(
      of: layers.enumerated().map { ("\($0.offset)", $0.element) }, name: name, inputShape: inputShape)
  }

  /// The rows of layers that follow one another with their own names.
  static func summaryRows(
    of layers: [(name: String, layer: any Layer)], name: String, inputShape: [Int]
  ) -> [SummaryRow] {
    var shape = inputShape
    var rows: [SummaryRow] = []
    for (own, layer) in layers {
      rows += layer.summaryRows(name: name.isEmpty ? own : "\(name).\(own)", inputShape: shape)
      shape = layer.outputShape(for: shape)
    }
    return rows
  }

  /// Chains the layers' own answers.
  public func outputShape(for inputShape: [Int]) -> [Int] {
    layers.reduce(inputShape) { $1.outputShape(for: $0) }
  }
}

/// Collects the layers that a closure lists, among them optional and repeated ones.
@resultBuilder
public enum LayerBuilder {
  /// One layer.
  public static func buildExpression(_ layer: any Layer) -> [any Layer] { [layer] }

  /// An array of layers.
  public static func buildExpression(_ layers: [any Layer]) -> [any Layer] { layers }

  /// Statement after statement.
  public static func buildBlock(_ parts: [any Layer]...) -> [any Layer] { parts.flatMap { $0 } }

  /// `if` without `else`.
  public static func buildOptional(_ part: [any Layer]?) -> [any Layer] { part ?? [] }

  /// The first branch of an `if`.
  public static func buildEither(first part: [any Layer]) -> [any Layer] { part }

  /// The other branch of an `if`.
  public static func buildEither(second part: [any Layer]) -> [any Layer] { part }

  /// `for`.
  public static func buildArray(_ parts: [[any Layer]]) -> [any Layer] { parts.flatMap { $0 } }
}
