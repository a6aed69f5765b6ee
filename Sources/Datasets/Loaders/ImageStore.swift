import Foundation
import Images
import Tensors

/// A memory cache of decoded images after their deterministic transforms.
///
/// `@unchecked Sendable`: the lock guards all mutable state.
final class ImageStore: @unchecked Sendable {
  private struct Entry {
    let image: Image
    /// Points in the picture as it is, each axis from −1 to 1.
    let points: [SIMD2<Double>]
    /// Number of transforms already applied to the image.
    let stage: Int
  }

  /// A file that is in both sets has two entries: training may stop before a random step that validation does not have.
  private struct Key: Hashable {
    let file: URL
    let isTraining: Bool
  }

  private let lock = NSLock()
  private let limit: Int
  private let channels: ImageChannels
  private var entries: [Key: Entry] = [:]
  private var byteCount = 0

  /// Keeps at most `limit` bytes of pixels.
  init(limit: Int, channels: ImageChannels) {
    self.limit = limit
    self.channels = channels
  }

  /// A file's image after all transforms, and points in it moved along.
  ///
  /// - Parameter points: Points in the file's pixels; always the same for one file.
  /// - Throws: ``DatasetError/unreadableImage(path:reason:)``.
  func image(
    at file: URL, points: [SIMD2<Double>] = [], transforms: [any ItemTransform], isTraining: Bool,
    seed: @autoclosure () -> UInt64
  ) throws -> (image: Image, points: [SIMD2<Double>]) {
    let key = Key(file: file, isTraining: isTraining)
    let entry = try lock.withLock { entries[key] } ?? prepared(key, points, transforms)
    if entry.stage == transforms.count { return (entry.image, entry.points) }
    var generator = MersenneTwister(seed: seed())
    var points = entry.points
    let image = transforms[entry.stage...].reduce(entry.image) {
      $1.apply(to: $0, points: &points, isTraining: isTraining, using: &generator)
    }
    return (image, points)
  }

  private func prepared(
    _ key: Key, _ places: [SIMD2<Double>], _ transforms: [any ItemTransform]
  ) throws -> Entry {
    var image: Image
    do {
      image = try Image(contentsOf: key.file).converted(to: channels)
    } catch {
      throw DatasetError.unreadableImage(path: key.file.path, reason: "\(error)")
    }
    // Steps before the first random one draw nothing, so any generator will do.
    var unused = MersenneTwister(seed: 0)
    let size = ImageSize(width: image.width, height: image.height)
    var points = places.map { ImagePoint.relative($0, to: size) }
    var stage = 0
    while stage < transforms.count, !transforms[stage].isRandom(for: image, isTraining: key.isTraining) {
      image = transforms[stage].apply(to: image, points: &points, isTraining: key.isTraining, using: &unused)
      stage += 1
    }
    let entry = Entry(image: image, points: points, stage: stage)
    lock.withLock {
      if entries[key] == nil, byteCount + image.pixels.count <= limit {
        entries[key] = entry
        byteCount += image.pixels.count
      }
    }
    return entry
  }
}
