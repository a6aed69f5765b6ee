import Files
import Foundation

/// Why a data set, a model, a weight file or a training run cannot go on.
public enum LearningError: Error, Equatable {
  /// Items, labels, splits or loaders do not fit together.
  case data(DataProblem)

  /// A file does not hold what its format promises.
  case corruptWeights(file: String, reason: String)

  /// A pickle asks for something that a weight file has no need of; it was not carried out.
  case forbiddenPickle(file: String, name: String)

  /// The names or shapes of a file's tensors are not those of the model.
  case wrongWeights(file: String, missing: [String], unexpected: [String], misshapen: [String])

  /// A file could not be read or written.
  case unusableFile(file: String, reason: String)

  /// The loss is no longer a number.
  case divergedLoss(loss: Float, epoch: Int, step: Int, learningRate: Double)

  /// A pass over the training set gives no batch.
  case noBatches(itemCount: Int)

  /// The target of an item, counted within its batch, does not name one of the classes.
  case targetOutOfRange(target: Int, item: Int, classCount: Int)

  /// Batch normalisation was given a single value a channel while training.
  case singleValueBatch(shape: [Int])

  /// A set whose right answers are not known was asked to be judged.
  case noLabels(for: String)

  /// A finder of learning rates has too few losses to look at.
  case tooFewLosses(count: Int)

  /// A request that cannot be met, with the reason and what to do instead.
  case invalidArgument(String)
}

extension LearningError {
  /// A weight file that could not be written.
  init(_ error: FileError, file: URL) {
    self =
      switch error {
      case .folderNotMade(_, let reason):
        .unusableFile(file: file.path, reason: "its folder could not be made (\(reason))")
      case .notWritten(_, let reason):
        .unusableFile(
          file: file.path, reason: "it could not be written (\(reason)); what was there before is untouched")
      }
  }
}

extension LearningError: LocalizedError, CustomStringConvertible {
  /// The same sentence, for Foundation's error printing.
  public var errorDescription: String? { description }

  /// The sentence a user sees: what was wrong, with what value, and what to do.
  public var description: String {
    switch self {
    case .data(let problem):
      problem.description
    case .corruptWeights(let file, let reason):
      "\(file) is not a usable weight file: \(reason). Fetch or save it again."
    case .forbiddenPickle(let file, let name):
      "\(file) asks for “\(name)”, which holding weights does not need. Nothing was run. Ask its author for a "
        + ".safetensors file, or for what torch.save(model.state_dict(), …) writes."
    case .wrongWeights(let file, let missing, let unexpected, let misshapen):
      Self.describeWrongWeights(file, missing, unexpected, misshapen)
    case .unusableFile(let file, let reason):
      "\(file): \(reason)."
    case .divergedLoss(let loss, let epoch, let step, let learningRate):
      "The loss became \(loss.isNaN ? "nan" : "\(loss)") at step \(step) of epoch \(epoch), with a learning rate of "
        + "\(String(format: "%.3g", learningRate)). Try a tenth of it, or ask lr_find; and look for NaN or infinite "
        + "values in the inputs."
    case .noBatches(let itemCount):
      "A pass over the training set gives no batch: it holds \(itemCount) items, fewer than one batch. "
        + "Choose a smaller batch size."
    case .targetOutOfRange(let target, let item, let classCount):
      "The target \(target) of item \(item) of the batch names none of the \(classCount) classes, 0 to \(classCount - 1). "
        + "Look at the labels, or give the model more outputs."
    case .singleValueBatch(let shape):
      "Batch normalisation cannot train on one value a channel (input \(shape)). "
        + "Use a larger batch, or drop a last batch of one item."
    case .noLabels(let judge):
      "\(judge) needs to know the right answers; make the set with testLoader(files, labelled: true)."
    case .tooFewLosses(let count):
      "The learning rate finder kept \(count) losses, too few to suggest a rate from. "
        + "Give it more steps, or a smaller first rate."
    case .invalidArgument(let reason):
      reason
    }
  }

  /// How to load everything but a part of another shape, the classifier of other classes for one.
  private static func way(around misshapen: [String]) -> String {
    let layers = Set(
      misshapen.compactMap { text in
        let name = text.prefix { $0 != " " }
        return name.lastIndex(of: ".").map { "\"\(name[...$0])\"" }
      })
    guard !layers.isEmpty, layers.count <= 5 else { return "" }
    return ", or load the rest alone: loadWeights(from: url, ignoring: [\(layers.sorted().joined(separator: ", "))])"
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
