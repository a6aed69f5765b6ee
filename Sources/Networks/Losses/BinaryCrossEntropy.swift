import Tensors

/// Cross entropy of several yes-or-no answers per item, from outputs before the sigmoid.
///
/// loss = mean of max(z, 0) − z t + log(1 + exp(−|z|)), which never overflows. Agrees with fastai's
/// `BCEWithLogitsLossFlat`.
///
/// ```swift
/// let loss = try BinaryCrossEntropy()(outputs, .values(Tensor(shape: [1, 3], scalars: [1, 0, 1])))
/// ```
public struct BinaryCrossEntropy: Loss {
  /// Probability above which an answer counts as yes.
  public let threshold: Float

  /// Decides at one half unless told otherwise.
  public init(threshold: Float = 0.5) { self.threshold = threshold }

  /// The mean over all answers of the batch.
  ///
  /// - Parameters:
  ///   - outputs: `[count, labels]`, any real numbers.
  ///   - targets: Values of the same shape, 0 to 1.
  /// - Throws: `NetworkError` for targets of another kind, shape or range.
  public func callAsFunction(_ outputs: Tensor, _ targets: Targets) throws -> Tensor {
    outputs.binaryCrossEntropy(targets: try probabilities(targets, outputs: outputs))
  }

  /// The mean over each item's answers.
  public func itemLosses(_ outputs: Tensor, _ targets: Targets) throws -> Tensor {
    let wanted = try probabilities(targets, outputs: outputs)
    let losses = outputs.binaryCrossEntropy(targets: wanted, reduction: .none)
    return losses.rank < 2 ? losses : losses.flattened(from: 1).mean(axis: 1)
  }

  private func probabilities(_ targets: Targets, outputs: Tensor) throws -> Tensor {
    let values = try targets.values(outputs: outputs, for: "BinaryCrossEntropy")
    // Rounding may put means of labels slightly outside.
    let outside = values.withUnsafeScalars { scalars in scalars.firstIndex { !(-1e-5...1.00001).contains($0) } }
    if let outside {
      let item = outside * values.shape[0] / values.count
      throw NetworkError.targetIsNoProbability(values.scalars[outside], item: item)
    }
    return values
  }

  /// Sigmoid.
  public func activation(_ outputs: Tensor) -> Tensor { outputs.sigmoid() }

  /// The logits of the probabilities, which are bounded by 1e-7.
  public func outputs(giving activation: Tensor) -> Tensor {
    activation.clamped(to: 1e-7...1).log() - (1 - activation).clamped(to: 1e-7...1).log()
  }

  /// 1 where the probability exceeds the threshold, else 0.
  public func decision(_ outputs: Tensor) -> Targets {
    .values(outputs.detached.sigmoid().isGreater(than: threshold))
  }
}
