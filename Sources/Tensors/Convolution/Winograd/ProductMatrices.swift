/// One matrix for each product of a minimal filtering algorithm, all of one size.
///
/// A transform writes one vector to each matrix in turn. If the matrices were a power of two apart, as the channel counts
/// would have it, those vectors would all compete for the same few places of the caches; so the distance has a line more.
struct ProductMatrices: Sendable {
  private let storage: TensorStorage
  /// Scalars from one matrix to the next.
  let step: Int

  init(count: Int, size: Int) {
    step = size + 16
    storage = TensorStorage(uninitialized: count * step)
  }

  /// The first scalar of the first matrix.
  var base: UnsafeMutablePointer<Float> { storage.base }

  /// The first scalar of one of the matrices.
  @inline(__always) subscript(product: Int) -> UnsafeMutablePointer<Float> { storage.base + product &* step }
}
