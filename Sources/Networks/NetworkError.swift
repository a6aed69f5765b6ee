import Files
import Foundation

/// A learning rate, a target or a weight file that a network cannot work with.
///
/// ```swift
/// do { try model.loadWeights(from: url) } catch let error as NetworkError { print(error) }
/// ```
public enum NetworkError: UserFacingError, Equatable {
  /// A file violates its format.
  case corruptWeights(file: String, reason: String)

  /// A pickle uses an instruction that a weight file does not need; it was not executed.
  case forbiddenPickle(file: String, name: String)

  /// The names or shapes of a file's tensors differ from those of the model.
  case wrongWeights(file: String, missing: [String], unexpected: [String], misshapen: [String])

  /// Renaming gives two tensors of a file the same name.
  case sameName(file: String, names: [String], renamed: String)

  /// The numbers of a tensor cannot be used as real numbers of single precision.
  case unusableTensor(file: String, name: String, type: String)

  /// A whole number of a tensor would lose digits in single precision.
  case roundedInteger(file: String, name: String, value: Int)

  /// A file could not be read or written.
  case unusableFile(file: String, reason: String)

  /// Batch normalisation was given a single value per channel while training.
  case singleValueBatch(shape: [Int])

  /// A learning rate is negative or not finite.
  case invalidLearningRate(Double)

  /// Rates that rise by a constant factor start or end at 0 or below, or are not finite.
  case invalidSpread(from: Double, to: Double)

  /// The target of an item, counted within its batch, does not name one of the classes.
  case targetOutOfRange(target: Int, item: Int, classCount: Int)

  /// A loss has weights for another number of classes than there are outputs.
  case unfitClassWeights(count: Int, classCount: Int)

  /// Targets are numbers where a loss or a metric needs one class per item.
  case targetsAreNumbers(judge: String)

  /// Targets are classes where a loss or a metric needs numbers.
  case targetsAreClasses(judge: String)

  /// Outputs do not have one row per item and one column per class.
  case misshapenOutputs(judge: String, shape: [Int], itemCount: Int)

  /// Targets do not have the outputs' shape.
  case misshapenTargets(judge: String, shape: [Int], expected: [Int])

  /// A target of binary cross entropy is not between 0 and 1.
  case targetIsNoProbability(Float, item: Int)
}

extension NetworkError {
  /// A weight file that could not be written.
  init(_ error: FileError, file: URL) {
    self =
      switch error {
      case .folderNotMade(_, let reason):
        .unusableFile(file: file.path, reason: "its folder could not be created (\(reason))")
      case .notWritten(_, let reason):
        .unusableFile(
          file: file.path, reason: "it could not be written (\(reason)); an earlier file is unchanged")
      }
  }
}

extension NetworkError {
  /// The message for users: what is wrong with which value, and what to do.
  public var description: String {
    switch self {
    case .corruptWeights(let file, let reason):
      "\(file) is not a usable weight file: \(reason). Fetch or save it again."
    case .forbiddenPickle(let file, let name):
      "\(file) imports “\(name)”, which weights do not need. Nothing was run. Ask its author for a "
        + ".safetensors file, or for the file that torch.save(model.state_dict(), …) writes."
    case .wrongWeights(let file, let missing, let unexpected, let misshapen):
      Self.describeWrongWeights(file, missing, unexpected, misshapen)
    case .sameName(let file, let names, let renamed):
      "The renaming gives \(names.joined(separator: " and ")) of \(file) the same name “\(renamed)”. Give each its "
        + "own, or nil to leave one out."
    case .unusableTensor(let file, let name, let type):
      "“\(name)” of \(file) is of the type \(type), which is not a type of real numbers. Convert it before saving, "
        + "or load the rest: loadWeights(from: url, ignoring: [\"\(name)\"])."
    case .roundedInteger(let file, let name, let value):
      "“\(name)” of \(file) contains the whole number \(value), which single precision would round. Take "
        + "StateDictionary(contentsOf: url).integers(\"\(name)\")."
    case .unusableFile(let file, let reason):
      "\(file): \(reason)."
    case .singleValueBatch(let shape):
      "Batch normalisation cannot train on one value per channel (input \(shape)). "
        + "Use a larger batch, or drop the last batch if it has one item."
    case .invalidLearningRate(let rate):
      "A learning rate must be a number of 0 or more, not \(rate)."
    case .invalidSpread(let first, let last):
      "Learning rates from \(first) to \(last) cannot grow by a constant factor. Both must be above 0."
    case .targetOutOfRange(let target, let item, let classCount):
      "The target \(target) of item \(item) of the batch is not one of the \(classCount) classes, 0 to "
        + "\(classCount - 1). "
        + "Look at the labels, or give the model more outputs."
    case .unfitClassWeights(let count, let classCount):
      "CrossEntropy has \(count) class weights for \(classCount) classes. Give one for each, in the order of the class "
        + "names, such as loaders.classWeights."
    case .targetsAreNumbers(let judge):
      "\(judge) needs one class per item as targets; these targets are numbers. For several labels per item "
        + "use BinaryCrossEntropy, .multiLabelAccuracy() and .multiLabelF1()."
    case .targetsAreClasses(let judge):
      "\(judge) needs numbers as targets; these targets are classes. For one class per item use "
        + "CrossEntropy, .accuracy, .errorRate and .f1()."
    case .misshapenOutputs(let judge, let shape, let itemCount):
      "\(judge) needs outputs of shape [\(itemCount), classes], one row per item, not \(shape)."
    case .misshapenTargets(let judge, let shape, let expected):
      "\(judge) needs targets of the outputs' shape \(expected), not \(shape)."
    case .targetIsNoProbability(let target, let item):
      "BinaryCrossEntropy needs targets from 0 to 1, and item \(item) of the batch has \(target). Scale targets that are "
        + "in other units, or use MeanSquaredError."
    }
  }

  /// Suggests loading everything but a part of another shape, such as the classifier of other classes.
  private static func way(around misshapen: [String]) -> String {
    let layers = Set(
      misshapen.compactMap { text in
        let name = text.prefix { $0 != " " }
        return name.lastIndex(of: ".").map { "\"\(name[...$0])\"" }
      })
    guard !layers.isEmpty, layers.count <= 5 else { return "" }
    return ", or load only the rest: loadWeights(from: url, ignoring: [\(layers.sorted().joined(separator: ", "))])"
  }

  /// Names up to five tensors of each kind of trouble.
  private static func describeWrongWeights(
    _ file: String, _ missing: [String], _ unexpected: [String], _ misshapen: [String]
  ) -> String {
    func list(_ title: String, _ names: [String]) -> String? {
      guard !names.isEmpty else { return nil }
      let shown = names.prefix(5).joined(separator: ", ")
      return "\(title) \(shown)\(names.count > 5 ? " and \(names.count - 5) more" : "")"
    }
    let parts = [list("missing:", missing), list("unexpected:", unexpected), list("of another shape:", misshapen)]
    return "\(file) holds the weights of another model; \(parts.compactMap { $0 }.joined(separator: "; ")). "
      + "Build the architecture and the number of classes that it was saved with\(way(around: misshapen))."
  }
}
