import Files
import Foundation

/// An error of a fit, a checkpoint or a prediction.
///
/// ```swift
/// do { try learner.fit(epochs: 1) } catch let error as LearningError { print(error) }
/// ```
public enum LearningError: UserFacingError, Equatable {
  /// A fit of zero epochs was requested.
  case noEpochs(Int)

  /// The model has no parameters.
  case noParameters

  /// Training would change none of the model's parameters.
  case allFrozen

  /// A batch has no items.
  case emptyBatch(step: Int)

  /// A loss has more than one number.
  case misshapenLoss(loss: String, shape: [Int])

  /// A loss does not depend on any parameter that is trained.
  case lossWithoutGradient

  /// The loss depends on parameters that the optimiser does not update.
  case strayParameters(names: [String])

  /// The loss is not finite.
  case divergedLoss(loss: Float, epoch: Int, step: Int, learningRate: Double)

  /// The learning rate finder has too few losses to suggest a rate from.
  case tooFewLosses(count: Int)

  /// A curve of losses over learning rates has not one loss for each rate.
  case unequalCurve(rateCount: Int, lossCount: Int)

  /// The learning rates of a curve do not rise from above 0.
  case fallingRates(place: Int, rate: Float, previous: Float)

  /// A loss of a curve over learning rates is NaN.
  case lossNotANumber(place: Int)

  /// A callback watches a metric that the learner does not have.
  case unknownMetric(name: String, known: [String])

  /// A file is not a checkpoint.
  case invalidCheckpoint(file: String)

  /// A checkpoint was written by a fit with other settings.
  case otherCheckpoint(file: String, difference: String)

  /// A callback of a fit with a checkpoint has a state that the checkpoint does not hold.
  case unrepeatableCallback(name: String)

  /// A model was to be saved under an empty name.
  case unnamedModel

  /// No saved model has a name; `saved` lists the others in its folder.
  case noSavedModel(file: String, saved: [String])

  /// A file contains an optimiser's state for other parameter groups.
  case otherParameterGroups(file: String)

  /// An exported file contains a custom model.
  case customModel(file: String)

  /// An exported model was trained with a loss that only its author can build.
  case customLoss(file: String)

  /// The shape of an input differs from those that the model was trained on.
  case otherInputShape([Int], expected: [Int])

  /// An image becomes an input whose shape differs from those of the training.
  case otherImageSize(item: String, size: [Int], expected: [Int])

  /// A model has no description of how a file becomes an input.
  case noInputRecipe(inputShape: [Int])

  /// An unlabelled dataset cannot be evaluated.
  case noLabels(for: String)

  /// The targets of the learner are not classes, so they cannot be interpreted.
  case interpretationOfNumbers

  /// The items of the learner have one class each, so labels cannot be interpreted.
  case interpretationOfClasses

  /// An interpretation's outputs do not have one column per class.
  case misshapenInterpretation(shape: [Int], classCount: Int)

  /// An interpretation's loss does not decide for one class per item.
  case interpretationWithoutClasses

  /// An interpretation's class names hold a name twice.
  case repeatedClass(name: String)

  /// A binary average needs a positive class.
  case binaryAverage(classCount: Int, isMultiLabel: Bool)

  /// An average over items was asked of items that have one class each.
  case sampleAverage

  /// A model has no feature maps.
  case noFeatures(model: String)

  /// No class has a name.
  case noClass(name: String, known: [String])

  /// Thresholds are not one for each label, or one of them is not a probability.
  case unfitThresholds([Float], labelCount: Int)

  /// A setting of a schedule is out of range.
  case invalidSetting(name: String, value: Double, requirement: String)

  /// A learning rate finder's range does not rise from above 0.
  case invalidRateRange(from: Double, to: Double)

  /// A figure of images was asked of items that are not images.
  case noImages(for: String)

  /// A schedule has rates for another number of parameter groups than the model has.
  case scheduleOfOtherGroups(rateCount: Int, groupCount: Int)
}

