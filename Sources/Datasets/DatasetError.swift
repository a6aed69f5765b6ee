import Files
import Foundation

/// Items, labels, splits or images that do not become batches.
///
/// ```swift
/// do {
///   _ = try block.dataLoaders(folder)
/// } catch DatasetError.noItems(let folder) {
///   print("nothing in \(folder) yet")
/// }
/// ```
public enum DatasetError: UserFacingError, Equatable {
  /// The source names no folder.
  case noFolder(path: String)
  /// A folder cannot be looked into.
  case unreadableFolder(path: String, reason: String)
  /// Gathering found nothing.
  case noItems(path: String)
  /// A part of the data block was never given.
  case missingPart(name: String, hint: String)
  /// The label function threw.
  case labelFailed(item: String, reason: String)
  /// A labeller's pattern is not a regular expression, or has no group for the label.
  case invalidPattern(pattern: String, reason: String)
  /// A labeller's pattern does not occur in a name.
  case noMatch(pattern: String, name: String)
  /// No item of the training set has a label.
  case noLabels(itemCount: Int)
  /// A fixed list of class names is empty.
  case emptyVocabulary
  /// A fixed list of class names contains a name twice.
  case repeatedClass(name: String)
  /// All items have the same label.
  case singleClass(label: String, count: Int)
  /// An item's label does not occur in the training set.
  case unknownLabel(label: String, item: String)
  /// The fraction of items to hold back is outside 0...1.
  case invalidFraction(Double)
  /// One of the two sets has no items.
  case emptySet(name: String, itemCount: Int)
  /// A splitter's indices do not fit the items.
  case invalidSplit(reason: String)
  /// A fold is not one of a possible number of folds.
  case invalidFold(fold: Int, count: Int, itemCount: Int)
  /// A table lacks a column.
  case noColumn(name: String, known: [String])
  /// A cell that is needed is empty; rows count from 1.
  case noCell(column: String, row: Int)
  /// A cell is not a number; rows count from 1.
  case noNumber(text: String, column: String, row: Int)
  /// A cell says neither that its item is held back nor that it is trained on; rows count from 1.
  case noSide(text: String, column: String, row: Int)
  /// Two rows of a table are for the same file.
  case repeatedRow(file: String)
  /// A table has no row for a file.
  case noRow(file: String)
  /// The count of an item's numbers differs from the others, or is zero.
  case unequalNumbers(item: String, count: Int, expected: Int)
  /// A number of an item's answer is not finite.
  case infiniteNumber(item: String, value: Float)
  /// Sampling weights are not one for each item, or cannot be drawn by.
  case invalidWeights(reason: String)
  /// A batch needs at least one item.
  case invalidBatchSize(Int)
  /// The training set is smaller than one batch, and incomplete batches are dropped.
  case batchTooLarge(batchSize: Int, itemCount: Int)
  /// Two items of one set differ in size, so they cannot be stacked.
  case mixedSizes(first: String, firstSize: [Int], other: String, otherSize: [Int])
  /// An image cannot be decoded.
  case unreadableImage(path: String, reason: String)
  /// A file's description of its inputs is invalid.
  case invalidRecipe(reason: String)
  /// A pass over the training set gives no batch.
  case noBatches(itemCount: Int)
  /// An index is out of range.
  case noItem(index: Int, itemCount: Int)
  /// An input was requested from a file, but the items are arrays.
  case itemsAreArrays(inputShape: [Int])
}

