import COpenBLAS

/// OpenBLAS, always on one thread: the parallel loop above it distributes the work.
enum BLAS {
  private static let isReady: Bool = {
    openblas_set_num_threads(1)
    return true
  }()

  /// A matrix as `sgemm` sees it: rows `stride` scalars apart, read as its transpose if `isTransposed`.
  struct Matrix {
    var base: UnsafePointer<Float>
    var stride: Int
    var isTransposed = false

    /// The part that starts at a row and a column of the matrix as read.
    func from(row: Int, column: Int) -> Matrix {
      var part = self
      part.base += isTransposed ? column * stride + row : row * stride + column
      return part
    }
  }

  /// `result = left · right`, or `result += left · right`, on the calling thread.
  static func multiply(
    _ left: Matrix, _ right: Matrix, rows: Int, columns: Int, inner: Int,
    into result: UnsafeMutablePointer<Float>, stride: Int, accumulating: Bool = false
  ) {
    guard isReady, rows > 0, columns > 0 else { return }
    cblas_sgemm(
      CblasRowMajor, left.isTransposed ? CblasTrans : CblasNoTrans, right.isTransposed ? CblasTrans : CblasNoTrans,
      blasint(rows), blasint(columns), blasint(inner), 1, left.base, blasint(max(1, left.stride)), right.base,
      blasint(max(1, right.stride)), accumulating ? 1 : 0, result, blasint(stride))
  }

  /// The product with its rows or columns divided into blocks whose size depends only on the shape.
  static func multiplyInParallel(
    _ left: Matrix, _ right: Matrix, rows: Int, columns: Int, inner: Int,
    into result: UnsafeMutablePointer<Float>, stride: Int, accumulating: Bool = false
  ) {
    let work = rows * columns * max(1, inner)
    guard work > 1 << 16 else {
      multiply(
        left, right, rows: rows, columns: columns, inner: inner, into: result, stride: stride,
        accumulating: accumulating)
      return
    }
    let pieces = min(8, max(2, work >> 20))
    if rows >= columns {
      let block = (rows + pieces - 1) / pieces
      parallelFor(rows, grain: block) { range in
        multiply(
          left.from(row: range.lowerBound, column: 0), right, rows: range.count, columns: columns, inner: inner,
          into: result + range.lowerBound * stride, stride: stride, accumulating: accumulating)
      }
    } else {
      let block = ((columns + pieces - 1) / pieces + 15) / 16 * 16
      parallelFor(columns, grain: block) { range in
        multiply(
          left, right.from(row: 0, column: range.lowerBound), rows: rows, columns: range.count, inner: inner,
          into: result + range.lowerBound, stride: stride, accumulating: accumulating)
      }
    }
  }
}
