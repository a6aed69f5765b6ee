import Display
import Files
import Foundation
import Synchronization
import Tensors

/// The processes that run one notebook together, each under its number.
///
/// Without `mpirun` there is one rank, and everything below works on it.
///
/// ```swift
/// let ranks = try Ranks.all
/// print("rank \(ranks.rank) of \(ranks.count)")
/// let total = try ranks.sum(Tensor([Float(ranks.rank)]))  // the same on every rank, bit for bit
/// ```
public final class Ranks: Sendable {
  /// Number of this process, from 0.
  public let rank: Int
  /// Number of processes.
  public let count: Int
  /// Nil for a single rank.
  let mpi: MPI?

  private static let opened = Result { try Ranks(ProcessInfo.processInfo.environment) }

  /// All processes of this run. MPI is opened when this is first read.
  ///
  /// - Throws: ``ClusterError/unavailable(reason:)`` if `mpirun` started this process and MPI cannot be opened.
  public static var all: Ranks { get throws { try opened.get() } }

  /// True on the rank that writes the report: the first, or the only one.
  public var isFirst: Bool { rank == 0 }

  private init(_ environment: [String: String]) throws {
    guard let launched = LaunchedRank(environment) else {
      (rank, count, mpi) = (0, 1, nil)
      return
    }
    let patience = environment["ETUDE_RANK_TIMEOUT"].flatMap { Double($0) } ?? 600
    let mpi = try MPI(launched, patience: patience)
    (rank, count, self.mpi) = (mpi.rank, mpi.count, mpi)
    CellRuntime.atEnd { mpi.end() }
  }

  // MARK: - Values

  /// Waits until every rank has come here.
  ///
  /// - Throws: ``ClusterError``; `Interrupted`.
  public func wait() throws { _ = try sum(Tensor([0])) }

  /// One rank's value, on every rank.
  ///
  /// ```swift
  /// let names = try Ranks.all.broadcast(["A3", "B3"])
  /// ```
  /// - Parameters:
  ///   - value: The value that `rank` passes; values of other ranks are ignored.
  ///   - rank: The rank that provides the value.
  /// - Throws: ``ClusterError``; `Interrupted`.
  public func broadcast<Value: Codable>(_ value: Value, from rank: Int = 0) throws -> Value {
    guard (0..<count).contains(rank) else { throw ClusterError.noRank(rank, count: count) }
    guard count > 1 else { return value }
    let own = self.rank == rank ? try Self.encoded(value) : Data()
    return try Self.decoded(try spread(own, from: rank, for: "broadcast"))
  }

  /// The values of all ranks in the order of their numbers, on every rank.
  ///
  /// - Throws: ``ClusterError``; `Interrupted`.
  public func gather<Value: Codable>(_ value: Value) throws -> [Value] {
    guard count > 1 else { return [value] }
    let own = try Self.encoded(value)
    return try (0..<count).map { rank in
      try Self.decoded(try spread(rank == self.rank ? own : Data(), from: rank, for: "gather"))
    }
  }

  /// The arrays of all ranks in the order of their numbers, on every rank; their shapes may differ.
  ///
  /// - Throws: ``ClusterError``; `Interrupted`.
  public func gather(_ tensor: Tensor) throws -> [Tensor] {
    guard count > 1 else { return [tensor] }
    let shapes = try gather(tensor.shape)
    let own = tensor.detached.withUnsafeScalars { Data(buffer: $0) }
    return try shapes.enumerated().map { rank, shape in
      let bytes = try spread(
        rank == self.rank ? own : Data(), from: rank, for: "gather",
        size: shape.reduce(1, *) * MemoryLayout<Float>.stride)
      let scalars = bytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
      return Tensor(shape: shape, scalars: scalars)
    }
  }

  private static func encoded(_ value: some Codable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do { return try encoder.encode([value]) } catch {
      throw ClusterError.notSendable(type: "\(type(of: value))", reason: "\(error)")
    }
  }

