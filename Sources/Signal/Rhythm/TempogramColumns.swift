import Foundation
import Tensors

/// The columns of a tempogram one by one, in double precision.
struct TempogramColumns {
  let frameCount: Int
  let isCentered: Bool
  let weights: [Double]
  let norm: Normalization

  /// Number of columns: as many as frames if windows are centred.
  var count: Int { isCentered ? frameCount : max(0, frameCount - weights.count + 1) }

  /// A row of strengths, with slopes to 0 before and after it if windows are centred.
  func padded(_ strength: Tensor, row: Int) -> [Double] {
    let lead = isCentered ? weights.count / 2 : 0
    return strength.withUnsafeScalars { scalars in
      let line = scalars[row * frameCount..<(row + 1) * frameCount].map { Double($0) }
      guard lead > 0, let first = line.first, let last = line.last else { return line }
      // Single precision, as NumPy keeps the kind of numbers.
      let slope = (0..<lead).map { Double(Float(first / Double(lead) * Double($0))) }
      let fall = (0..<lead).reversed().map { Double(Float(last / Double(lead) * Double($0))) }
      return slope + line + fall
    }
  }

  /// Calls `body` with a frame and the numbers of its lags, which are valid during the call.
  func forEach(in frames: Range<Int>, of curve: [Double], _ body: (Int, UnsafeMutablePointer<Double>) -> Void) {
    let autocorrelation = WindowedAutocorrelation(weights: weights)
    curve.withUnsafeBufferPointer { curve in
      guard let base = curve.baseAddress else { return }
      for frame in frames {
        let values = autocorrelation(base + frame)
        let length = length(of: values)
        if length != 1 { for lag in 0..<weights.count { values[lag] /= length } }
        body(frame, values)
      }
    }
  }

  private func length(of values: UnsafeMutablePointer<Double>) -> Double {
    var length = 0.0
    switch norm {
    case .none: return 1
    case .maximum: for lag in 0..<weights.count { length = max(length, abs(values[lag])) }
    case .norm(let p):
      for lag in 0..<weights.count { length += pow(abs(values[lag]), p) }
      length = pow(length, 1 / p)
    }
    return length < .leastNormalMagnitude ? 1 : length
  }
}
