import Files
import Foundation

/// Writes the results of each epoch to a CSV file, one line per epoch; fastai's `CSVLogger`.
///
/// Columns are `epoch,train_loss,valid_loss`, the metrics and `time` in seconds. The file is replaced as a whole after
/// each epoch, so a killed run leaves the lines of its finished epochs.
///
/// ```swift
/// try learner.fit(epochs: 5, callbacks: [CSVLog(URL(filePath: "history.csv"))])
/// ```
public final class CSVLog: Callback {
  private let file: URL
  private let appends: Bool
  private var earlier = Data()

  /// Names the file.
  ///
  /// - Parameter appends: True to append to the lines of an earlier fit.
  public init(_ file: URL, appends: Bool = false) {
    self.file = file
    self.appends = appends
  }

  /// Writes after each epoch.
  ///
  /// - Throws: `FileError` when the file cannot be written.
  public func respond(to event: Event, of learner: Learner) throws {
    switch event {
    case .beforeFit:
      earlier = try appends && FileManager.default.fileExists(atPath: file.path) ? Data(contentsOf: file) : Data()
      if let last = earlier.last, last != 10 { earlier.append(10) }
    case .afterEpoch:
      let heading = Self.heading(learner.recorder)
      // A second heading would turn every column into one of strings.
      let isHeaded = earlier.starts(with: (heading + "\n").utf8)
      let lines = (isHeaded ? [] : [heading]) + learner.recorder.epochs.map(Self.line)
      try AtomicFile.write(earlier + Data(lines.map { $0 + "\n" }.joined().utf8), to: file, makesFolder: true)
    default: break
    }
  }

  private static func heading(_ recorder: Recorder) -> String {
    (["epoch", "train_loss", "valid_loss"] + recorder.metricNames + ["time"]).map(field).joined(separator: ",")
  }

  private static func line(_ epoch: Recorder.Epoch) -> String {
    (["\(epoch.epoch)"] + ([epoch.trainLoss, epoch.validLoss] + epoch.metrics).map { $0.formatted(decimals: 6) }
      + [epoch.seconds.formatted(decimals: 2)]).joined(separator: ",")
  }

  /// A name as a CSV field, quoted if necessary.
  private static func field(_ name: String) -> String {
    guard name.contains(where: { ",\"\n\r".contains($0) }) else { return name }
    return "\"\(name.replacing("\"", with: "\"\""))\""
  }
}