  private static func decoded<Value: Codable>(_ data: Data) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      guard let value = try decoder.decode([Value].self, from: data).first else { throw CocoaError(.coderReadCorrupt) }
      return value
    } catch { throw ClusterError.notSendable(type: "\(Value.self)", reason: "\(error)") }
  }

  /// The bytes of one rank on every rank, passed on along a binary tree.
  private func spread(_ bytes: Data, from root: Int, for work: String, size: Int? = nil) throws -> Data {
    guard let mpi else { return bytes }
    var size = size ?? 0
    let isSizeKnown = size > 0
    var data = bytes
    if !isSizeKnown {
      size = bytes.count
      try withUnsafeMutableBytes(of: &size) { try spread($0, from: root, mpi, for: work) }
    }
    if rank != root { data = Data(count: size) }
    try data.withUnsafeMutableBytes { try spread($0, from: root, mpi, for: work) }
    return data
  }

  private func spread(_ bytes: UnsafeMutableRawBufferPointer, from root: Int, _ mpi: MPI, for work: String) throws {
    // Rank numbers relative to the root: 0 sends to 1, both to 2 and 3, and so on.
    let place = (rank - root + count) % count
    let none = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    var reached = 1
    while reached < count {
      if place < reached, place + reached < count {
        try mpi.exchange(
          UnsafeRawBufferPointer(bytes), to: (place + reached + root) % count, none, from: nil, on: .calls, for: work)
      } else if place >= reached, place < 2 * reached {
        try mpi.exchange(
          UnsafeRawBufferPointer(none), to: nil, bytes, from: (place - reached + root) % count, on: .calls, for: work)
      }
      reached *= 2
    }
  }

  // MARK: - Sums

  /// The sum of the arrays of all ranks, on every rank and with the same bits on each.
  ///
  /// The order of the additions depends only on the number of ranks: neighbours first, then pairs of pairs.
  ///
  /// - Throws: ``ClusterError``; `Interrupted`.
  public func sum(_ tensor: Tensor) throws -> Tensor {
    guard let mpi else { return tensor }
    var scalars = tensor.detached.scalars
    try add(&scalars, mpi, on: .calls, for: "sum")
    return Tensor(shape: tensor.shape, scalars: scalars)
  }

  /// Adds the numbers of all ranks: a fixed binary tree over the ranks.
  ///
  /// For a power of two each pair exchanges and both add, since a + b and b + a have the same bits; else the ranks above
  /// the largest power give theirs to their neighbours first and get the sum last.
  func add(_ scalars: inout [Float], _ mpi: MPI, on channel: MPI.Channel, for work: String) throws {
    var received = [Float](repeating: 0, count: scalars.count)
    let none = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    var paired = 1
    while paired * 2 <= count { paired *= 2 }
    let extra = count - paired
    func send(to peer: Int) throws {
      try scalars.withUnsafeBytes { try mpi.exchange($0, to: peer, none, from: nil, on: channel, for: work) }
    }
    func receive(_ array: inout [Float], from peer: Int) throws {
      try array.withUnsafeMutableBytes {
        try mpi.exchange(UnsafeRawBufferPointer(none), to: nil, $0, from: peer, on: channel, for: work)
      }
    }
    if rank >= paired {
      try send(to: rank - paired)
      return try receive(&scalars, from: rank - paired)
    }
    if rank < extra {
      try receive(&received, from: rank + paired)
      for index in scalars.indices { scalars[index] += received[index] }
    }
    var distance = 1
    while distance < paired {
      let peer = rank ^ distance
      try scalars.withUnsafeBytes { outgoing in
        try received.withUnsafeMutableBytes { incoming in
          try mpi.exchange(outgoing, to: peer, incoming, from: peer, on: channel, for: work)
        }
      }
      for index in scalars.indices { scalars[index] += received[index] }
      distance *= 2
    }
    if rank < extra { try send(to: rank + paired) }
  }
}
