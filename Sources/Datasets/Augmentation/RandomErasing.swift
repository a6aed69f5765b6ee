import Foundation
import Tensors

/// Random rectangles of noise over the training images, with independent draws for each image.
///
/// A model that must do without a part of the image leans less on any one. Area and proportions are drawn as in
/// fastai's `RandomErasing`, which has one draw per batch; the noise is standard normal, because it follows
/// `Normalize`. Source: Zhong et al., 2017, arXiv:1708.04896.
///
/// ```swift
/// let block = DataBlock(blocks: (.image, .category), batchTransforms: augTransforms() + [RandomErasing(probability: 0.5)])
/// ```
public struct RandomErasing: BatchTransform, Hashable, Codable {
  /// The chance of each image.
  public var probability: Double
  /// The smallest and the largest fraction of the area to erase, over all rectangles together.
  public var area: ClosedRange<Double>
  /// The smallest height over width; the largest is its inverse.
  public var minAspect: Double
  /// The maximum number of rectangles.
  public var maxCount: Int

  /// fastai's defaults, except for the probability, which is 0 there.
  ///
  /// - Precondition: fractions and probability are from 0 to 1, the proportion is above 0 and at most 1, and there is
  ///   at least one rectangle.
  public init(
    probability: Double = 0.5, area: ClosedRange<Double> = 0...0.3, minAspect: Double = 0.3, maxCount: Int = 1
  ) {
    self.probability = probability
    self.area = area
    self.minAspect = minAspect
    self.maxCount = maxCount
    requirePossible()
  }

  private func requirePossible() {
    require(
      (0...1).contains(probability) && area.lowerBound >= 0 && area.upperBound <= 1 && minAspect > 0 && minAspect <= 1
        && maxCount >= 1,
      "\(maxCount) rectangles over \(area) of the area, of proportion \(minAspect), with probability \(probability), "
        + "cannot be erased; fractions are from 0 to 1, and there is at least 1 rectangle")
  }

  /// After `Normalize`.
  public var order: Int { 100 }

  /// The batch with rectangles of noise; only in training.
  public func apply(to batch: Tensor, isTraining: Bool, using generator: inout MersenneTwister) -> Tensor {
    requirePossible()
    guard isTraining else { return batch }
    var result = batch
    let (channels, height, width) = (batch.shape[1], batch.shape[2], batch.shape[3])
    let plane = height * width
    result.withUnsafeMutableScalars { scalars in
      for item in 0..<batch.shape[0] where generator.uniform() < probability {
        let count = 1 + Int(generator.next32()) % maxCount
        for _ in 0..<count {
          let box = rectangle(height: height, width: width, count: count, using: &generator)
          for channel in 0..<channels {
            for row in box.rows {
              let start = (item * channels + channel) * plane + row * width
              for column in box.columns { scalars[start + column] = Float(generator.normal()) }
            }
          }
        }
      }
    }
    return result
  }

  private func rectangle(
    height: Int, width: Int, count: Int, using generator: inout MersenneTwister
  ) -> (rows: Range<Int>, columns: Range<Int>) {
    let share = area.lowerBound + (area.upperBound - area.lowerBound) * generator.uniform()
    let pixels = share * Double(height * width) / Double(count)
    let bound = log(1 / minAspect)
    let aspect = exp(-bound + 2 * bound * generator.uniform())
    func range(_ side: Double, within length: Int) -> Range<Int> {
      let side = min(Int(side.rounded(.toNearestOrEven)), length)
      let start = Int(generator.uniform() * Double(length - side + 1))
      return start..<min(length, start + side)
    }
    return (
      range((pixels * aspect).squareRoot(), within: height), range((pixels / aspect).squareRoot(), within: width)
    )
  }
}
