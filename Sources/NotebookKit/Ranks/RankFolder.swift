import Display
import Files
import Foundation
import Synchronization

/// The folder in which the ranks of a run write their outputs and their failures: `Output/note.ranks`.
///
/// Rank 3 writes the output of its cells to `3.txt`, and its failure, if any, to `3.failed`. All ranks must see the
/// folder. The first
/// rank reads the journals of all, the others only its own, so that a run of many ranks opens few files.
package final class RankFolder: OtherRanks {
  package let launched: LaunchedRank
  package let folder: URL
  package let patience: Double
  /// The run, so failures of an earlier one are not mistaken for its own.
  private let job: String
  private let journal: RankJournal
  private let state: Mutex<State>

  private struct State {
    var isDone = false
    /// Bytes that were read of each journal, by rank.
    var offsets: [Int: Int] = [:]
    var comparison = RankComparison()
    /// The first rank that was found to have done something else, and what.
    var difference: (rank: Int, reason: String)?
  }

  /// - Parameter output: The folder of reports.
  /// - Throws: ``ExecutionError/outputNotWritable(path:reason:)``.
  package init(
    _ launched: LaunchedRank, of notebook: URL, in output: URL,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(ExecutionError) {
    self.launched = launched
    job = Self.job(environment)
    patience = environment["ETUDE_RANK_TIMEOUT"].flatMap { Double($0) } ?? 600
    state = Mutex(State())
    folder = output.appending(path: notebook.deletingPathExtension().lastPathComponent + ".ranks")
    do { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) } catch {
      throw .outputNotWritable(path: folder.path, reason: SystemReason.of(error))
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    // Journals are the first that ranks leave.
    guard names.isEmpty || names.contains(where: { $0.hasPrefix(".") && $0.hasSuffix(".lock") }) else {
      throw .outputNotWritable(path: folder.path, reason: "it contains files that no run of ranks has created")
    }
    journal = try RankJournal(Self.journalFile(launched.rank, in: folder), job: job)
    // A launcher may give two runs one name.
    unlink(failureFile(launched.rank).path)
  }

  /// The name that the launcher gives to the run; empty if it gives none.
  private static func job(_ environment: [String: String]) -> String {
    let names = ["PMIX_NAMESPACE", "PMI_JOBID"].lazy.compactMap { environment[$0] }
    if let name = names.first { return name }
    // Every step of a job of Slurm's is a run of its own.
    let step = ["SLURM_JOB_ID", "SLURM_STEP_ID"].compactMap { environment[$0] }.joined(separator: ".")
    if !step.isEmpty { return step }
    // MPICH's launcher has one process on each machine, the parent of the ranks there.
    return environment["MPI_LOCALNRANKS"].map { $0 == environment["PMI_SIZE"] } == true ? "parent-\(getppid())" : ""
  }

  /// The file with the output of this rank's cells.
  package var outputFile: URL { folder.appending(path: "\(launched.rank).txt") }

  private func failureFile(_ rank: Int) -> URL { folder.appending(path: "\(rank).failed") }

  private static func journalFile(_ rank: Int, in folder: URL) -> URL { folder.appending(path: ".\(rank).lock") }

  /// The entry of the report's stamp about the ranks.
  package var stampEntry: Stamp.Entry {
    let others = launched.count == 2 ? "1.txt" : "1.txt to \(launched.count - 1).txt"
    return Stamp.Entry(
      "Ranks", "\(launched.count); what the others put out is in \(folder.lastPathComponent), \(others)")
  }

  // MARK: - What this rank tells the others

  /// Notes what a step has done, for the first rank to compare. What cannot be noted is not compared.
  func note(_ mark: RankMark) {
    if launched.rank == 0 {
      return state.withLock { state in
        let difference = state.comparison.add(mark)
        state.difference = state.difference ?? difference
      }
    }
    guard let data = try? JSONEncoder().encode(mark) else { return }
    try? journal.append(String(decoding: data, as: UTF8.self))
  }

  /// Notes that this rank has ended in order.
  package func end() { try? journal.append(RankJournal.Word.ended.rawValue) }

  /// Tells the other ranks that this one has failed, or that it ends because another has.
  ///
  /// - Parameter cause: The rank at fault; nil for this one.
  package func fail(_ reason: String, becauseOf cause: Int? = nil) {
    let json: JSON = [
      "job": .string(job), "rank": .number(JSON.Number(cause ?? launched.rank)), "reason": .string(reason),
    ]
    try? AtomicFile.write(json.fileData, to: failureFile(launched.rank))
  }

  // MARK: - What the others tell

  /// The ranks whose journals this one reads.
  private var readRanks: Range<Int> { launched.rank == 0 ? 1..<launched.count : 0..<1 }

  private func read(_ rank: Int) -> RankJournal.Reading {
    state.withLock { state in
      var offset = state.offsets[rank] ?? 0
      let reading = RankJournal.read(Self.journalFile(rank, in: folder), job: job, from: &offset)
      state.offsets[rank] = offset
      for mark in reading.marks {
        let reason = state.comparison.add(mark, of: rank)
        state.difference = state.difference ?? reason.map { (rank, $0) }
      }
      return reading
    }
  }

  package func askLeave() throws(ExecutionError) -> (rank: Int, reason: String)? {
    // Of a run without a name nothing is known of the others.
    if job.isEmpty { return nil }
    if launched.rank > 0 { try noteDone() }
    for rank in readRanks {
      let reading = read(rank)
      if reading.isDone { continue }
      let isSeen = reading.isOfThisRun
      return (rank, isSeen ? "it was still at work." : "it left no sign in \(folder.path), which all ranks must see.")
    }
    try noteDone()
    return nil
  }

  private func noteDone() throws(ExecutionError) {
    let wasDone = state.withLock { state in
      defer { state.isDone = true }
      return state.isDone
    }
    if !wasDone { try journal.append(RankJournal.Word.done.rawValue) }
  }

  package var otherEnd: (rank: Int, reason: String)? {
    let lost = lostRank
    // A rank that ends says why first. One that fails may have done something else because of that.
    return otherFailure ?? lost.map { ($0, "it was killed, or its machine failed.") }
      ?? state.withLock { $0.difference }
  }

  /// The first other rank that has failed, and the reason.
  package var otherFailure: (rank: Int, reason: String)? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let ranks = names.filter { $0.hasSuffix(".failed") }.compactMap { Int($0.dropLast(".failed".count)) }.sorted()
    for rank in ranks where rank != launched.rank && rank < launched.count {
      guard let data = try? Data(contentsOf: failureFile(rank)), let json = try? JSON(parsing: data),
        json["job"]?.string == job, let reason = json["reason"]?.string
      else { continue }
      let cause = json["rank"]?.integer ?? rank
      return cause == launched.rank ? nil : (cause, reason)
    }
    return nil
  }

  /// A rank of this run that disappeared without a message, for example because it was killed.
  private var lostRank: Int? {
    // For a run without a name, an earlier run's journal cannot be recognised.
    if job.isEmpty { return nil }
    return readRanks.first { rank in
      let reading = read(rank)
      return reading.isOfThisRun && !reading.hasEnded && !reading.isAlive
    }
  }
}
