/// Four rows by 32 columns of a product, in registers.
private struct RowQuad {
  var a0 = Lanes.zero
  var a1 = Lanes.zero
  var b0 = Lanes.zero
  var b1 = Lanes.zero
  var c0 = Lanes.zero
  var c1 = Lanes.zero
  var d0 = Lanes.zero
  var d1 = Lanes.zero

  @inline(__always) init() {}

  /// Starts from what the result holds.
  @inline(__always) init(_ result: UnsafePointer<Float>, _ stride: Int) {
    a0 = Lanes(at: result)
    a1 = Lanes(at: result + 16)
    b0 = Lanes(at: result + stride)
    b1 = Lanes(at: result + stride + 16)
    c0 = Lanes(at: result + 2 &* stride)
    c1 = Lanes(at: result + 2 &* stride + 16)
    d0 = Lanes(at: result + 3 &* stride)
    d1 = Lanes(at: result + 3 &* stride + 16)
  }

  /// Adds the outer product of four scalars, `rowStride` apart, and a row of 32.
  @inline(__always) mutating func step(_ left: UnsafePointer<Float>, _ rowStride: Int, _ low: Lanes, _ high: Lanes) {
    let a = Lanes(repeating: left[0])
    a0 = a0.addingProduct(a, low)
    a1 = a1.addingProduct(a, high)
    let b = Lanes(repeating: left[rowStride])
    b0 = b0.addingProduct(b, low)
    b1 = b1.addingProduct(b, high)
    let c = Lanes(repeating: left[2 &* rowStride])
    c0 = c0.addingProduct(c, low)
    c1 = c1.addingProduct(c, high)
    let d = Lanes(repeating: left[3 &* rowStride])
    d0 = d0.addingProduct(d, low)
    d1 = d1.addingProduct(d, high)
  }

  @inline(__always) func store(to result: UnsafeMutablePointer<Float>, _ stride: Int) {
    a0.store(to: result)
    a1.store(to: result + 16)
    b0.store(to: result + stride)
    b1.store(to: result + stride + 16)
    c0.store(to: result + 2 &* stride)
    c1.store(to: result + 2 &* stride + 16)
    d0.store(to: result + 3 &* stride)
    d1.store(to: result + 3 &* stride + 16)
  }
}

extension MatrixKernel {
  @inline(never)
  static func twelveRows(
    _ inner: Int, _ left: UnsafePointer<Float>, _ rowStride: Int, _ leftStep: Int, _ right: UnsafePointer<Float>,
    _ rightStep: Int, _ result: UnsafeMutablePointer<Float>, _ stride: Int, _ accumulating: Bool
  ) {
    var (top, middle, bottom) = (RowQuad(), RowQuad(), RowQuad())
    if accumulating {
      top = RowQuad(result, stride)
      middle = RowQuad(result + 4 &* stride, stride)
      bottom = RowQuad(result + 8 &* stride, stride)
    }
    var (first, fifth, ninth) = (left, left + 4 &* rowStride, left + 8 &* rowStride)
    var row = right
    var steps = inner
    while steps > 0 {
      let (low, high) = (Lanes(at: row), Lanes(at: row + 16))
      top.step(first, rowStride, low, high)
      middle.step(fifth, rowStride, low, high)
      bottom.step(ninth, rowStride, low, high)
      first += leftStep
      fifth += leftStep
      ninth += leftStep
      row += rightStep
      steps &-= 1
    }
    top.store(to: result, stride)
    middle.store(to: result + 4 &* stride, stride)
    bottom.store(to: result + 8 &* stride, stride)
  }

  @inline(never)
  static func fourRows(
    _ inner: Int, _ left: UnsafePointer<Float>, _ rowStride: Int, _ leftStep: Int, _ right: UnsafePointer<Float>,
    _ rightStep: Int, _ result: UnsafeMutablePointer<Float>, _ stride: Int, _ accumulating: Bool
  ) {
    var tile = accumulating ? RowQuad(result, stride) : RowQuad()
    var (scalars, row) = (left, right)
    for _ in 0..<inner {
      tile.step(scalars, rowStride, Lanes(at: row), Lanes(at: row + 16))
      scalars += leftStep
      row += rightStep
    }
    tile.store(to: result, stride)
  }

  @inline(never)
  static func oneRow(
    _ inner: Int, _ left: UnsafePointer<Float>, _ leftStep: Int, _ right: UnsafePointer<Float>, _ rightStep: Int,
    _ result: UnsafeMutablePointer<Float>, _ accumulating: Bool
  ) {
    var low = accumulating ? Lanes(at: result) : .zero
    var high = accumulating ? Lanes(at: result + 16) : .zero
    var (scalar, row) = (left, right)
    for _ in 0..<inner {
      let value = Lanes(repeating: scalar[0])
      low = low.addingProduct(value, Lanes(at: row))
      high = high.addingProduct(value, Lanes(at: row + 16))
      scalar += leftStep
      row += rightStep
    }
    low.store(to: result)
    high.store(to: result + 16)
  }
}
