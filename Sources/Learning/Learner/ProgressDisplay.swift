import Display
import Foundation

/// Shows a table of epochs, replaced as it grows, and a progress bar with the loss.
final class ProgressDisplay: Callback {
  private var place: DisplayHandle?
  private var bar: ProgressBar?

  func respond(to event: Event, of learner: Learner) {
    switch event {
    case .beforeFit:
      if !learner.recorder.epochs.isEmpty { show(learner) }
    case .beforeTraining:
      bar = ProgressBar(
        "epoch \(learner.epoch + 1)/\(learner.epochCount)", total: learner.loaders.train.batchCount)
    case .afterBatch where learner.isTraining:
      bar?.advance(detail: "loss \(Double(learner.recorder.smoothedLoss).formatted(decimals: 3))")
    case .afterTraining:
      bar?.finish()
      bar = nil
    case .afterEpoch: show(learner)
    default: break
    }
  }

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
  /// One row an epoch: number, training loss, validation loss, metrics.
  ///
  /// Times are not in it, since two runs of one notebook give the same report; `epochs` has them.
  public var table: Table {
    Table(
      columns: ["epoch", "train_loss", "valid_loss"] + metricNames,
      rows: epochs.map { epoch in
        ["\(epoch.epoch)"]
          + ([epoch.trainLoss, epoch.validLoss] + epoch.metrics).map { $0.formatted(decimals: 6) }
      })
  }
}
