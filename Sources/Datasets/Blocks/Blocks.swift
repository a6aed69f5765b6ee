import Networks
import Tensors

/// The target of a model: it defines the labels of an item, and how they become numbers.
///
/// Its `Label` is what the data block's label function must return, so a function for another kind of target does not
/// compile.
///
/// ```swift
/// let block: any TargetBlock = CategoryBlock(vocabulary: ["A3", "B3"])
/// ```
public protocol TargetBlock: Sendable {
  /// The type that the label function returns for an item.
  associatedtype Label

  /// The class names if they are fixed in advance; nil uses those of the training set, sorted.
  var vocabulary: [String]? { get }

  /// The names of the classes that a label stands for.
  func names(in label: Label) -> [String]

  /// The numbers that a label stands for; nil, by default, when it stands for classes.
  func numbers(in label: Label) -> [Float]?

  /// True if the numbers are x and y of points in the picture, which move with it; false by default.
  var holdsPoints: Bool { get }

  /// The answers of a batch, from the indices of each item's classes.
  func targets(for classes: [[Int]], classCount: Int) -> Targets
}

extension TargetBlock {
  /// Nil: labels stand for classes.
  public func numbers(in label: Label) -> [Float]? { nil }

  /// False: numbers have nothing to do with places in the picture.
  public var holdsPoints: Bool { false }
}

/// One class per item; its label is a string. Written `.category`.
///
/// ```swift
/// let block = DataBlock(blocks: (.image, .category), getY: parentLabel)
/// ```
public struct CategoryBlock: TargetBlock, Hashable {
  /// The class names in the order of their indices; nil uses those of the training set, sorted.
  public var vocabulary: [String]?

  /// One class per item.
  public init(vocabulary: [String]? = nil) {
    self.vocabulary = vocabulary
  }

  /// The label itself.
  public func names(in label: String) -> [String] { [label] }

  /// One class index per item.
  public func targets(for classes: [[Int]], classCount: Int) -> Targets {
    .classes(classes.map { $0.first ?? 0 })
  }
}

/// Any number of classes per item; its label is a list of strings. Written `.multiCategory`.
///
/// ```swift
/// func notes(_ file: URL) -> [String] { file.deletingPathExtension().lastPathComponent.split(separator: "_").map(String.init) }
/// let block = DataBlock(blocks: (.image, .multiCategory), getY: notes)
/// ```
public struct MultiCategoryBlock: TargetBlock, Hashable {
  /// The class names in the order of their indices; nil uses those of the training set, sorted.
  public var vocabulary: [String]?

  /// Any number of classes per item.
  public init(vocabulary: [String]? = nil) {
    self.vocabulary = vocabulary
  }

  /// The label itself.
  public func names(in label: [String]) -> [String] { label }

  /// Ones where an item has a class and zeros elsewhere, `[count, classCount]`.
  public func targets(for classes: [[Int]], classCount: Int) -> Targets {
    var scalars = [Float](repeating: 0, count: classes.count * classCount)
    for (item, indices) in classes.enumerated() {
      for index in indices { scalars[item * classCount + index] = 1 }
    }
    return .values(Tensor(shape: [classes.count, classCount], scalars: scalars))
  }
}

extension TargetBlock where Self == CategoryBlock {
  /// One class per item, named by the labels of the training set.
  public static var category: CategoryBlock { CategoryBlock() }

  /// One class per item, out of given names.
  public static func category(vocabulary: [String]) -> CategoryBlock { CategoryBlock(vocabulary: vocabulary) }
}

extension TargetBlock where Self == MultiCategoryBlock {
  /// Any number of classes per item, named by the labels of the training set.
  public static var multiCategory: MultiCategoryBlock { MultiCategoryBlock() }

  /// Any number of classes per item, out of given names.
  public static func multiCategory(vocabulary: [String]) -> MultiCategoryBlock {
    MultiCategoryBlock(vocabulary: vocabulary)
  }
}
