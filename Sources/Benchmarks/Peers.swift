import Files
import Foundation

/// The peers at work: a Python that does the tasks of `peers.py` on two threads, one after the other.
///
/// A peer that is not installed is told once, and its lines have no ratio.
final class Peers {
  /// A time of a peer's, and its name and version.
  struct Answer {
    let milliseconds: Double
    let peer: String
  }

  private struct Reply: Decodable {
    let milliseconds: Double?
    let peer: String?
    let missing: String?
  }

  private let python: URL
  private var missing: Set<String> = []
  private var process: Running?

  /// The Python of `ETUDE_PEER_PYTHON`; nil without one.
  init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
    guard let path = environment["ETUDE_PEER_PYTHON"], !path.isEmpty else { return nil }
    // A Python that has ended is told, not met as a signal.
    signal(SIGPIPE, SIG_IGN)
    python = URL(filePath: path)
  }

  /// Has a task done once.
  ///
  /// - Parameter isFresh: Whether in a process that has done nothing before.
  /// - Returns: nil if the peer is not there.
  func time(_ task: String, isFresh: Bool) throws -> Answer? {
    guard !missing.contains(task) else { return nil }
    let reply = try reply(to: task, isFresh: isFresh)
    if let milliseconds = reply.milliseconds, let peer = reply.peer {
      return Answer(milliseconds: milliseconds, peer: peer)
    }
    missing.insert(task)
    FileHandle.standardError.write(Data("no peer for \(task): \(reply.missing ?? "no answer")\n".utf8))
    return nil
  }

  private func reply(to task: String, isFresh: Bool) throws -> Reply {
    func gone(_ reason: String) -> Reply { Reply(milliseconds: nil, peer: nil, missing: "\(python.path) \(reason)") }
    let running: Running
    do {
      running = try isFresh ? Running(python, ["--fresh"]) : process ?? Running(python, [])
    } catch {
      return gone("cannot be started: \(SystemReason.of(error))")
    }
    if !isFresh { process = running }
    if let reply = (try? running.ask(task)) ?? nil { return reply }
    process = nil
    return gone("has ended")
  }

  /// One process of Python, which ends with its input.
  private final class Running {
    private let process = Process()
    private let (input, output) = (Pipe(), Pipe())
    private var rest = Data()

    init(_ python: URL, _ options: [String]) throws {
      let script = String(decoding: PackageResources.peers_py, as: UTF8.self)
      process.executableURL = python
      process.arguments = ["-c", script] + options
      process.environment = ProcessInfo.processInfo.environment.merging(["OMP_NUM_THREADS": "2"]) { _, new in new }
      (process.standardInput, process.standardOutput) = (input, output)
      process.standardError = FileHandle.nullDevice
      try process.run()
    }

    deinit {
      try? input.fileHandleForWriting.close()
      process.waitUntilExit()
    }

    /// The answer to one task; nil if the process has ended.
    func ask(_ task: String) throws -> Reply? {
      try input.fileHandleForWriting.write(contentsOf: Data("\(task)\n".utf8))
      while true {
        if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
          defer { rest = Data(rest[(end + 1)...]) }
          return try JSONDecoder().decode(Reply.self, from: Data(rest[..<end]))
        }
        let data = output.fileHandleForReading.availableData
        guard !data.isEmpty else { return nil }
        rest += data
      }
    }
  }
}
