import ArgumentParser
import Display
import Foundation
import NotebookKit

extension RunCommand {
  var launched: LaunchedRank? { LaunchedRank.ofThisProcess }

  /// Runs the notebook as one rank of several; nil if every cell of all did what it should.
  func run(
    _ notebook: Notebook, _ parameters: [Parameter], in ranks: RankFolder, _ writer: ReportWriter,
    _ console: Console, _ installation: Installation, _ dependencies: NotebookDependencies,
    _ interrupts: InterruptHandler
  ) async throws -> ExitCode? {
    let rank = ranks.launched.rank
    let watch = RankWatch(ranks)
    let fronts: [any SessionFront] = rank == 0 ? [writer, console] : [try RankLog(ranks.outputFile)]
    let session = Session(
      notebook: notebook, parameters: parameters, options: options, streamFolder: writer.streamFolder,
      fronts: fronts + [watch], installation: installation, dependencies: dependencies, ranks: ranks)
    if rank == 0 { try writer.prepare() }
    watch.begin(session)
    interrupts.watch(watch)
    defer {
      interrupts.watch(nil)
      watch.end()
    }
    let summary = try await session.complete(.allSteps(of: notebook, parameters: parameters))
    if rank == 0 { console.finish(summary, reports: writer.reports) }
    guard !summary.isSuccess else {
      ranks.end()
      return rank == 0 && strict && console.hasWarned ? ExitStatus.cellsFailed : nil
    }
    if let cause = summary.otherRank {
      // The others hear from the first rank of one that was killed.
      if rank == 0 { ranks.fail(cause.reason, becauseOf: cause.rank) }
    } else if !summary.wasInterrupted, ranks.otherFailure == nil, let failure = summary.failed.first {
      ranks.fail(failure.description(in: notebook))
      if rank > 0 {
        printError("\(notebook.file.relativePath): rank \(rank) failed, see \(ranks.outputFile.relativePath)")
      }
    }
    return summary.wasInterrupted ? ExitStatus.interrupted : ExitStatus.cellsFailed
  }
}

extension RankWatch: Interruptible {}

extension LaunchedRank {
  /// The place of this process among those of `mpirun`; nil without it.
  static var ofThisProcess: LaunchedRank? { LaunchedRank(ProcessInfo.processInfo.environment) }
}
