import Foundation
import Images
import Tensors

/// A random rectangle of the images, resized to one size; the same for all images of a batch.
///
/// The area is a uniform fraction of the image's, the proportions are uniform in their logarithm, and after ten draws
/// that do not fit the largest centred rectangle is used. The validation set always gets that one. Agrees with fastai's
/// `RandomResizedCropGPU`.
///
/// ```swift
/// let crop = RandomResizedCrop(size: 96, minScale: 0.35)
/// ```
public struct RandomResizedCrop: BatchTransform, Hashable, Codable {
  /// The size of the result.
  public var size: ImageSize
  /// The smallest fraction of the area.
  public var minScale: Double
  /// The smallest and the largest ratio of width to height.
  public var ratio: ClosedRange<Double>

  /// Describes the crop.
  ///
  /// - Precondition: `minScale` is above 0 and at most 1, and `ratio` above 0.
  public init(size: ImageSize, minScale: Double = 0.08, ratio: ClosedRange<Double> = 3 / 4...4 / 3) {
    defer { requirePossible() }
    self.size = size
    self.minScale = minScale
    self.ratio = ratio
  }

  private func requirePossible() {
    require(
      minScale > 0 && minScale <= 1 && ratio.lowerBound > 0 && ratio.upperBound.isFinite,
      "a crop of \(minScale) of the area or more, \(ratio) times as wide as high, leaves no image; "
        + "the fraction is above 0 and at most 1, ratios are above 0")
  }

  /// With geometry.
  public var order: Int { 30 }

  /// The cropped and resampled batch.
  public func apply(to batch: Tensor, isTraining: Bool, using generator: inout MersenneTwister) -> Tensor {
    var points: [[SIMD2<Double>]] = []
    return apply(to: batch, points: &points, isTraining: isTraining, using: &generator)
  }

  /// The cropped and resampled batch, and points that are where they were in the pictures.
  public func apply(
    to batch: Tensor, points: inout [[SIMD2<Double>]], isTraining: Bool, using generator: inout MersenneTwister
  ) -> Tensor {
    requirePossible()
    let (height, width) = (batch.shape[2], batch.shape[3])
    var crop = isTraining ? drawn(width: width, height: height, using: &generator) : nil
    if crop == nil { crop = largest(width: width, height: height) }
    guard let crop else { return batch }
    points = points.map { points in
      points.map {
        ImagePoint.relative(
          $0, of: ImageSize(width: width, height: height), toCornerX: crop.x, y: crop.y,
          part: ImageSize(width: crop.width, height: crop.height))
      }
    }
    return GridSampling(size: size)(
      cut(batch, to: crop), geometries: [Geometry](repeating: Geometry(), count: batch.shape[0]))
  }

  private struct Rectangle {
    let x: Int
    let y: Int
    let width: Int
    let height: Int
  }

  private func drawn(width: Int, height: Int, using generator: inout MersenneTwister) -> Rectangle? {
    for _ in 0..<10 {
      let area = (minScale + (1 - minScale) * generator.uniform()) * Double(width * height)
      let (low, high) = (log(ratio.lowerBound), log(ratio.upperBound))
      let proportion = exp(low + (high - low) * generator.uniform())
      let cutWidth = Int((area * proportion).squareRoot().rounded(.toNearestOrEven))
      let cutHeight = Int((area / proportion).squareRoot().rounded(.toNearestOrEven))
      if cutWidth <= width, cutHeight <= height, cutWidth > 0, cutHeight > 0 {
        return Rectangle(
          x: Int(generator.next32()) % (width - cutWidth + 1), y: Int(generator.next32()) % (height - cutHeight + 1),
          width: cutWidth, height: cutHeight)
      }
    }
    return nil
  }

  private func largest(width: Int, height: Int) -> Rectangle {
    let proportion = Double(width) / Double(height)
    var (cutWidth, cutHeight) = (width, height)
    if proportion < ratio.lowerBound {
      cutHeight = Int(Double(width) / ratio.lowerBound)
    } else if proportion > ratio.upperBound {
      cutWidth = Int(Double(height) * ratio.upperBound)
    }
    return Rectangle(
      x: (width - cutWidth) / 2, y: (height - cutHeight) / 2, width: cutWidth, height: cutHeight)
  }

  private func cut(_ batch: Tensor, to crop: Rectangle) -> Tensor {
    let (height, width) = (batch.shape[2], batch.shape[3])
    var scalars: [Float] = []
    batch.withUnsafeScalars { source in
      for plane in 0..<batch.shape[0] * batch.shape[1] {
        for row in crop.y..<crop.y + crop.height {
          let start = (plane * height + row) * width + crop.x
          scalars += source[start..<start + crop.width]
        }
      }
    }
    return Tensor(shape: [batch.shape[0], batch.shape[1], crop.height, crop.width], scalars: scalars)
  }
}
