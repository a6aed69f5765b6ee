import Foundation

/// Holds back the items at given indices; all others are trained on. Agrees with fastai's `IndexSplitter`.
///
/// ```swift
/// let split = try IndexSplitter(valid: [0, 3]).split(files)
/// ```
public struct IndexSplitter: Splitter, Hashable, Sendable {
  /// Indices of the validation items, in the order of validation.
  public var valid: [Int]

  /// Holds back the items at `valid`.
  public init(valid: [Int]) {
    self.valid = valid
  }

  /// Divides the items.
  ///
  /// - Throws: ``DatasetError/invalidSplit(reason:)``.
  public func split(_ items: [URL]) throws -> Split {
    let heldBack = Set(valid)
    let split = Split(train: items.indices.filter { !heldBack.contains($0) }, valid: valid)
    try split.check(count: items.count)
    return split
  }
}

/// Holds back the items for which a function returns true. Agrees with fastai's `FuncSplitter`.
///
/// ```swift
/// let split = try FunctionSplitter { $0.lastPathComponent.hasSuffix("_1.png") }.split(files)
/// ```
public struct FunctionSplitter: Splitter, CustomStringConvertible {
  private let isValid: (URL) throws -> Bool

  /// Asks `isValid` about every item.
  public init(isValid: @escaping (URL) throws -> Bool) {
    self.isValid = isValid
  }

  /// Divides the items.
  ///
  /// - Throws: errors of the function.
  public func split(_ items: [URL]) throws -> Split {
    let answers = try items.map(isValid)
    return Split(train: items.indices.filter { !answers[$0] }, valid: items.indices.filter { answers[$0] })
  }

  /// The name of the type.
  public var description: String { "FunctionSplitter" }
}

/// Divides items by the folder above the folder of their label; items in neither folder are left out.
///
/// For `train/cats/1.jpg` and `valid/cats/2.jpg`, like fastai's `GrandparentSplitter`. Items without a folder for their
/// label, such as `train/A3_1.png`, use their own folder if the items' paths diverge there. Other folders of a path may
/// have any name: neither `train/pets/test/cats/3.jpg` nor `test/train/4.jpg` is used for training.
///
/// ```swift
/// let split = try FolderSplitter(train: "train", valid: "test").split(files)
/// ```
public struct FolderSplitter: Splitter, Hashable, Sendable {
  /// Name of the folder of training items.
  public var train: String
  /// Name of the folder of validation items.
  public var valid: String

  /// Names the two folders.
  public init(train: String = "train", valid: String = "valid") {
    self.train = train
    self.valid = valid
  }

  /// Divides the items by the names of the folders above them.
  ///
  /// - Throws: ``DatasetError/invalidSplit(reason:)`` when no item is in either.
  public func split(_ items: [URL]) throws -> Split {
    let paths = items.map { Array($0.standardizedFileURL.deletingLastPathComponent().pathComponents) }
    let rootDepth = commonDepth(paths)
    var split = Split(train: [], valid: [])
    for (index, folders) in paths.enumerated() {
      let isFlat = folders.count == rootDepth + 1
      switch isFlat ? folders.last : folders.dropLast().last {
      case train: split.train.append(index)
      case valid: split.valid.append(index)
      default: break
      }
    }
    guard !(split.train.isEmpty && split.valid.isEmpty) else {
      throw DatasetError.invalidSplit(reason: "no item is in a folder called “\(train)” or “\(valid)”")
    }
    return split
  }

  /// The number of folders that all paths begin with.
  private func commonDepth(_ paths: [[String]]) -> Int {
    guard let first = paths.first else { return 0 }
    return paths.reduce(first.count) { depth, path in
      zip(first.prefix(depth), path).prefix { $0 == $1 }.count
    }
  }
}
