import Tensors

extension Ranks {
  /// The sum of the arrays of all ranks, on every rank and with the same bits on each.
  ///
  /// The order of the additions depends on the number of ranks alone: neighbours first, then pairs of pairs.
  ///
  /// - Throws: ``ClusterError``; `Interrupted`.
  public func sum(_ tensor: Tensor) throws -> Tensor {
    guard let mpi else { return tensor }
    var scalars = tensor.detached.scalars
    let call = CallLog.ofProcess.note("a sum of \(scalars.count) numbers")
    try add(&scalars, mpi, on: .calls, for: call)
    return Tensor(shape: tensor.shape, scalars: scalars)
  }

  /// Adds the numbers of all ranks: a fixed binary tree over the ranks.
  ///
  /// For a power of two each pair exchanges and both add, since a + b and b + a have the same bits; else the ranks above
  /// the largest power give theirs to their neighbours first and get the sum last.
  func add(_ scalars: inout [Float], _ mpi: MPI, on channel: MPI.Channel, for call: ClusterCall) throws {
    var received = [Float](repeating: 0, count: scalars.count)
    let none = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    var paired = 1
    while paired * 2 <= count { paired *= 2 }
    let extra = count - paired
    func send(to peer: Int) throws {
      try scalars.withUnsafeBytes { try mpi.exchange($0, to: peer, none, from: nil, on: channel, for: call) }
    }
    func receive(_ array: inout [Float], from peer: Int) throws {
      try array.withUnsafeMutableBytes {
        try mpi.exchange(UnsafeRawBufferPointer(none), to: nil, $0, from: peer, on: channel, for: call)
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
          try mpi.exchange(outgoing, to: peer, incoming, from: peer, on: channel, for: call)
        }
      }
      for index in scalars.indices { scalars[index] += received[index] }
      distance *= 2
    }
    if rank < extra { try send(to: rank + paired) }
  }
}
