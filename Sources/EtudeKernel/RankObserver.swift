import Display
import Etude
import Files
import Foundation
import KernelProtocol
import Synchronization

/// Tells the runner of one rank what all ranks should have in common.
final class RankObserver: Sendable {
  private let connection: PacketConnection
  /// Names of variables that hold a random generator, by the symbols of their memory.
  private let generators = Mutex<[String: String]>([:])

  /// Nil for a process that was started alone.
  init?(_ connection: PacketConnection) {
    guard LaunchedRank(ProcessInfo.processInfo.environment) != nil else { return nil }
    self.connection = connection
    // Programs that cells start are not ranks.
    if let launcher = ProcessInfo.processInfo.environment["PMI_FD"].flatMap({ Int32($0) }) {
      _ = fcntl(launcher, F_SETFD, FD_CLOEXEC)
    }
    CallLog.ofProcess.whenWaiting { call in
      let log = CallLog.ofProcess
      connection.send(KernelEvent.rank(RankState(calls: call.number, digest: log.digest, waitsIn: call.work)))
    }
  }

  /// Takes in the generators that a unit has declared; those of one that failed may have no value.
  func note(_ declared: [String: String]) {
    generators.withLock { generators in
      // A name that is declared again is another variable.
      let names = Set(declared.values)
      generators = generators.filter { !names.contains($0.value) }
      generators.merge(declared) { _, latest in latest }
    }
  }

  /// Sends the state at the end of a unit.
  func sendState() {
    var hashes: [String: String] = [:]
    for (symbol, name) in generators.withLock({ $0 }) {
      // The loader's handle for all that is loaded.
      guard let memory = dlsym(nil, symbol) else { continue }
      hashes[name] = memory.assumingMemoryBound(to: MersenneTwister.self).pointee.fingerprint
    }
    let log = CallLog.ofProcess
    connection.send(KernelEvent.rank(RankState(calls: log.count, digest: log.digest, generators: hashes)))
  }
}
