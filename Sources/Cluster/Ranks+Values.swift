import Foundation
import Tensors

extension Ranks {
  /// Waits until every rank has come here.
  ///
  /// - Throws: ``ClusterError``; `Interrupted`.
  public func wait() throws {
    guard let mpi else { return }
    var nothing: [Float] = [0]
    try add(&nothing, mpi, on: .calls, for: CallLog.ofProcess.note("a wait"))
  }

  /// One rank's value, on every rank.
  ///
  /// ```swift
  /// let names = try Ranks.all.broadcast(["A3", "B3"])
  /// ```
  /// - Parameters:
  ///   - value: What `rank` gives; what other ranks give here does not count.
  ///   - rank: The rank whose value it is.
  /// - Throws: ``ClusterError``; `Interrupted`.
  public func broadcast<Value: Codable>(_ value: Value, from rank: Int = 0) throws -> Value {
    guard (0..<count).contains(rank) else { throw ClusterError.noRank(rank, count: count) }
    guard count > 1 else { return value }
    let own = self.rank == rank ? try Self.encoded(value) : Data()
    let call = CallLog.ofProcess.note("a broadcast from rank \(rank)")
    return try Self.decoded(try spread(own, from: rank, for: call))
  }

  /// The values of all ranks in the order of their numbers, on every rank.
  ///
  /// - Throws: ``ClusterError``; `Interrupted`.
  public func gather<Value: Codable>(_ value: Value) throws -> [Value] {
    guard count > 1 else { return [value] }
    let own = try Self.encoded(value)
    let call = CallLog.ofProcess.note("a gathering of values")
    return try (0..<count).map { rank in
      try Self.decoded(try spread(rank == self.rank ? own : Data(), from: rank, for: call))
    }
  }

  /// The arrays of all ranks in the order of their numbers, on every rank; their shapes may differ.
  ///
  /// - Throws: ``ClusterError``; `Interrupted`.
  public func gather(_ tensor: Tensor) throws -> [Tensor] {
    guard count > 1 else { return [tensor] }
    let shapes = try gather(tensor.shape)
    let own = tensor.detached.withUnsafeScalars { Data(buffer: $0) }
    let call = CallLog.ofProcess.note("a gathering of arrays")
    return try shapes.enumerated().map { rank, shape in
      let bytes = try spread(
        rank == self.rank ? own : Data(), from: rank, for: call,
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
  private func spread(_ bytes: Data, from root: Int, for call: ClusterCall, size: Int? = nil) throws -> Data {
    guard let mpi else { return bytes }
    var size = size ?? 0
    let isSizeKnown = size > 0
    var data = bytes
    if !isSizeKnown {
      size = bytes.count
      try withUnsafeMutableBytes(of: &size) { try spread($0, from: root, mpi, for: call) }
    }
    if rank != root { data = Data(count: size) }
    try data.withUnsafeMutableBytes { try spread($0, from: root, mpi, for: call) }
    return data
  }

  private func spread(_ bytes: UnsafeMutableRawBufferPointer, from root: Int, _ mpi: MPI, for call: ClusterCall) throws
  {
    // Numbers as if the root were 0: 0 sends to 1, both to 2 and 3, and so on.
    let place = (rank - root + count) % count
    let none = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    var reached = 1
    while reached < count {
      if place < reached, place + reached < count {
        try mpi.exchange(
          UnsafeRawBufferPointer(bytes), to: (place + reached + root) % count, none, from: nil, on: .calls, for: call)
      } else if place >= reached, place < 2 * reached {
        try mpi.exchange(
          UnsafeRawBufferPointer(none), to: nil, bytes, from: (place - reached + root) % count, on: .calls, for: call)
      }
      reached *= 2
    }
  }
}
