/// One matrix for each product of a minimal filtering algorithm, all of one size, in bands of columns.
///
/// The rows of a band follow each other without a gap, so that what a loop reads of a matrix at a time is one run of
/// memory. Matrices a power of two apart would compete for the same few places of the caches, so they lie a line further.
struct ProductMatrices: Sendable {
  private let storage: TensorStorage
  private let rows: Int
  /// Columns of a band, and scalars from one row of it to the next.
  let stride: Int
  /// Scalars from one matrix to the next.
  let step: Int

  /// - Parameter band: columns of a band; all of them if nil.
  init(count: Int, rows: Int, columns: Int, band: Int? = nil) {
    self.rows = rows
    stride = band ?? columns
    let bands = (columns + stride - 1) / max(1, stride)
    step = bands * rows * stride + 16
    storage = TensorStorage(uninitialized: count * step)
  }

  /// The first scalar of the first matrix.
  var base: UnsafeMutablePointer<Float> { storage.base }

  /// The first scalar of one of the matrices.
  @inline(__always) subscript(product: Int) -> UnsafeMutablePointer<Float> { storage.base + product &* step }

  /// How far behind a matrix's first scalar per column starts.
  @inline(__always) func offset(column: Int) -> Int {
    column / stride &* stride &* rows &+ column % stride
  }
}
