import Networks
import Tensors

/// Numbers as the target of an item, the same count for each; its label is a list of numbers. Written `.regression`;
/// fastai's `RegressionBlock`.
///
/// There are no class names. The model has one output per number, and the loss is the mean squared error.
///
/// ```swift
/// let table = try ColumnReader(frame, files: "file")
/// let block = DataBlock(
///   blocks: (.image, .regression), getItems: table.items, getY: try table.numbers("pitch", "loudness"))
/// ```
public struct RegressionBlock: TargetBlock, Hashable {
  /// Nil: numbers have no names.
  public var vocabulary: [String]? { nil }

  /// Makes a block without settings.
  public init() {}

  /// No names.
  public func names(in label: [Double]) -> [String] { [] }

  /// The label itself.
  public func numbers(in label: [Double]) -> [Float]? { label.map(Float.init) }

  /// Zeros, `[count, classCount]`: the shape of answers that are not known.
  public func targets(for classes: [[Int]], classCount: Int) -> Targets {
    .values(Tensor(zeros: [classes.count, classCount]))
  }
}

extension TargetBlock where Self == RegressionBlock {
  /// Numbers as the answer.
  public static var regression: RegressionBlock { RegressionBlock() }
}
