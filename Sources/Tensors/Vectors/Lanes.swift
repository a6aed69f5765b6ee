#if canImport(CAVX512)
  /// One vector of numbers, for a processor with 32 registers.
  typealias Lanes = SIMD16<Float>
  /// A tile of such vectors.
  typealias LanesSquare = InlineArray<16, Lanes>
#else
  /// One vector of numbers (two of SSE or NEON).
  typealias Lanes = SIMD8<Float>
  /// A tile of such vectors.
  typealias LanesSquare = InlineArray<8, Lanes>
#endif

extension Lanes {
  /// The number of lanes.
  @inline(__always) static var width: Int { scalarCount }

  /// Neighbours in memory, at any alignment.
  @inline(__always) init(at address: UnsafePointer<Float>) {
    self = UnsafeRawPointer(address).loadUnaligned(as: Lanes.self)
  }

  /// The first `count` neighbours, nothing beyond them being read; the rest is 0.
  @inline(__always) init(at address: UnsafePointer<Float>, count: Int) {
    guard count < Lanes.width else {
      self.init(at: address)
      return
    }
    self = .zero
    for lane in 0..<count { self[lane] = address[lane] }
  }

  /// Writes neighbours, at any alignment.
  @inline(__always) func store(to address: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(address).storeBytes(of: self, as: Lanes.self)
  }

  /// Writes the first `count` numbers.
  @inline(__always) func store(to address: UnsafeMutablePointer<Float>, count: Int) {
    if count >= Lanes.width {
      store(to: address)
    } else {
      for lane in 0..<count { address[lane] = self[lane] }
    }
  }

  /// Negative numbers as 0; NaN stays.
  @inline(__always) var rectified: Lanes { replacing(with: 0, where: self .< 0) }

  /// The first halves of two, alternating, and the second halves.
  @inline(__always) static func interleaved(_ a: Lanes, _ b: Lanes) -> (Lanes, Lanes) {
    var (first, second) = (Lanes.zero, Lanes.zero)
    first.evenHalf = a.lowHalf
    first.oddHalf = b.lowHalf
    second.evenHalf = a.highHalf
    second.oddHalf = b.highHalf
    return (first, second)
  }
}