extension DatasetError {
  /// The message for users: what is wrong with which value, and what to do.
  public var description: String {
    switch self {
    case .noFolder(let path):
      "There is no folder at \(path). Check the path, or run the cell that creates it."
    case .unreadableFolder(let path, let reason):
      "The folder \(path) cannot be read: \(reason). Its images would be missing, so make the folder readable."
    case .noItems(let path):
      "There are no items in \(path). Images are files that end in "
        + imageFileExtensions.map { "." + $0 }.joined(separator: ", ") + ", in the folder or in folders inside it."
    case .missingPart(let name, let hint):
      "The data block does not say \(hint). Give it \(name)."
    case .labelFailed(let item, let reason):
      "The label of \(item) could not be found: \(reason)."
    case .invalidPattern(let pattern, let reason):
      "The pattern “\(pattern)” cannot find labels: \(reason)."
    case .noMatch(let pattern, let name):
      "The pattern “\(pattern)” does not match “\(name)”."
    case .noLabels(let itemCount):
      "None of the \(itemCount) items of the training set has a label. Look at getY, or name the classes with "
        + ".multiCategory(vocabulary:)."
    case .emptyVocabulary:
      "The list of class names is empty. Name the classes, or leave the vocabulary out to take the labels of the "
        + "training set."
    case .repeatedClass(let name):
      "The class “\(name)” is in the vocabulary twice. Remove one of the two."
    case .singleClass(let label, let count):
      "All \(count) items of the training set have the label “\(label)”. A classifier needs two classes or more: "
        + "look at getY, or at the splitter."
    case .unknownLabel(let label, let item):
      "Label “\(label)” of \(item) was not included in the training set. Split differently (another seed, fewer held "
        + "back), gather more items of that class, or name the classes with .category(vocabulary:)."
    case .invalidFraction(let fraction):
      "A validation fraction of \(fraction) is not between 0 and 1. Try 0.2."
    case .emptySet(let name, let itemCount):
      "The split leaves the \(name) set empty (\(itemCount) items in total). Use a "
        + (name == "training" ? "smaller" : "larger") + " validation fraction, or gather more items."
    case .invalidSplit(let reason):
      "The split does not fit the items: \(reason)."
    case .invalidFold(let fold, let count, let itemCount):
      "There is no fold \(fold) of \(count) with \(itemCount) items. Use 2 to \(max(2, itemCount)) folds, and count them "
        + "from 0."
    case .noColumn(let name, let known):
      "The table has no column “\(name)”. It has: \(known.isEmpty ? "none" : known.joined(separator: ", "))."
    case .noCell(let column, let row):
      "Row \(row) of the table has no value in the column “\(column)”. Fill it in, or leave the row out."
    case .noNumber(let text, let column, let row):
      "“\(text)” in row \(row) of the column “\(column)” is not a number. Correct it, or read the column with label(_:)."
    case .noSide(let text, let column, let row):
      "“\(text)” in row \(row) of the column “\(column)” does not say whether the item is held back. Write true or false, or 1 "
        + "or 0."
    case .repeatedRow(let file):
      "The table has two rows for \(file). Keep one; several labels go into one cell, for labels(_:separator:)."
    case .noRow(let file):
      "The table has no row for \(file). Take the items from the table, as getItems: table.items, or add the row."
    case .unequalNumbers(let item, let count, let expected):
      "The label of \(item) has \(count) numbers, and that of the first item \(expected). Give every item the same number, at least "
        + "one."
    case .infiniteNumber(let item, let value):
      "The label of \(item) has the number \(value), which is not finite. Give finite numbers, or leave the item out."
    case .invalidWeights(let reason):
      "The items cannot be drawn by these weights: \(reason). Give each item a weight of 0 or more, at least one of them above 0."
    case .invalidBatchSize(let size):
      "A batch size of \(size) is too small. It must be 1 or more."
    case .batchTooLarge(let batchSize, let itemCount):
      "A batch size of \(batchSize) is more than the \(itemCount) items of the training set, so there is no complete "
        + "batch. Choose \(itemCount) or less, or pass options: LoaderOptions(dropLast: false)."
    case .mixedSizes(let first, let firstSize, let other, let otherSize):
      "\(first) has shape \(firstSize) and \(other) has shape \(otherSize), so they cannot be stacked. "
        + "Resize them to one size: itemTransforms: [Resize(128)]."
    case .unreadableImage(let path, let reason):
      "“\(path)” cannot be used. \(reason) To skip such files, pass options: "
        + "LoaderOptions(unreadable: .skip)."
    case .invalidRecipe(let reason):
      "The model does not say how an image becomes its input: \(reason). Export it again."
    case .noBatches(let itemCount):
      "A pass over the training set gives no batch: the set has \(itemCount) items, fewer than one batch. "
        + "Choose a smaller batch size."
    case .noItem(let index, let itemCount):
      "There is no item \(index) in a set of \(itemCount). Indices go from 0 to \(itemCount - 1)."
    case .itemsAreArrays(let inputShape):
      "The learner was trained on arrays and not on files. Predict from a tensor of shape \(inputShape)."
    }
  }
}
