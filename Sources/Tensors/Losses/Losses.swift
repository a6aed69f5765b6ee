import Foundation

/// The reduction of the items' losses.
///
/// ```swift
/// let losses = outputs.crossEntropy(labels: [0, 2, 1], reduction: .none)  // one number per item
/// ```
public enum LossReduction: Sendable {
  /// The average over all items.
  case mean
  /// The total over all items.
  case sum
  /// One number for each item.
  case none

  func callAsFunction(_ losses: Tensor) -> Tensor {
    switch self {
    case .mean: losses.mean()
    case .sum: losses.sum()
    case .none: losses
    }
  }
}

extension Tensor {
  /// Cross entropy of logits against class labels (`torch.nn.functional.cross_entropy`).
  ///
  /// Per item: (1 - ε)·(-log p[label]) + ε·mean over classes of -log p, with p the softmax of the logits.
  /// - Parameters:
  ///   - labels: one class for each row of this `[N, classes]` tensor.
  ///   - labelSmoothing: ε, from 0 to 1.
  ///   - reduction: how the N losses are reduced. Over an empty batch, `mean` is NaN.
  /// - Precondition: N labels, each in `0..<classes`.
  public func crossEntropy(labels: [Int], labelSmoothing: Float = 0, reduction: LossReduction = .mean) -> Tensor {
    require(rank == 2, "cross entropy needs logits of shape [N, classes], not \(shape)")
    require(labels.count == shape[0], "\(labels.count) labels for logits of shape \(shape)")
    for (row, label) in labels.enumerated() {
      require(
        label >= 0 && label < shape[1], "label \(label) of item \(row) is not one of the \(shape[1]) classes")
    }
    require((0...1).contains(labelSmoothing), "a label smoothing of \(labelSmoothing) is not between 0 and 1")
    let logarithms = logSoftmax(axis: 1)
    var losses = -logarithms.pickingLast(labels)
    if labelSmoothing > 0 {
      losses = losses * (1 - labelSmoothing) - logarithms.mean(axis: 1) * labelSmoothing
    }
    return reduction(losses)
  }

  /// Binary cross entropy of logits x against targets t between 0 and 1, without forming the sigmoid
  /// (`torch.nn.functional.binary_cross_entropy_with_logits`): max(x, 0) - x·t + log(1 + e^-|x|).
  ///
  /// - Precondition: `targets` has the logits' shape.
  public func binaryCrossEntropy(targets: Tensor, reduction: LossReduction = .mean) -> Tensor {
    require(targets.shape == shape, "targets of shape \(targets.shape) for logits of shape \(shape)")
    return reduction(softplus() - self * targets)
  }

  /// The mean of squared differences (`torch.nn.functional.mse_loss`).
  ///
  /// - Precondition: `targets` has this tensor's shape.
  public func meanSquaredError(targets: Tensor, reduction: LossReduction = .mean) -> Tensor {
    require(targets.shape == shape, "targets of shape \(targets.shape) for predictions of shape \(shape)")
    return reduction((self - targets).squared())
  }

  /// Zeroes each scalar with a probability and scales the rest by 1 / (1 - probability)
  /// (`torch.nn.functional.dropout`).
  ///
  /// - Precondition: 0 ≤ probability ≤ 1.
  public func dropout(probability: Float, using generator: inout MersenneTwister) -> Tensor {
    require((0...1).contains(probability), "a dropout probability of \(probability) is not between 0 and 1")
    guard probability > 0 else { return self }
    let scale = probability < 1 ? 1 / (1 - probability) : 0
    let mask = Tensor(uninitialized: shape)
    let threshold = Double(probability)
    for index in 0..<mask.count { mask.storage.base[index] = generator.uniform() < threshold ? 0 : scale }
    return self * mask
  }
}
