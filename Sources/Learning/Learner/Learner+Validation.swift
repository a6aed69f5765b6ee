import Cluster
import Datasets
import Display
import Networks
import Tensors

extension Learner {
  /// The numbers of a pass that does not train.
  struct Validation {
    var loss: Double
    var metrics: [Double]
  }

  /// Mean loss and metrics over a set; the validation set by default.
  ///
  /// Every item of another set counts once, and none is augmented: `validate(on: loaders.train)` judges the training set.
  ///
  /// - Throws: ``LearningError/noLabels(for:)`` for a set without labels; errors of the source, the loss or a metric.
  public func validate(on source: (any BatchSource)? = nil) throws -> (loss: Double, metrics: [Double]) {
    let source = source?.inOrder ?? loaders.valid
    guard source.isLabelled else { throw LearningError.noLabels(for: "Validation") }
    let result = try validationPass(source)
    return (result.loss, result.metrics)
  }

  func validationPass(_ source: any BatchSource) throws -> Validation {
    var tally = ValidationTally(metrics: metrics)
    try eachBatch(of: source) { batch, outputs in
      self.batch = batch
      try stage(.beforeBatch, .afterBatch, leftBy: .batch) {
        try followed(by: .afterPrediction) { self.outputs = outputs }
        let loss = try meanLoss(outputs, batch.targets)
        try followed(by: .afterLoss) { lossValue = loss.scalar }
        try tally.add(loss: lossValue, outputs: outputs, targets: batch.targets)
      }
    }
    return try tally.result()
  }

  /// Walks a source and lets the model answer, without gradients.
  func eachBatch(of source: any BatchSource, pass: Int = 0, _ body: (Batch, Tensor) throws -> Void) throws {
    let stream = try source.batches(pass: pass)
    if let distribution, distribution.ranks.count > 1 { return try eachBatch(of: stream, distribution.ranks, body) }
    while let batch = try stream.next() {
      try Interruption.check()
      try withoutGradients { try body(batch, model(batch.inputs)) }
    }
  }

  /// The loss of a batch, which must be one number.
  func meanLoss(_ outputs: Tensor, _ targets: Targets) throws -> Tensor {
    let mean = try loss(outputs, targets)
    guard mean.count == 1 else {
      throw LearningError.misshapenLoss(loss: "\(type(of: loss))", shape: mean.shape)
    }
    return mean
  }
}
