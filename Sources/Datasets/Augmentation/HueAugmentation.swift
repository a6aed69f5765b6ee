import Foundation
import Tensors

/// Turns the colours of each image around the colour wheel, like fastai's `Hue`.
///
/// The hue, from 0 to 1, is increased by a factor drawn from `1 - change` to `1 / (1 - change)` (so that most draws
/// are near a full turn), in the HSV space of Foley and van Dam. The validation set stays unchanged.
///
/// ```swift
/// let transforms = augTransforms(xtraTransforms: [HueAugmentation(maxChange: 0.1)])
/// ```
public struct HueAugmentation: BatchTransform, Hashable {
  /// The maximum distance of the draw from a full turn.
  public var maxChange: Double
  /// The chance that an image meets it.
  public var probability: Double
  /// True if all images of a batch share one draw.
  public var isShared: Bool

  /// Describes the change.
  ///
  /// - Precondition: a change of at least 0 and less than 1.
  public init(maxChange: Double = 0.1, probability: Double = 0.75, isShared: Bool = false) {
    require((0..<1).contains(maxChange), "a hue cannot change by \(maxChange) of a turn; give less than 1")
    self.maxChange = maxChange
    self.probability = probability
    self.isShared = isShared
  }

  /// With light.
  public var order: Int { 40 }

  /// The batch, with each image's hue rotated by an independent draw.
  public func apply(to batch: Tensor, isTraining: Bool, using generator: inout MersenneTwister) -> Tensor {
    // Grey has no hue.
    guard isTraining, batch.shape[1] != 1 else { return batch }
    var turns: [Double] = []
    for _ in 0..<(isShared ? 1 : batch.shape[0]) {
      let turn = exp((2 * generator.uniform() - 1) * -log(1 - maxChange))
      turns.append(generator.uniform() < probability ? turn : 0)
    }
    return apply((0..<batch.shape[0]).map { turns[isShared ? 0 : $0] }, to: batch)
  }

  /// The batch `[count, channels, height, width]` of RGB or RGBA with each image's hue rotated by a given fraction of the wheel.
  public func apply(_ turns: [Double], to batch: Tensor) -> Tensor {
    require(
      batch.rank == 4 && [3, 4].contains(batch.shape[1]) && turns.count == batch.shape[0],
      "\(turns.count) turns of hue do not fit a batch of shape \(batch.shape); give one per image")
    var result = batch
    let (channels, plane) = (batch.shape[1], batch.shape[2] * batch.shape[3])
    result.withUnsafeMutableScalars { scalars in
      for (item, turn) in turns.enumerated() where turn != 0 {
        for red in item * channels * plane..<item * channels * plane + plane {
          let (green, blue) = (red + plane, red + 2 * plane)
          let color = turned(SIMD3(scalars[red], scalars[green], scalars[blue]), by: Float(turn))
          (scalars[red], scalars[green], scalars[blue]) = (color.x, color.y, color.z)
        }
      }
    }
    return result
  }

  private func turned(_ color: SIMD3<Float>, by turn: Float) -> SIMD3<Float> {
    let (value, range) = (color.max(), color.max() - color.min())
    let saturation = range == 0 ? 0 : range / value
    let distance = range == 0 ? SIMD3<Float>() : (value - color) / range
    var hue: Float
    if color.x == value {
      hue = distance.z - distance.y
    } else if color.y == value {
      hue = 2 + distance.x - distance.z
    } else {
      hue = 4 + distance.y - distance.x
    }
    hue = ((hue / 6 + 1).truncatingRemainder(dividingBy: 1) + turn).truncatingRemainder(dividingBy: 1)
    let sector = (hue * 6).rounded(.down)
    let share = hue * 6 - sector
    func clamped(_ x: Float) -> Float { min(max(x, 0), 1) }
    let low = clamped(value * (1 - saturation))
    let falling = clamped(value * (1 - saturation * share))
    let rising = clamped(value * (1 - saturation * (1 - share)))
    switch Int(sector) % 6 {
    case 0: return SIMD3(value, rising, low)
    case 1: return SIMD3(falling, value, low)
    case 2: return SIMD3(low, value, rising)
    case 3: return SIMD3(low, falling, value)
    case 4: return SIMD3(rising, low, value)
    default: return SIMD3(value, low, falling)
    }
  }
}
