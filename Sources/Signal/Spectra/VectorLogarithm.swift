/// Decimal logarithms and their inverse in double precision, without branches, so that loops over them become vector
/// instructions.
///
/// Both are within 3 units in the last place of a double: rounded to single precision, all but one number in a hundred
/// million is that of the C library's functions.
enum VectorLogarithm {
  /// log₁₀ x of a finite number that is not below the least normal one.
  ///
  /// x = 2ᵏ m with m in √½…√2, and ln m = 2 artanh s for s = (m - 1) / (m + 1), whose series in s² is cut as in FDLIBM's
  /// `e_log.c` (Sun Microsystems, 1993).
  @inline(__always)
  static func log10(_ x: Double) -> Double {
    // Moves √½ to the next power of two, so that the exponent's bits are those of k.
    let moved = x.bitPattern &+ 0x0009_5F62_0000_0000
    let exponent = Double(bitPattern: moved >> 52 | 0x4330_0000_0000_0000) - (0x1p52 + 1023)
    let rest = Double(bitPattern: moved & 0x000F_FFFF_FFFF_FFFF &+ 0x3FE6_A09E_0000_0000) - 1
    let s = rest / (rest + 2)
    let square = s * s
    var series = square * 0.147_981_986_051_165_86 + 0.153_138_376_992_093_73
    series = series * square + 0.181_835_721_616_180_5
    series = series * square + 0.222_221_984_321_497_84
    series = series * square + 0.285_714_287_436_623_9
    series = series * square + 0.399_999_999_994_094_2
    series = series * square + 0.666_666_666_666_673_5
    // The logarithm of 2 in two parts, of which the first times any exponent is exact.
    let scaled = (s * (series * square + 2)) * 0.434_294_481_903_251_83
    return exponent * 0.301_029_995_663_611_77 + (exponent * 3.694_239_077_158_930_8e-13 + scaled)
  }

  /// 10ˣ: 0 and infinity where it is beyond the normal numbers.
  ///
  /// 2ⁿ e^r for x = n log₁₀ 2 + r / ln 10, |r| ≤ ½ ln 2, with twelve terms of the exponential series.
  @inline(__always)
  static func power10(_ x: Double) -> Double {
    let whole = x * 3.321_928_094_887_362_3
    // Added to a number and taken away again, it leaves the nearest integer.
    let shift = 0x1.8p52
    let limited = whole < -1022 ? -1022 : (whole > 1023 ? 1023 : whole)
    let shifted = limited + shift
    let n = shifted - shift
    // As above, the logarithm of 2 in two parts: x - n log₁₀ 2 loses no digits.
    let r = ((x - n * 0.301_029_995_663_611_77) - n * 3.694_239_077_158_930_8e-13) * 2.302_585_092_994_046
    var series = r * (1 / 479_001_600.0) + 1 / 39_916_800.0
    series = series * r + 1 / 3_628_800.0
    series = series * r + 1 / 362_880.0
    series = series * r + 1 / 40_320.0
    series = series * r + 1 / 5_040.0
    series = series * r + 1 / 720.0
    series = series * r + 1 / 120.0
    series = series * r + 1 / 24.0
    series = series * r + 1 / 6.0
    series = series * r + 0.5
    series = series * r + 1
    series = series * r + 1
    let scale = Double(bitPattern: (shifted.bitPattern &+ 1023) << 52)
    let result = series * scale
    return whole > 1023 ? .infinity : (whole < -1022 ? 0 : result)
  }
}
