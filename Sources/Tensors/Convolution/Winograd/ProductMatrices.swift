/// One matrix for each product of a minimal filtering algorithm, all of one size.
///
/// Channel counts are powers of two, and rows or matrices a power of two apart compete for the same few places of the
/// caches. So both distances have a line more.
struct ProductMatrices: Sendable {
  private let storage: TensorStorage
  /// Scalars from one row to the next.
  let stride: Int
  /// Scalars from one matrix to the next.
  let step: Int

  /// - Parameter isPacked: whether rows follow each other without a gap.
  init(count: Int, rows: Int, columns: Int, isPacked: Bool = false) {
    stride = isPacked ? columns : columns + 16
    step = rows * stride + 16
    storage = TensorStorage(uninitialized: count * step)
  }

  /// The first scalar of the first matrix.
  var base: UnsafeMutablePointer<Float> { storage.base }

  /// The first scalar of one of the matrices.
  @inline(__always) subscript(product: Int) -> UnsafeMutablePointer<Float> { storage.base + product &* step }
}
