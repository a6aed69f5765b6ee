/// The one-dimensional maps of a minimal filtering algorithm F(m, 3) (Winograd 1980; Lavin and Gray 2016): m outputs of a
/// three-tap filter from m + 2 products.
///
/// Each map reads its arguments with `at` and hands out its results with `put`, so it can work on rows and columns of
/// anything. Two dimensions are one map along columns and one along rows.
protocol WinogradTransform: Sendable {
  /// m, the outputs of one tile along one axis.
  static var outputs: Int { get }
  /// m + 2, the inputs of one tile and its products along one axis.
  static var points: Int { get }
  /// Bᵀ: `points` inputs to `points` factors.
  static func input(_ at: (Int) -> Lanes, _ put: (Int, Lanes) -> Void)
  /// Aᵀ: `points` products to `outputs` outputs.
  static func output(_ at: (Int) -> Lanes, _ put: (Int, Lanes) -> Void)
  /// A, the transpose of the above, for gradients: `outputs` to `points`.
  static func outputGradient(_ at: (Int) -> Lanes, _ put: (Int, Lanes) -> Void)
  /// G: three taps to `points` factors.
  static func kernel(_ at: (Int) -> Lanes, _ put: (Int, Lanes) -> Void)
  /// Gᵀ, the transpose of the above, for gradients: `points` to three taps.
  static func kernelGradient(_ at: (Int) -> Lanes, _ put: (Int, Lanes) -> Void)
}

extension WinogradTransform {
  /// Products of one tile: one small matrix product of all channels for each.
  @inline(__always) static var products: Int { points * points }
}

/// F(4, 3) at the points 0, ±√½, ±√2, ∞: 36 products for 16 outputs instead of 144.
///
/// Points whose products are 1 keep the factors small: rounding errors are a fifth of those of the usual 0, ±1, ±2, ∞.
enum Winograd4: WinogradTransform {
  static var outputs: Int { 4 }
  static var points: Int { 6 }
  /// √½ and √2.
  private static var near: Float { 0.707_106_78 }
  private static var far: Float { 1.414_213_56 }

  @inline(__always) static func input(_ at: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (a, b, c, d, e, f) = (at(0), at(1), at(2), at(3), at(4), at(5))
    let (evenNear, oddNear) = (e.addingProduct(-2, c), d.addingProduct(-2, b))
    let (evenFar, oddFar) = (e.addingProduct(-0.5, c), d.addingProduct(-0.5, b))
    put(0, (a + e).addingProduct(-2.5, c))
    put(1, evenNear.addingProduct(near, oddNear))
    put(2, evenNear.addingProduct(-near, oddNear))
    put(3, evenFar.addingProduct(far, oddFar))
    put(4, evenFar.addingProduct(-far, oddFar))
    put(5, (b + f).addingProduct(-2.5, d))
  }

  @inline(__always) static func output(_ at: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (a, b, c, d, e, f) = (at(0), at(1), at(2), at(3), at(4), at(5))
    let (sumNear, sumFar) = (b + c, d + e)
    let (differenceNear, differenceFar) = (near * (b - c), far * (d - e))
    put(0, a + sumNear + sumFar)
    put(1, differenceNear + differenceFar)
    put(2, (2 * sumFar).addingProduct(0.5, sumNear))
    put(3, f.addingProduct(0.5, differenceNear).addingProduct(2, differenceFar))
  }

  @inline(__always) static func outputGradient(_ at: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (a, b, c, d) = (at(0), at(1), at(2), at(3))
    let (evenNear, oddNear) = (a.addingProduct(0.5, c), b.addingProduct(0.5, d))
    let (evenFar, oddFar) = (a.addingProduct(2, c), b.addingProduct(2, d))
    put(0, a)
    put(1, evenNear.addingProduct(near, oddNear))
    put(2, evenNear.addingProduct(-near, oddNear))
    put(3, evenFar.addingProduct(far, oddFar))
    put(4, evenFar.addingProduct(-far, oddFar))
    put(5, d)
  }

  @inline(__always) static func kernel(_ at: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (a, b, c) = (at(0), at(1), at(2))
    let (evenNear, oddNear) = ((-2 / 3) * a.addingProduct(0.5, c), (-2 / 3 * near) * b)
    let (evenFar, oddFar) = ((1 / 6) * a.addingProduct(2, c), (1 / 6 * far) * b)
    put(0, a)
    put(1, evenNear + oddNear)
    put(2, evenNear - oddNear)
    put(3, evenFar + oddFar)
    put(4, evenFar - oddFar)
    put(5, c)
  }

  @inline(__always) static func kernelGradient(_ at: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (a, b, c, d, e, f) = (at(0), at(1), at(2), at(3), at(4), at(5))
    let (sumNear, sumFar) = ((-2 / 3) * (b + c), (1 / 6) * (d + e))
    put(0, a + sumNear + sumFar)
    put(1, ((-2 / 3 * near) * (b - c)).addingProduct(1 / 6 * far, d - e))
    put(2, f.addingProduct(0.5, sumNear).addingProduct(2, sumFar))
  }
}

/// F(2, 3) at the points 0, ±1, ∞: 16 products for 4 outputs instead of 36. Fewer weights to stream for small images.
enum Winograd2: WinogradTransform {
  static var outputs: Int { 2 }
  static var points: Int { 4 }

  @inline(__always) static func input(_ at: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (a, b, c, d) = (at(0), at(1), at(2), at(3))
    put(0, a - c)
    put(1, b + c)
    put(2, c - b)
    put(3, b - d)
  }

  @inline(__always) static func output(_ at: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (a, b, c, d) = (at(0), at(1), at(2), at(3))
    put(0, a + b + c)
    put(1, b - c - d)
  }

  @inline(__always) static func outputGradient(_ at: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (a, b) = (at(0), at(1))
    put(0, a)
    put(1, a + b)
    put(2, a - b)
    put(3, -b)
  }

  @inline(__always) static func kernel(_ at: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (a, b, c) = (at(0), at(1), at(2))
    put(0, a)
    put(1, 0.5 * (a + b + c))
    put(2, 0.5 * (a - b + c))
    put(3, c)
  }

  @inline(__always) static func kernelGradient(_ at: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (a, b, c, d) = (at(0), at(1), at(2), at(3))
    let sum = 0.5 * (b + c)
    put(0, a + sum)
    put(1, 0.5 * (b - c))
    put(2, sum + d)
  }
}
