import Display
import Files
import Foundation
import KernelProtocol
import Synchronization

/// The outputs of a rank without a report, as lines of a text file.
package final class RankLog: SessionFront {
  private let handle: Mutex<FileHandle>

  /// Replaces the file of an earlier run.
  ///
  /// - Throws: ``ExecutionError/outputNotWritable(path:reason:)``.
  package init(_ file: URL) throws(ExecutionError) {
    do {
      try AtomicFile.write(Data(), to: file, makesFolder: true)
      let handle = try FileHandle(forWritingTo: file)
      self.handle = Mutex(handle)
    } catch {
      throw .outputNotWritable(path: file.path, reason: SystemReason.of(error))
    }
  }

  package func observe(_ event: SessionEvent, report: Report) {
    switch event {
    case .cellBegan(let index, let line): write("— cell \(index + 1), line \(line)\n")
    case .cellEnded(_, _, let record):
      for case .failure(let failure) in record.outputs { write("\(failure.summary)\n\(failure.details)\n") }
    case .inlineValueFailed(let line, let failure): write("— inline value, line \(line)\n\(failure.summary)\n")
    default: break
    }
  }

  package func observe(_ output: KernelOutput) {
    switch output {
    case .stream(_, let data): write(data)
    case .message(.display(let bundle, _)), .message(.update(let bundle, _)), .message(.result(let bundle)):
      if let text = bundle.text(.plainText) { write(text + "\n") }
    default: break
    }
  }

  private func write(_ text: String) { write(Data(text.utf8)) }

  /// A full disk ends no rank that has something to compute.
  private func write(_ data: Data) { handle.withLock { try? $0.write(contentsOf: data) } }
}
