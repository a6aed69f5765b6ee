import Foundation

/// Angles of complex numbers and unit vectors of angles, eight at a time, for phases in single precision.
///
/// The polynomials are those of Cephes' `atanf`, `sinf` and `cosf` (Moshier, 1989), within 3 · 10⁻⁷ of the functions of the
/// C library.
enum PhaseVectors {
  typealias Lanes = SIMD8<Float>

  /// The angle of each pair of real and imaginary parts, in -π…π.
  static func angles(real: Lanes, imaginary: Lanes) -> Lanes {
    let (x, y) = (abs(real), abs(imaginary))
    let isSteep = y .> x
    let (larger, smaller) = (x.replacing(with: y, where: isSteep), y.replacing(with: x, where: isSteep))
    // The tangent of an angle up to π/4; 0 for the pair of zeros.
    let tangent = smaller / larger.replacing(with: 1, where: larger .== 0)
    // Above tan(π/8) the angle is π/4 and that of (t - 1) / (t + 1).
    let isWide = tangent .> 0.414_213_56
    let reduced = tangent.replacing(with: (tangent - 1) / (tangent + 1), where: isWide)
    let square = reduced * reduced
    var sum = square * 8.053_744_5e-2 - 1.387_768_6e-1
    sum = sum * square + 1.997_771_1e-1
    sum = sum * square - 3.333_294_9e-1
    var angle = sum * square * reduced + reduced
    angle.replace(with: angle + 0.785_398_16, where: isWide)
    angle.replace(with: 1.570_796_3 - angle, where: isSteep)
    angle.replace(with: 3.141_592_7 - angle, where: real .< 0)
    return angle.replacing(with: -angle, where: imaginary .< 0)
  }

  /// The cosine and sine of each angle, of up to some millions of radians.
  static func units(angles: Lanes) -> (cosine: Lanes, sine: Lanes) {
    // The rest after whole quarter turns needs double precision: a large angle is known no better than it is stored.
    let wide = SIMD8<Double>(angles)
    let turns = (wide * (2 / Double.pi) + roundingShift) - roundingShift
    let rest = Lanes(wide - turns * (Double.pi / 2))
    let quarter = SIMD8<Int32>(truncatingIfNeeded: SIMD8<Int64>(turns))
    let square = rest * rest
    var sine = square * -1.951_529_6e-4 + 8.332_160_9e-3
    sine = sine * square - 1.666_665_5e-1
    sine = sine * square * rest + rest
    var cosine = square * 2.443_315_7e-5 - 1.388_731_6e-3
    cosine = cosine * square + 4.166_664_6e-2
    cosine = cosine * square * square - 0.5 * square + 1
    let isOdd = (quarter & 1) .!= 0
    let (x, y) = (cosine.replacing(with: sine, where: isOdd), sine.replacing(with: cosine, where: isOdd))
    return (x.replacing(with: -x, where: ((quarter &+ 1) & 2) .!= 0), y.replacing(with: -y, where: (quarter & 2) .!= 0))
  }

  /// Added to a number and taken away again, it leaves the nearest integer, halves going to the even one.
  static let roundingShift = 6_755_399_441_055_744.0

  private static func abs(_ lanes: Lanes) -> Lanes { lanes.replacing(with: -lanes, where: lanes .< 0) }
}
