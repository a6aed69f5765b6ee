import Tensors

/// The median of the numbers about each one, along one axis, the ends being mirrored: `scipy.ndimage.median_filter`.
///
/// Number n becomes the one at place ⌊width / 2⌋ in order of numbers n - ⌊width / 2⌋ … n - ⌊width / 2⌋ + width - 1.
struct MedianFilter {
  let width: Int

  /// Along the last axis of `[…, bins, frames]`.
  func alongTime(of array: Tensor) -> Tensor {
    let spectra = SpectrogramFrames(array)
    let (frames, lines) = (spectra.frames, spectra.channels * spectra.bins)
    var result = Tensor(uninitialized: array.shape)
    result.withUnsafeMutableScalars { target in
      array.withUnsafeScalars { source in
        parallelFor(lines, grain: 16) { range in
          var window = MedianWindow(width: width)
          for line in range {
            window.filter(
              UnsafeBufferPointer(rebasing: source[line * frames..<(line + 1) * frames]),
              into: UnsafeMutableBufferPointer(rebasing: target[line * frames..<(line + 1) * frames]))
          }
        }
      }
    }
    return result
  }

  /// Along the axis before the last of `[…, bins, frames]`.
  func alongBands(of array: Tensor) -> Tensor {
    let spectra = SpectrogramFrames(array)
    let (bins, frames) = (spectra.bins, spectra.frames)
    var result = Tensor(uninitialized: array.shape)
    result.withUnsafeMutableScalars { target in
      array.withUnsafeScalars { source in
        for channel in 0..<spectra.channels {
          let first = channel * bins * frames
          // Sixteen frames fill a line of the cache, so columns are turned into rows and back by as many.
          parallelFor(frames, grain: 16) { range in
            let width = range.count
            var window = MedianWindow(width: self.width)
            withUnsafeTemporaryAllocation(of: Float.self, capacity: width * bins) { block in
              for bin in 0..<bins {
                let line = first + bin * frames + range.lowerBound
                for column in 0..<width { block[column * bins + bin] = source[line + column] }
              }
              for column in 0..<width {
                let line = UnsafeMutableBufferPointer(rebasing: block[column * bins..<(column + 1) * bins])
                window.filter(UnsafeBufferPointer(line), into: line)
              }
              for bin in 0..<bins {
                let line = first + bin * frames + range.lowerBound
                for column in 0..<width { target[line + column] = block[column * bins + bin] }
              }
            }
          }
        }
      }
    }
    return result
  }
}

/// The numbers under a median as it moves along a line, in order of arrival and sorted.
private struct MedianWindow {
  private let width: Int
  private var extended: [Float] = []
  private var sorted: [Float]

  init(width: Int) {
    self.width = width
    sorted = [Float](repeating: 0, count: width)
  }

  /// Writes the median about each number of `source`; `target` may be the same memory.
  mutating func filter(_ source: UnsafeBufferPointer<Float>, into target: UnsafeMutableBufferPointer<Float>) {
    guard !source.isEmpty else { return }
    extend(source)
    let (width, middle) = (width, width / 2)
    extended.withUnsafeBufferPointer { line in
      sorted.withUnsafeMutableBufferPointer { sorted in
        for index in 0..<width { sorted[index] = line[index] }
        sorted.sort()
        target[0] = sorted[middle]
        for place in 1..<max(1, target.count) {
          Self.replace(line[place - 1], with: line[place + width - 1], in: sorted)
          target[place] = sorted[middle]
        }
      }
    }
  }

  /// Moves the numbers between an old and a new one by a place, and puts the new one in.
  @inline(__always) private static func replace(
    _ old: Float, with new: Float, in sorted: UnsafeMutableBufferPointer<Float>
  ) {
    if old == new { return }
    // Counting has no branch to mispredict, and as few as 31 numbers are compared in a few steps.
    var place = 0
    for value in sorted { place += value < old ? 1 : 0 }
    if new > old {
      while place + 1 < sorted.count, sorted[place + 1] < new {
        sorted[place] = sorted[place + 1]
        place += 1
      }
    } else {
      while place > 0, sorted[place - 1] > new {
        sorted[place] = sorted[place - 1]
        place -= 1
      }
    }
    sorted[place] = new
  }

  /// The line with `width - 1` numbers more, mirrored at both ends.
  private mutating func extend(_ source: UnsafeBufferPointer<Float>) {
    let (count, lead) = (source.count, width / 2)
    let period = 2 * count
    extended.removeAll(keepingCapacity: true)
    extended.reserveCapacity(count + width)
    func mirrored(_ index: Int) -> Float {
      let phase = ((index % period) + period) % period
      return source[phase < count ? phase : period - 1 - phase]
    }
    for index in -lead..<0 { extended.append(mirrored(index)) }
    extended.append(contentsOf: source)
    for index in count..<count + width - 1 - lead { extended.append(mirrored(index)) }
  }
}
