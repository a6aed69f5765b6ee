import Foundation

/// Angles of complex numbers and unit vectors of angles in single precision, without branches, so that loops over them
/// become vector instructions.
///
/// The polynomials are those of Cephes' `atanf`, `sinf` and `cosf` (Moshier, 1989), within 3 · 10⁻⁷ of the functions of
/// the C library.
enum PhaseVectors {
  /// The angle of a complex number, in -π…π; 0 for the number 0.
  @inline(__always)
  static func angle(real: Float, imaginary: Float) -> Float {
    let (x, y) = (abs(real), abs(imaginary))
    let (larger, smaller) = (x > y ? x : y, x > y ? y : x)
    // The tangent of an angle up to π/4.
    let tangent = smaller / (larger == 0 ? 1 : larger)
    // Above tan(π/8) the angle is π/4 and that of (t - 1) / (t + 1).
    let isWide = tangent > 0.414_213_56
    let reduced = (isWide ? tangent - 1 : tangent) / (isWide ? tangent + 1 : 1)
    let square = reduced * reduced
    var sum = square * 8.053_744_5e-2 - 1.387_768_6e-1
    sum = sum * square + 1.997_771_1e-1
    sum = sum * square - 3.333_294_9e-1
    var angle = sum * square * reduced + reduced
    angle = isWide ? angle + 0.785_398_16 : angle
    angle = y > x ? 1.570_796_3 - angle : angle
    angle = real < 0 ? 3.141_592_7 - angle : angle
    return imaginary < 0 ? -angle : angle
  }

  /// The cosine and sine of an angle of up to some millions of radians.
  @inline(__always)
  static func unit(angle: Float) -> (cosine: Float, sine: Float) {
    // The rest after whole quarter turns needs double precision: a large angle is known no better than it is stored.
    let wide = Double(angle)
    let shifted = wide * (2 / Double.pi) + roundingShift
    let rest = Float(wide - (shifted - roundingShift) * (Double.pi / 2))
    // The lowest bits of the shifted number are the count of quarter turns.
    let quarter = UInt32(truncatingIfNeeded: shifted.bitPattern)
    let square = rest * rest
    var sine = square * -1.951_529_6e-4 + 8.332_160_9e-3
    sine = sine * square - 1.666_665_5e-1
    sine = sine * square * rest + rest
    var cosine = square * 2.443_315_7e-5 - 1.388_731_6e-3
    cosine = cosine * square + 4.166_664_6e-2
    cosine = cosine * square * square - 0.5 * square + 1
    let isOdd = quarter & 1 != 0
    let (x, y) = (isOdd ? sine : cosine, isOdd ? cosine : sine)
    return ((quarter &+ 1) & 2 != 0 ? -x : x, quarter & 2 != 0 ? -y : y)
  }

  /// Adding and subtracting it rounds a number to the nearest integer, halves to even.
  static let roundingShift = 6_755_399_441_055_744.0
}
