import CMPI
import Display
import Foundation
import Synchronization

/// MPI in this process: opened, begun, and called by one thread at a time.
///
/// Calls only start transfers and poll for their end, so a waiting thread does not block others, and notices an
/// interruption and the time limit.
final class MPI: Sendable {
  /// Two ordered streams of messages: those of cells, and those of training in the background.
  enum Channel: Int32, Sendable { case calls = 0, training = 1 }

  let rank: Int
  let count: Int
  /// Seconds to wait for another rank.
  let patience: Double
  private let lock = Mutex(())
  private let counted = Mutex(Traffic())

  /// Messages and bytes so far; those of a call under way are counted.
  var traffic: Traffic { counted.withLock { $0 } }

  /// Maximum bytes of one message; MPI counts them in 32 bits.
  static let largestMessage = 1 << 30

  /// - Throws: ``ClusterError/unavailable(reason:)`` and `.failed`.
  init(_ launched: LaunchedRank, patience: Double) throws(ClusterError) {
    if let reason = cmpi_open(launched.isMPICH ? .mpich : .open_mpi) {
      throw .unavailable(reason: String(cString: reason))
    }
    var rank: Int32 = 0
    var count: Int32 = 1
    var takesThreads: Int32 = 0
    let code = cmpi_begin(&rank, &count, &takesThreads)
    guard code == 0 else { throw .failed(call: "begin", reason: Self.words(of: code)) }
    guard takesThreads != 0 else { throw .unavailable(reason: "this MPI library supports calls from one thread only") }
    // With another MPI library than the launcher's, each rank finds itself alone.
    guard Int(count) == launched.count else {
      throw .unavailable(reason: "mpirun started \(launched.count) ranks, but the library reports \(count)")
    }
    self.rank = Int(rank)
    self.count = Int(count)
    self.patience = patience
  }

  /// Takes leave of the other ranks, which all do.
  func end() { lock.withLock { _ in _ = cmpi_end() } }

  // MARK: - Transfers

  /// Sends `outgoing` to one rank and receives bytes for the whole of `incoming` from another, at the same time.
  ///
  /// - Parameters:
  ///   - from: Nil to receive nothing.
  ///   - to: Nil to send nothing.
  ///   - call: The call that this is a part of, for the message of a time-out.
  /// - Throws: ``ClusterError``; `Interrupted`.
  func exchange(
    _ outgoing: UnsafeRawBufferPointer, to: Int?, _ incoming: UnsafeMutableRawBufferPointer, from: Int?,
    on channel: Channel, for call: ClusterCall
  ) throws {
    // Messages of different calls never match: the ranks wait until their time limit, and name the rank.
    let tag = call.work.utf8.reduce(Int32(7)) { ($0 &* 31 &+ Int32($1)) & 0x3FFF }
    var requests: [(request: UnsafeMutableRawPointer?, peer: Int)] = []
    // Should this end early, the memory of a transfer under way is not the caller's any more; the run is over then.
    if let from {
      for part in parts(of: incoming.count) {
        try begin(&requests, from, "receive") {
          cmpi_receive(
            incoming.baseAddress.map { $0 + part.lowerBound }, Int32(part.count), Int32(from), tag, channel.rawValue, $0
          )
        }
        counted.withLock {
          $0.messagesReceived += 1
          $0.bytesReceived += part.count
        }
      }
    }
    if let to {
      for part in parts(of: outgoing.count) {
        try begin(&requests, to, "send") {
          cmpi_send(
            outgoing.baseAddress.map { $0 + part.lowerBound }, Int32(part.count), Int32(to), tag, channel.rawValue, $0)
        }
        counted.withLock {
          $0.messagesSent += 1
          $0.bytesSent += part.count
        }
      }
    }
    try finish(requests, for: call)
  }

  private func parts(of count: Int) -> [Range<Int>] {
    stride(from: 0, to: max(count, 1), by: Self.largestMessage).map { $0..<min(count, $0 + Self.largestMessage) }
  }

  private func begin(
    _ requests: inout [(request: UnsafeMutableRawPointer?, peer: Int)], _ peer: Int, _ call: String,
    _ body: (UnsafeMutablePointer<UnsafeMutableRawPointer?>) -> Int32
  ) throws(ClusterError) {
    var request: UnsafeMutableRawPointer?
    let code = lock.withLock { _ in body(&request) }
    guard code == 0 else { throw .failed(call: call, reason: Self.words(of: code)) }
    requests.append((request, peer))
  }

  private func finish(_ requests: [(request: UnsafeMutableRawPointer?, peer: Int)], for call: ClusterCall) throws {
    let start = ContinuousClock.now
    var isSaid = false
    var rounds = 0
    for (begun, peer) in requests {
      var request = begun
      while true {
        var isDone: Int32 = 0
        let code = lock.withLock { _ in cmpi_test(&request, &isDone) }
        guard code == 0 else { throw ClusterError.failed(call: call.work, reason: Self.words(of: code)) }
        if isDone != 0 { break }
        rounds += 1
        // A transfer on one machine takes microseconds; one that waits for a rank running is in no hurry.
        if rounds < 200 { sched_yield() } else { usleep(rounds < 2000 ? 20 : 500) }
        guard rounds % 64 == 0 else { continue }
        try Interruption.check()
        let waited = (ContinuousClock.now - start) / .seconds(1)
        if waited > 1, !isSaid {
          isSaid = true
          CallLog.ofProcess.waits(in: call)
        }
        if waited > patience { throw ClusterError.silent(rank: peer, seconds: patience, work: call.work) }
      }
    }
  }

  private static func words(of code: Int32) -> String {
    var text = [CChar](repeating: 0, count: 1024)
    cmpi_describe(code, &text, text.count)
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
