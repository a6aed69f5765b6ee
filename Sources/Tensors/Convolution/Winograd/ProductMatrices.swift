/// One matrix for each product of a minimal filtering algorithm, all of one size, in bands of columns.
///
/// The rows of a band are contiguous, so a loop over a matrix reads contiguous memory. Matrices a power of two apart
/// would cause cache-set conflicts, so each is shifted by one cache line.
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

  /// The offset of a matrix's first scalar in a column.
  @inline(__always) func offset(column: Int) -> Int {
    column / stride &* stride &* rows &+ column % stride
  }
}
