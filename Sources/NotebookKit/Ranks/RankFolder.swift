import Display
import Files
import Foundation

/// The folder in which the ranks of a run write their outputs and their failures: `Output/note.ranks`.
///
/// Rank 3 writes the output of its cells to `3.txt`, and its failure, if any, to `3.failed`. All ranks must see the
/// folder.
package final class RankFolder: Sendable {
  package let launched: LaunchedRank
  package let folder: URL
  /// The run, so failures of an earlier one are not mistaken for its own.
  private let job: String
  /// The descriptor of the lock that says that this rank lives.
  private let lock: Int32

  /// - Parameter output: The folder of reports.
  /// - Throws: ``ExecutionError/outputNotWritable(path:reason:)``.
  package init(
    _ launched: LaunchedRank, of notebook: URL, in output: URL,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(ExecutionError) {
    self.launched = launched
    // Every step of a Slurm job is a separate run.
    job =
      ["PMIX_NAMESPACE", "PMI_JOBID"].lazy.compactMap { environment[$0] }.first
      ?? ["SLURM_JOB_ID", "SLURM_STEP_ID"].compactMap { environment[$0] }.joined(separator: ".")
    folder = output.appending(path: notebook.deletingPathExtension().lastPathComponent + ".ranks")
    do { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) } catch {
      throw .outputNotWritable(path: folder.path, reason: SystemReason.of(error))
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    // Locks are the first that ranks leave.
    guard names.isEmpty || names.contains(where: { $0.hasPrefix(".") && $0.hasSuffix(".lock") }) else {
      throw .outputNotWritable(path: folder.path, reason: "it contains files that no run of ranks has created")
    }
    let name = folder.appending(path: ".\(launched.rank).lock").path
    lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard lock >= 0 else { throw .outputNotWritable(path: name, reason: SystemReason.ofLastCall) }
    // Written once the lock is held, so a rank which has not begun is not mistaken for one that has ended.
    if flock(lock, LOCK_EX | LOCK_NB) == 0 {
      ftruncate(lock, 0)
      _ = job.withCString { write(lock, $0, strlen($0)) }
    }
    // A launcher may give two runs one name.
    unlink(failureFile(launched.rank).path)
  }

  /// The file with the output of this rank's cells.
  package var outputFile: URL { folder.appending(path: "\(launched.rank).txt") }

  private func failureFile(_ rank: Int) -> URL { folder.appending(path: "\(rank).failed") }

  /// The entry of the report's stamp about the ranks.
  package var stampEntry: Stamp.Entry {
    let others = launched.count == 2 ? "1.txt" : "1.txt to \(launched.count - 1).txt"
    return Stamp.Entry(
      "Ranks", "\(launched.count); what the others put out is in \(folder.lastPathComponent), \(others)")
  }

  /// Notes that this rank has ended in order.
  package func end() { ftruncate(lock, 0) }

  /// Tells the other ranks that this one has failed.
  package func fail(_ reason: String) {
    let json: JSON = ["job": .string(job), "reason": .string(reason)]
    try? AtomicFile.write(json.fileData, to: failureFile(launched.rank))
  }

  /// The first other rank that has failed or disappeared, and the reason.
  package var otherEnd: (rank: Int, reason: String)? {
    let lost = lostRank
    // A rank that ends says why first.
    return otherFailure ?? lost.map { ($0, "it was killed, or its machine failed.") }
  }

  /// The first other rank that has failed, and the reason.
  package var otherFailure: (rank: Int, reason: String)? {
    for rank in 0..<launched.count where rank != launched.rank {
      guard let data = try? Data(contentsOf: failureFile(rank)), let json = try? JSON(parsing: data),
        json["job"]?.string == job, let reason = json["reason"]?.string
      else { continue }
      return (rank, reason)
    }
    return nil
  }

  /// A rank of this run that disappeared without a message, for example because it was killed.
  private var lostRank: Int? {
    // For a run without a name, an earlier run's lock cannot be recognised.
    if job.isEmpty { return nil }
    return (0..<launched.count).first { rank in
      guard rank != launched.rank else { return false }
      let other = open(folder.appending(path: ".\(rank).lock").path, O_RDWR | O_CLOEXEC)
      guard other >= 0 else { return false }
      defer { close(other) }
      var text = [UInt8](repeating: 0, count: 1024)
      let count = read(other, &text, text.count)
      guard count >= 0, String(decoding: text.prefix(count), as: UTF8.self) == job else { return false }
      return flock(other, LOCK_EX | LOCK_NB) == 0
    }
  }
}
