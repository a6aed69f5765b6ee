import Foundation
import Images
import Tensors

/// A memory cache of decoded images after their deterministic transforms.
///
/// `@unchecked Sendable`: the lock guards all mutable state.
final class ImageStore: @unchecked Sendable {
  private struct Entry {
    let image: Image
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
  private var entries: [Key: Entry] = [:]
  private var byteCount = 0

  /// Keeps at most `limit` bytes of pixels.
  init(limit: Int) {
    self.limit = limit
  }

  /// A file's image, as RGB, after all transforms.
  ///
  /// - Throws: ``DatasetError/unreadableImage(path:reason:)``.
  func image(
    at file: URL, transforms: [any ItemTransform], isTraining: Bool, seed: @autoclosure () -> UInt64
  ) throws -> Image {
    let key = Key(file: file, isTraining: isTraining)
    let entry = try lock.withLock { entries[key] } ?? prepared(key, transforms)
    if entry.stage == transforms.count { return entry.image }
    var generator = MersenneTwister(seed: seed())
    return transforms[entry.stage...].reduce(entry.image) {
      $1.apply(to: $0, isTraining: isTraining, using: &generator)
    }
  }

  private func prepared(_ key: Key, _ transforms: [any ItemTransform]) throws -> Entry {
    var image: Image
    do {
      image = try Image(contentsOf: key.file).rgb
    } catch {
      throw DatasetError.unreadableImage(path: key.file.path, reason: "\(error)")
    }
    // Steps before the first random one draw nothing, so any generator will do.
    var unused = MersenneTwister(seed: 0)
    var stage = 0
    while stage < transforms.count, !transforms[stage].isRandom(for: image, isTraining: key.isTraining) {
      image = transforms[stage].apply(to: image, isTraining: key.isTraining, using: &unused)
      stage += 1
    }
    let entry = Entry(image: image, stage: stage)
    lock.withLock {
      if entries[key] == nil, byteCount + image.pixels.count <= limit {
        entries[key] = entry
        byteCount += image.pixels.count
      }
    }
    return entry
  }
}
