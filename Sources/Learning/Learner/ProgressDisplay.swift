import Datasets
import Display
import Foundation

/// Shows a table of epochs, replaced as it grows, and one bar for the whole fit with the loss and the time left.
final class ProgressDisplay: Callback {
  private var place: DisplayHandle?
  private var bar: ProgressBar?

  func respond(to event: Event, of learner: Learner) {
    switch event {
    case .beforeFit:
      if !learner.recorder.epochs.isEmpty { show(learner) }
      let batches = learner.loaders.train.batchCount + learner.loaders.valid.batchCount
      bar = ProgressBar(
        label(learner), total: batches * learner.epochCount, completed: batches * learner.epoch)
    case .afterBatch:
      let loss = Double(learner.recorder.smoothedLoss).formatted(decimals: 3)
      bar?.advance(label: label(learner), detail: "loss \(loss)")
    case .afterEpoch: show(learner)
    case .afterFit: bar?.finish()
    default: break
    }
  }

  private func label(_ learner: Learner) -> String { "epoch \(learner.epoch + 1)/\(learner.epochCount)" }

  private func show(_ learner: Learner) {
    let table = learner.recorder.table
    if let place {
      place.update(table)
    } else {
      place = display(table)
    }
  }
}

extension Recorder {
  /// One row per epoch: number, training loss, validation loss, metrics.
  ///
  /// Times are not in it, since two runs of one notebook give the same report; `epochs` has them.
  public var table: Table {
    Table(
      columns: ["epoch", "train_loss", "valid_loss"] + metricNames,
      evenRows: epochs.map { epoch in
        ["\(epoch.epoch)"]
          + ([epoch.trainLoss, epoch.validLoss] + epoch.metrics).map { $0.formatted(decimals: 6) }
      })
  }
}
