/// The positions of a convolution's patches in its input. Rows are output rows, counted over all images.
struct PatchGeometry: Sendable {
  let sizes: ConvolutionShape
  /// Output rows whose patches fit the second cache together, or enough for a matrix product.
  let rowsPerBlock: Int

  init(_ sizes: ConvolutionShape) {
    self.sizes = sizes
    let pixels = max(64, 81_920 / Self.rowLength(sizes))
    rowsPerBlock = max(1, pixels / max(1, sizes.outputWidth))
  }

  /// A patch's scalars in whole panels of a right operand, the last one's rest arbitrary.
  var paddedCount: Int { Self.paddedCount(sizes) }

  /// The stride of patches: an odd number of cache lines, which avoids cache-set conflicts.
  var rowLength: Int { Self.rowLength(sizes) }

  private static func paddedCount(_ sizes: ConvolutionShape) -> Int {
    MatrixKernel.panels(sizes.patchCount) * MatrixKernel.panelWidth
  }

  private static func rowLength(_ sizes: ConvolutionShape) -> Int { ((paddedCount(sizes) + 15) / 16 | 1) * 16 }

  /// True if each pixel is its own patch.
  var isPointwise: Bool {
    sizes.kernelHeight == 1 && sizes.kernelWidth == 1 && sizes.stride == 1 && sizes.padding == 0
  }

  /// The output pixels of some rows, counted over all images.
  func pixels(_ rows: Range<Int>) -> Range<Int> {
    (rows.lowerBound * sizes.outputWidth)..<(rows.upperBound * sizes.outputWidth)
  }

  /// Copies the patches of some rows, with zeros for the padding.
  func gather(_ input: Tensor, rows: Range<Int>, group: Int, into patches: UnsafeMutablePointer<Float>) {
    let source = input.storage.base
    forEachRun(rows: rows, group: group) { patch, run, before, inside, after in
      let target = patches + patch
      if before > 0 { target.update(repeating: 0, count: before) }
      Self.copy(source + run, into: target + before, count: inside)
      if after > 0 { (target + before + inside).update(repeating: 0, count: after) }
    }
  }

  /// Adds the patches of some rows to the pixels that they are over.
  func spread(_ patches: UnsafePointer<Float>, rows: Range<Int>, group: Int, into result: Tensor) {
    let target = result.storage.base
    forEachRun(rows: rows, group: group) { patch, run, before, inside, _ in
      let (from, to) = (patches + patch + before, target + run)
      for index in 0..<inside { to[index] += from[index] }
    }
  }

  /// Calls `body(patch offset, input offset, zeros before, scalars inside, zeros after)` for each run of neighbours: a
  /// kernel's whole row where all channels belong to one group, else one tap.
  @inline(__always)
  private func forEachRun(rows: Range<Int>, group: Int, _ body: (Int, Int, Int, Int, Int) -> Void) {
    let channels = sizes.groupInputs
    let taps = sizes.groups == 1 ? sizes.kernelWidth : 1
    var patch = 0
    for row in rows {
      let image = row / sizes.outputHeight
      let top = row % sizes.outputHeight * sizes.stride - sizes.padding
      for column in 0..<sizes.outputWidth {
        for u in 0..<sizes.kernelHeight {
          let y = top + u
          let isRowInside = y >= 0 && y < sizes.inputHeight
          for v in stride(from: 0, to: sizes.kernelWidth, by: taps) {
            let x = column &* sizes.stride &+ v &- sizes.padding
            let (first, last) = (max(0, x), min(sizes.inputWidth, x &+ taps))
            if isRowInside, first < last {
              let pixel = (image &* sizes.inputHeight &+ y) &* sizes.inputWidth &+ first
              body(
                patch, pixel &* sizes.inputChannels &+ group &* channels, (first &- x) &* channels,
                (last &- first) &* channels, (x &+ taps &- last) &* channels)
            } else {
              body(patch, 0, taps &* channels, 0, 0)
            }
            patch &+= taps &* channels
          }
        }
        patch &+= rowLength &- sizes.patchCount
      }
    }
  }

  /// Short runs are many, and a call into the C library would cost more than they do.
  @inline(__always)
  private static func copy(_ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, count: Int) {
    guard count >= Lanes.width else {
      for index in 0..<count { target[index] = source[index] }
      return
    }
    var index = 0
    while index &+ Lanes.width < count {
      Lanes(at: source + index).store(to: target + index)
      index &+= Lanes.width
    }
    // The last vector overlaps the one before it.
    Lanes(at: source + count - Lanes.width).store(to: target + count - Lanes.width)
  }
}
