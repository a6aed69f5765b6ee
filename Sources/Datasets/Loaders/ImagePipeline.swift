import Foundation
import Images
import Tensors

/// The way of an image from its file into a batch: transforms of items, stacking, transforms of batches.
struct ImagePipeline: Sendable {
  let itemTransforms: [any ItemTransform]
  var batchTransforms: [any BatchTransform]

  /// Joins geometry and light into one step each, and arranges all by their order.
  init(itemTransforms: [any ItemTransform], batchTransforms: [any BatchTransform]) {
    self.itemTransforms = arranged(itemTransforms) { $0.order }
    self.batchTransforms = arranged(joined(batchTransforms)) { $0.order }
  }

  /// The normalisation among the transforms.
  var normalization: Normalize? {
    batchTransforms.lazy.compactMap { $0 as? Normalize }.first
  }

  /// Stacks images of one size to `[count, 3, height, width]`, samples divided by 255.
  ///
  /// - Throws: ``DatasetError/mixedSizes(first:firstSize:other:otherSize:)``.
  func stack(_ images: [Image], names: [String]) throws -> Tensor {
    guard let first = images.first else { return Tensor(zeros: [0, 3, 0, 0]) }
    if let other = images.firstIndex(where: { $0.width != first.width || $0.height != first.height }) {
      throw DatasetError.mixedSizes(
        first: names[0], firstSize: [3, first.height, first.width], other: names[other],
        otherSize: [3, images[other].height, images[other].width])
    }
    let plane = first.width * first.height
    let levels = (0..<256).map { Float($0) / 255 }
    var batch = Tensor(zeros: [images.count, 3, first.height, first.width])
    batch.withUnsafeMutableScalars { target in
      levels.withUnsafeBufferPointer { levels in
        for (index, image) in images.enumerated() {
          let start = index * 3 * plane
          image.pixels.withUnsafeBufferPointer { pixels in
            for pixel in 0..<plane {
              target[start + pixel] = levels[Int(pixels[3 * pixel])]
              target[start + plane + pixel] = levels[Int(pixels[3 * pixel + 1])]
              target[start + 2 * plane + pixel] = levels[Int(pixels[3 * pixel + 2])]
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

  /// One image as a batch of one, prepared like those of the validation set: `[1, 3, height, width]`.
  func input(for image: Image) throws -> Tensor {
    var generator = MersenneTwister(seed: 0)
    let sized = itemTransforms.reduce(image.rgb) { $1.apply(to: $0, isTraining: false, using: &generator) }
    return transformed(try stack([sized], names: []), isTraining: false, using: &generator)
  }

  /// The images of a batch, for eyes: normalisation undone, samples clipped to 0...1 and multiplied by 255.
  func pictures(in batch: Tensor) -> [Image] {
    let plain = normalization?.decoded(batch) ?? batch
    let (height, width) = (batch.shape[2], batch.shape[3])
    let plane = height * width
    return plain.withUnsafeScalars { scalars in
      (0..<batch.shape[0]).map { item in
        var pixels: [UInt8] = []
        pixels.reserveCapacity(3 * plane)
        for pixel in 0..<plane {
          for channel in 0..<3 {
            let sample = scalars[(item * 3 + channel) * plane + pixel]
            pixels.append(UInt8((min(max(sample.isNaN ? 0 : sample, 0), 1) * 255).rounded()))
          }
        }
        return Image(width: width, height: height, channels: 3, pixels: pixels)
      }
    }
  }
}
