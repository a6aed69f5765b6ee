import Tensors

/// A step from one stack of images to another, `[count, channels, height, width]` with samples from 0 to 1.
///
/// Steps run in the order of `order`. All geometry is combined into one step, and so is all lighting; of other steps
/// with the same type, the last one is used, as in fastai.
///
/// ```swift
/// struct Darken: BatchTransform {
///   var order: Int { 50 }
///   func apply(to batch: Tensor, isTraining: Bool, using generator: inout MersenneTwister) -> Tensor {
///     isTraining ? Tensor(shape: batch.shape, scalars: batch.scalars.map { $0 / 2 }) : batch
///   }
/// }
/// ```
public protocol BatchTransform: Sendable, CustomStringConvertible {
  /// The position among the steps: 30 for geometry, 40 for lighting, 99 for `Normalize`.
  var order: Int { get }

  /// The batch after the step.
  ///
  /// - Parameters:
  ///   - isTraining: false for the validation set, which augmentations leave as it is.
  ///   - generator: the random generator, a separate one for every batch and pass.
  func apply(to batch: Tensor, isTraining: Bool, using generator: inout MersenneTwister) -> Tensor

  /// The batch after the step, and points in its pictures moved along, a list for each with both axes from −1 to 1; they
  /// stay where they are by default.
  func apply(
    to batch: Tensor, points: inout [[SIMD2<Double>]], isTraining: Bool, using generator: inout MersenneTwister
  ) -> Tensor
}

extension BatchTransform {
  /// The batch after the step; the points stay.
  public func apply(
    to batch: Tensor, points: inout [[SIMD2<Double>]], isTraining: Bool, using generator: inout MersenneTwister
  ) -> Tensor {
    apply(to: batch, isTraining: isTraining, using: &generator)
  }

  /// The name of the type.
  public var description: String { String(describing: Self.self) }
}

/// Subtracts each channel's mean and divides by its standard deviation, `(x - mean) / standardDeviation`.
///
/// Agrees with fastai's `Normalize.from_stats`; ``imagenet`` contains the statistics that pretrained models expect.
///
/// ```swift
/// let normalize = Normalize(mean: [0.485, 0.456, 0.406], standardDeviation: [0.229, 0.224, 0.225])
/// ```
public struct Normalize: BatchTransform, Hashable, Codable {
  /// The mean that is subtracted from each channel.
  public var mean: [Float]
  /// The standard deviation by which each channel is divided.
  public var standardDeviation: [Float]

  /// Combines the mean and the standard deviation of each channel.
  ///
  /// - Precondition: equal lengths, and no deviation of 0.
  public init(mean: [Float], standardDeviation: [Float]) {
    require(
      mean.count == standardDeviation.count && !standardDeviation.contains(0),
      "cannot normalise with means \(mean) and standard deviations \(standardDeviation); "
        + "give one of each per channel, and no standard deviation of 0")
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// Decodes statistics; invalid ones are an error.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    mean = try values.decode([Float].self, forKey: .mean)
    standardDeviation = try values.decode([Float].self, forKey: .standardDeviation)
    guard mean.count == standardDeviation.count, !standardDeviation.contains(0) else {
      throw DecodingError.dataCorruptedError(
        forKey: .standardDeviation, in: values,
        debugDescription: "\(standardDeviation) cannot be the standard deviations of channels with means \(mean)")
    }
  }

  /// The statistics of ImageNet's training images, as RGB from 0 to 1.
  public static let imagenet = Normalize(mean: [0.485, 0.456, 0.406], standardDeviation: [0.229, 0.224, 0.225])

  /// After all others.
  public var order: Int { 99 }

  /// The normalised batch, in training and validation alike.
  public func apply(to batch: Tensor, isTraining: Bool, using generator: inout MersenneTwister) -> Tensor {
    mappingChannels(of: batch) { ($0 - $1) / $2 }
  }

  /// The batch before normalisation, `x * standardDeviation + mean`.
  public func decoded(_ batch: Tensor) -> Tensor {
    mappingChannels(of: batch) { $0 * $2 + $1 }
  }

  private func mappingChannels(of batch: Tensor, _ change: (Float, Float, Float) -> Float) -> Tensor {
    require(
      batch.rank == 4 && batch.shape[1] == mean.count,
      "\(mean.count) channels of statistics do not fit a batch of shape \(batch.shape); give one per channel")
    var result = batch
    let plane = batch.shape[2] * batch.shape[3]
    result.withUnsafeMutableScalars { scalars in
      for start in 0..<batch.shape[0] * batch.shape[1] {
        let channel = start % mean.count
        for index in start * plane..<(start + 1) * plane {
          scalars[index] = change(scalars[index], mean[channel], standardDeviation[channel])
        }
      }
    }
    return result
  }
}
