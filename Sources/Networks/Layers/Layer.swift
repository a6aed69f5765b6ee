import Display
import Tensors

/// A function from tensor to tensor, with named parameters inside that training changes.
///
/// A custom layer is a value with a `callAsFunction`; it lists its parameters in `parts`, so they can be trained, saved
/// and shown:
///
/// ```swift
/// struct Scale: Layer {
///   let factor = Parameter(Tensor([1]))
///   func callAsFunction(_ input: Tensor) -> Tensor { input * factor.value }
///   var parts: Parts { ["factor": .weight(factor)] }
/// }
/// ```
public protocol Layer: Displayable, CustomStringConvertible {
  /// Applies the layer to a batch, whose first axis counts items.
  func callAsFunction(_ input: Tensor) -> Tensor

  /// Parameters, statistics and inner layers by name, in the order of saving. None by default.
  var parts: Parts { get }

  /// A layer that computes this one and then `next` in fewer passes over memory; nil, by default, to apply both in turn.
  ///
  /// A `Sequential` calls this once for each of its layers, in its initialiser. The result shares the parameters of
  /// both layers, and has the same output as both in sequence.
  func fused(with next: any Layer) -> (any Layer)?

  /// The layer's description in a printed model: its type and its sizes.
  var title: String { get }

  /// Groups of layers with a common learning rate, early ones first; by default the layer itself.
  var parameterGroups: [any Layer] { get }

  /// Shape of the output for an input of this shape; found by trying, by default.
  func outputShape(for inputShape: [Int]) -> [Int]

  /// The rows of a printed model; one for the layer itself and one for each layer inside, by default.
  ///
  /// - Parameter name: The layer's path in the model, such as `4.0.conv1`.
  func summaryRows(name: String, inputShape: [Int]) -> [SummaryRow]
}

extension Layer {
  /// No parameters.
  public var parts: Parts { [:] }

  /// Nil: the layers are applied in turn.
  public func fused(with next: any Layer) -> (any Layer)? { nil }

  /// The type's name.
  public var title: String { "\(type(of: self))" }

  /// One group.
  public var parameterGroups: [any Layer] { [self] }

  /// Applies the layer to zeros.
  public func outputShape(for inputShape: [Int]) -> [Int] {
    withoutGradients { self(Tensor(zeros: inputShape)).shape }
  }

  /// One row for the layer itself, and one for each inner layer, whose input only the layer knows.
  public func summaryRows(name: String, inputShape: [Int]) -> [SummaryRow] {
    [ownRow(name: name, outputShape: outputShape(for: inputShape))] + innerRows(prefix: name.isEmpty ? "" : name + ".")
  }
}
