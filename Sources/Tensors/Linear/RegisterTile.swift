/// Some pairs of rows by two vectors of a product, which stay in registers while its steps are added.
private struct RegisterTile<let pairs: Int> {
  private var rows = InlineArray<pairs, RowPair>(repeating: RowPair())

  /// Adds the outer product of scalars, `rowStride` apart, and a row of two vectors.
  @inline(__always) mutating func step(_ left: UnsafePointer<Float>, _ rowStride: Int, _ right: UnsafePointer<Float>) {
    let (low, high) = (Lanes(at: right), Lanes(at: right + Lanes.width))
    for pair in 0..<pairs { rows[pair].step(left + 2 &* pair &* rowStride, rowStride, low, high) }
  }

  @inline(__always) mutating func add(_ result: UnsafePointer<Float>, _ stride: Int) {
    for pair in 0..<pairs { rows[pair].add(result + 2 &* pair &* stride, stride) }
  }

  @inline(__always) func store(to result: UnsafeMutablePointer<Float>, _ stride: Int) {
    for pair in 0..<pairs { rows[pair].store(to: result + 2 &* pair &* stride, stride) }
  }
}

/// Two rows by two vectors of a product.
private struct RowPair {
  private var a0 = Lanes.zero
  private var a1 = Lanes.zero
  private var b0 = Lanes.zero
  private var b1 = Lanes.zero

  @inline(__always) init() {}

  @inline(__always) mutating func step(_ left: UnsafePointer<Float>, _ rowStride: Int, _ low: Lanes, _ high: Lanes) {
    let a = Lanes(repeating: left[0])
    a0 = a0.addingProduct(a, low)
    a1 = a1.addingProduct(a, high)
    let b = Lanes(repeating: left[rowStride])
    b0 = b0.addingProduct(b, low)
    b1 = b1.addingProduct(b, high)
  }

  @inline(__always) mutating func add(_ result: UnsafePointer<Float>, _ stride: Int) {
    a0 += Lanes(at: result)
    a1 += Lanes(at: result + Lanes.width)
    b0 += Lanes(at: result + stride)
    b1 += Lanes(at: result + stride + Lanes.width)
  }

  @inline(__always) func store(to result: UnsafeMutablePointer<Float>, _ stride: Int) {
    a0.store(to: result)
    a1.store(to: result + Lanes.width)
    b0.store(to: result + stride)
    b1.store(to: result + stride + Lanes.width)
  }
}

extension MatrixKernel {
  #if canImport(CAVX512)
    /// Rows of the largest register tile: 24 of 32 registers hold the result.
    static var tileRows: Int { 12 }
    private typealias LargestTile = RegisterTile<6>
  #else
    /// Rows of the largest register tile: 12 of 16 registers hold the result.
    static var tileRows: Int { 6 }
    private typealias LargestTile = RegisterTile<3>
  #endif

  /// `tileRows` rows of a panel.
  @inline(never)
  static func wholeTile(
    _ left: Left, _ right: UnsafePointer<Float>, _ rightStep: Int, _ order: some StepOrder, inner: Int,
    into result: UnsafeMutablePointer<Float>, stride: Int, accumulating: Bool
  ) {
    multiply(LargestTile(), left, right, rightStep, order, inner: inner, into: result, stride, accumulating)
  }

  @inline(never)
  static func fourRows(
    _ left: Left, _ right: UnsafePointer<Float>, _ rightStep: Int, _ order: some StepOrder, inner: Int,
    into result: UnsafeMutablePointer<Float>, stride: Int, accumulating: Bool
  ) {
    multiply(RegisterTile<2>(), left, right, rightStep, order, inner: inner, into: result, stride, accumulating)
  }

  @inline(never)
  static func twoRows(
    _ left: Left, _ right: UnsafePointer<Float>, _ rightStep: Int, _ order: some StepOrder, inner: Int,
    into result: UnsafeMutablePointer<Float>, stride: Int, accumulating: Bool
  ) {
    multiply(RegisterTile<1>(), left, right, rightStep, order, inner: inner, into: result, stride, accumulating)
  }

  @inline(never)
  static func oneRow(
    _ left: Left, _ right: UnsafePointer<Float>, _ rightStep: Int, _ order: some StepOrder, inner: Int,
    into result: UnsafeMutablePointer<Float>, accumulating: Bool
  ) {
    var (low, high) = (Lanes.zero, Lanes.zero)
    order.forEachStep(left, right, rightStep, inner: inner) { scalar, row in
      let value = Lanes(repeating: scalar[0])
      low = low.addingProduct(value, Lanes(at: row))
      high = high.addingProduct(value, Lanes(at: row + Lanes.width))
    }
    if accumulating {
      low += Lanes(at: result)
      high += Lanes(at: result + Lanes.width)
    }
    low.store(to: result)
    high.store(to: result + Lanes.width)
  }

  /// The steps of one tile; `tile` is empty at first. An older sum is added last, since a sum of sums rounds less than
  /// one long sum.
  @inline(__always)
  private static func multiply<let pairs: Int>(
    _ tile: RegisterTile<pairs>, _ left: Left, _ right: UnsafePointer<Float>, _ rightStep: Int, _ order: some StepOrder,
    inner: Int,
    into result: UnsafeMutablePointer<Float>, _ stride: Int, _ accumulating: Bool
  ) {
    var tile = tile
    order.forEachStep(left, right, rightStep, inner: inner) { tile.step($0, left.rowStride, $1) }
    if accumulating { tile.add(result, stride) }
    tile.store(to: result, stride)
  }
}
