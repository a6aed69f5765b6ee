import Foundation
import Images
import Tensors

/// The way of an image from its file into a batch: transforms of items, stacking, transforms of batches.
struct ImagePipeline: Sendable {
  let channels: ImageChannels
  let itemTransforms: [any ItemTransform]
  var batchTransforms: [any BatchTransform]

  /// Joins geometry and light into one step each, and arranges all by their order.
  init(
    channels: ImageChannels = .rgb, itemTransforms: [any ItemTransform], batchTransforms: [any BatchTransform]
  ) {
    self.channels = channels
    self.itemTransforms = arranged(itemTransforms) { $0.order }
    self.batchTransforms = arranged(joined(batchTransforms)) { $0.order }
  }

  /// The normalisation among the transforms.
  var normalization: Normalize? {
    batchTransforms.lazy.compactMap { $0 as? Normalize }.first
  }

  /// Stacks images of one size to `[count, channels, height, width]`, samples divided by 255.
  ///
  /// - Throws: ``DatasetError/mixedSizes(first:firstSize:other:otherSize:)``.
  func stack(_ images: [Image], names: [String]) throws -> Tensor {
    guard let first = images.first else { return Tensor(zeros: [0, channels.rawValue, 0, 0]) }
    if let other = images.firstIndex(where: { $0.width != first.width || $0.height != first.height }) {
      throw DatasetError.mixedSizes(
        first: names[0], firstSize: [channels.rawValue, first.height, first.width], other: names[other],
        otherSize: [channels.rawValue, images[other].height, images[other].width])
    }
    let plane = first.width * first.height
    let levels = (0..<256).map { Float($0) / 255 }
    let channels = channels
    let count = channels.rawValue
    var batch = Tensor(zeros: [images.count, count, first.height, first.width])
    batch.withUnsafeMutableScalars { target in
      levels.withUnsafeBufferPointer { levels in
        for (index, image) in images.enumerated() {
          let start = index * count * plane
          image.converted(to: channels).pixels.withUnsafeBufferPointer { pixels in
            for channel in 0..<count {
              let first = start + channel * plane
              for pixel in 0..<plane { target[first + pixel] = levels[Int(pixels[count * pixel + channel])] }
            }
          }
        }
      }
    }
    return batch
  }

  /// The batch after all transforms of batches.
  func transformed(_ batch: Tensor, isTraining: Bool, using generator: inout MersenneTwister) -> Tensor {
    batchTransforms.reduce(batch) { $1.apply(to: $0, isTraining: isTraining, using: &generator) }
  }

  /// The batch after all transforms of batches, and its points moved along.
  func transformed(
    _ batch: Tensor, points: inout [[SIMD2<Double>]], isTraining: Bool, using generator: inout MersenneTwister
  ) -> Tensor {
    batchTransforms.reduce(batch) { $1.apply(to: $0, points: &points, isTraining: isTraining, using: &generator) }
  }

  /// One image as a batch of one, prepared like those of the validation set: `[1, channels, height, width]`.
  func input(for image: Image) throws -> Tensor {
    var generator = MersenneTwister(seed: 0)
    let sized = itemTransforms.reduce(image.converted(to: channels)) {
      $1.apply(to: $0, isTraining: false, using: &generator)
    }
    return transformed(try stack([sized], names: []), isTraining: false, using: &generator)
  }

  /// The images of a batch, for eyes: normalisation undone, samples clipped to 0...1 and multiplied by 255.
  func pictures(in batch: Tensor) -> [Image] {
    let plain = normalization?.decoded(batch) ?? batch
    let (count, height, width) = (batch.shape[1], batch.shape[2], batch.shape[3])
    let plane = height * width
    return plain.withUnsafeScalars { scalars in
      (0..<batch.shape[0]).map { item in
        var pixels: [UInt8] = []
        pixels.reserveCapacity(count * plane)
        for pixel in 0..<plane {
          for channel in 0..<count {
            let sample = scalars[(item * count + channel) * plane + pixel]
            pixels.append(UInt8((min(max(sample.isNaN ? 0 : sample, 0), 1) * 255).rounded()))
          }
        }
        return Image(width: width, height: height, channels: count, pixels: pixels)
      }
    }
  }
}