extension LearningError {
  /// The message for users: what is wrong with which value, and what to do.
  public var description: String {
    switch self {
    case .noEpochs(let count):
      "A fit needs at least one epoch, not \(count)."
    case .noParameters:
      "The model has no parameters, so there is nothing to train. A layer's parameters are those that its `parts` list."
    case .allFrozen:
      "All parameters of the model are frozen, so there is nothing to train; call unfreeze()."
    case .emptyBatch(let step):
      "Batch \(step) of the fit has no items. Check the loaders."
    case .misshapenLoss(let loss, let shape):
      "\(loss) gives a loss of shape \(shape), but training needs a single number. End the loss with .mean()."
    case .lossWithoutGradient:
      "The loss does not depend on any trained parameter, so it has no gradient. Look for `detached`, "
        + "`scalars` and `withoutGradients` in the model and in the loss."
    case .strayParameters(let names):
      "The loss depends on \(names.prefix(5).joined(separator: ", "))"
        + "\(names.count > 5 ? " and \(names.count - 5) more" : ""), but no parameter group of the learner contains it, so "
        + "training would never change it. If it belongs to the model, list it in the `parts` of its layer, and that "
        + "layer in a group; if it must not be trained, use it inside withoutGradients, or set its requiresGradient "
        + "to false."
    case .divergedLoss(let loss, let epoch, let step, let learningRate):
      "The loss became \(loss.isNaN ? "nan" : "\(loss)") at step \(step) of epoch \(epoch), with a learning rate of "
        + "\(String(format: "%.3g", learningRate)). Try a tenth of that rate, or use lr_find to choose one, and look "
        + "for NaN or infinite values in the inputs."
    case .tooFewLosses(let count):
      "The learning rate finder recorded \(count) losses, too few to suggest a rate. "
        + "Give it more steps, or a smaller first rate."
    case .unequalCurve(let rateCount, let lossCount):
      "The curve has \(rateCount) learning rates and \(lossCount) losses. Give one loss for each "
        + "rate."
    case .fallingRates(let place, let rate, let previous):
      "The curve's learning rates must rise from above 0, but rates[\(place)] is \(rate), after \(previous). Sort the "
        + "curve by its rates, and keep each rate once."
    case .lossNotANumber(let place):
      "The curve's losses[\(place)] is NaN. End the curve before it."
    case .unknownMetric(let name, let known):
      "No metric is called “\(name)”; there are: \(known.joined(separator: ", "))."
    case .invalidCheckpoint(let file):
      "\(file) is not a checkpoint that this version wrote. Remove it to start again, or choose another name."
    case .otherCheckpoint(let file, let difference):
      "The checkpoint \(file) belongs to a run that differs in \(difference). Remove it to start again."
    case .unrepeatableCallback(let name):
      "A checkpoint does not contain the state of \(name), so a resumed fit would give another result. Fit without a "
        + "checkpoint, or without \(name)."
    case .unnamedModel:
      "The name of a saved model must not be empty."
    case .noSavedModel(let file, let saved):
      "\(file): there is no such "
        + "model\(saved.isEmpty ? ", nor any other" : "; there are \(saved.joined(separator: ", "))")."
    case .otherParameterGroups(let file):
      "\(file) was saved by a learner with different parameter groups. To load only the weights, pass "
        + "withOptimizer: false."
    case .customModel(let file):
      "\(file) contains a custom model; pass an instance of it as `model:`."
    case .customLoss(let file):
      "\(file) was trained with a custom loss; pass an instance of it as `loss:`."
    case .otherInputShape(let shape, let expected):
      "The model needs an input of shape \(expected), not \(shape)."
    case .otherImageSize(let item, let size, let expected):
      "\(item) becomes an input of shape \(size), but the model was trained on \(expected). Train with itemTransforms: "
        + "[Resize(\(expected.last ?? 128))], which resizes every image, or resize this one."
    case .noInputRecipe(let inputShape):
      "The model does not say how a file becomes an input. Predict from a tensor of shape \(inputShape)."
    case .noLabels(let judge):
      "\(judge) needs labelled items. Create the set with testLoader(files, labelled: true)."
    case .interpretationOfNumbers:
      "An interpretation needs one class per item, but the targets of this learner are numbers. Use metrics, such "
        + "as .multiLabelF1(), and predictions(); for several labels per item use "
        + "interpretLabels(learn)."
    case .interpretationOfClasses:
      "An interpretation of labels needs items with several labels, but the items of this learner have one class "
        + "each. Use interpret(learn)."
    case .misshapenInterpretation(let shape, let classCount):
      "An interpretation needs outputs of shape [items, \(classCount)], one column per class, not \(shape)."
    case .interpretationWithoutClasses:
      "An interpretation needs a loss that predicts one class per item."
    case .repeatedClass(let name):
      "The class “\(name)” occurs twice among the class names. Remove one of the two."
    case .binaryAverage(let classCount, let isMultiLabel):
      isMultiLabel
        ? "A binary average needs one yes-or-no answer per item, but these outputs have \(classCount) labels. "
          + "Use .macro, .micro or .weighted."
        : "A binary average needs two classes, but these outputs have \(classCount). Use .macro, .micro or .weighted."
    case .sampleAverage:
      "An average over items needs items with several labels, but these have one class each. Use .macro, .micro or "
        + ".weighted."
    case .noFeatures(let model):
      "The model \(model) has no feature maps, which Grad-CAM needs. Train a VisionModel, which cnnLearner creates, "
        + "or make your model conform to FeatureClassifier."
    case .noClass(let name, let known):
      "No class is called “\(name)”; there are: \(known.joined(separator: ", "))."
    case .unfitThresholds(let thresholds, let labelCount):
      thresholds.count == labelCount
        ? "The thresholds \(thresholds) are not all probabilities, from 0 to 1."
        : "\(thresholds.count) thresholds do not fit \(labelCount) labels. Give one for each, or one for all: "
          + "with(threshold: 0.5)."
    case .invalidSetting(let name, let value, let requirement):
      "\(name) is \(value), but it must be \(requirement)."
    case .invalidRateRange(let start, let end):
      "The learning rates to try go from \(start) to \(end), but they must be positive and rising. Try from: 1e-7, to: 10."
    case .scheduleOfOtherGroups(let rateCount, let groupCount):
      "The schedule has \(rateCount) learning rates for \(groupCount) parameter groups. Give it one for each, or one "
        + "for all."
    case .noImages(let figure):
      "\(figure) needs items that are images. Use topLosses for the numbers."
    }
  }
}
