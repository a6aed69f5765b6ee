import Foundation
import Tensors

/// Fraction of each number that belongs to one of two parts: xᵖ / (xᵖ + (margin · y)ᵖ), `librosa.util.softmask`.
struct SoftMask {
  let power: Double
  let margin: Double
  /// The weight where both are 0.
  let atSilence: Float

  /// The weights of `part`, of its shape.
  func callAsFunction(_ part: Tensor, over other: Tensor) -> Tensor {
    var mask = Tensor(uninitialized: part.shape)
    mask.withUnsafeMutableScalars { target in
      part.withUnsafeScalars { part in
        other.withUnsafeScalars { other in
          parallelFor(part.count, grain: 1 << 15) { range in
            switch power {
            case 1: fill(target, range) { weight(part[$0], other[$0]) { $0 } }
            case 2: fill(target, range) { weight(part[$0], other[$0]) { $0 * $0 } }
            case .infinity: fill(target, range) { part[$0] > Float(margin) * other[$0] ? 1 : 0 }
            default: fill(target, range) { weight(part[$0], other[$0]) { pow($0, Float(power)) } }
            }
          }
        }
      }
    }
    return mask
  }

  @inline(__always) private func fill(
    _ target: UnsafeMutableBufferPointer<Float>, _ range: Range<Int>, _ weight: (Int) -> Float
  ) { for index in range { target[index] = weight(index) } }

  /// Both are divided by the larger one first, so no power overflows.
  @inline(__always) private func weight(_ part: Float, _ other: Float, _ raised: (Float) -> Float) -> Float {
    let other = Float(margin) * other
    let larger = max(part, other)
    guard larger >= .leastNormalMagnitude else { return atSilence }
    let (x, y) = (raised(part / larger), raised(other / larger))
    return x / (x + y)
  }
}
