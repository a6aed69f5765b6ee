import Foundation
import Images
import Tensors

/// The interpolation between pixels.
///
/// ```swift
/// let turned = AffineAugmentation([.rotate()], interpolation: .bicubic)
/// ```
public enum Interpolation: String, Hashable, Sendable, Codable, CaseIterable {
  /// Weighted by the distance to the four pixels around.
  case bilinear
  /// The nearest pixel.
  case nearest
  /// A cubic through the sixteen pixels around (Keys 1981, a = -0.75).
  case bicubic
}

/// The resampling of a batch at mapped coordinates; the same for all of its images.
///
/// Agrees with PyTorch's `affine_grid` and `grid_sample`, after the shrinking that fastai puts before them.
struct GridSampling {
  /// Size of the result; nil to keep that of the input.
  var size: ImageSize?
  var interpolation = Interpolation.bilinear
  var padMode = PadMode.reflection
  /// True if -1 and 1 are the centres of the outermost pixels, and not their outer edges.
  var alignsCorners = true

  /// Each image of a batch `[count, channels, height, width]`, resampled by its own map.
  func callAsFunction(_ batch: Tensor, geometries: [Geometry]) -> Tensor {
    let (count, channels, height, width) = (batch.shape[0], batch.shape[1], batch.shape[2], batch.shape[3])
    let output = size ?? ImageSize(width: width, height: height)
    let grids = geometries.map { geometry in
      OutputGrid(
        size: output, alignsCorners: alignsCorners, matrix: geometry.matrix(width: width, height: height),
        perspective: geometry.perspective)
    }
    let input = shrunk(batch, for: grids, output: output)
    let source = PaddedAxes(
      width: input.shape[3], height: input.shape[2], padMode: padMode, alignsCorners: alignsCorners)
    let plane = output.width * output.height
    let inputPlane = input.shape[2] * input.shape[3]
    var result = Tensor(zeros: [count, channels, output.height, output.width])
    guard plane > 0 else { return result }
    result.withUnsafeMutableScalars { target in
      input.withUnsafeScalars { scalars in
        parallelFor(count) { item in
          let planes = UnsafeBufferPointer(
            rebasing: scalars[item * channels * inputPlane..<(item + 1) * channels * inputPlane])
          let results = UnsafeMutableBufferPointer(
            rebasing: target[item * channels * plane..<(item + 1) * channels * plane])
          grids[item].withRowBuffers { x, y in
            for row in 0..<output.height {
              grids[item].map(row: row, x: x, y: y)
              let line = Line(x: x, y: y, start: row * output.width, planeCount: plane, channels: channels)
              if interpolation == .bilinear && padMode != .zeros {
                source.place(x: x, y: y)
                sampleInside(planes, at: line, in: source, into: results)
              } else {
                sample(planes, at: line, in: source, into: results)
              }
            }
          }
        }
      }
    }
    return result
  }

  /// A row of the result, and where its pixels come from.
  private struct Line {
    let x: UnsafeMutableBufferPointer<Double>
    let y: UnsafeMutableBufferPointer<Double>
    /// Its first pixel in a plane of the result.
    let start: Int
    let planeCount: Int
    let channels: Int
  }

  /// A row of all planes of one image, pixel by pixel.
  private func sample(
    _ planes: UnsafeBufferPointer<Float>, at line: Line, in source: PaddedAxes,
    into results: UnsafeMutableBufferPointer<Float>
  ) {
    let inputPlane = source.width * source.height
    for column in line.x.indices {
      let taps = taps(at: SIMD2(line.x[column], line.y[column]), in: source)
      for channel in 0..<line.channels {
        var sum: Float = 0
        for tap in taps { sum += planes[channel * inputPlane + tap.offset] * tap.weight }
        results[channel * line.planeCount + line.start + column] = sum
      }
    }
  }

  /// Fast path for the usual mode: all four pixels are inside, because padding has moved the position there.
  private func sampleInside(
    _ planes: UnsafeBufferPointer<Float>, at line: Line, in source: PaddedAxes,
    into results: UnsafeMutableBufferPointer<Float>
  ) {
    let inputPlane = source.width * source.height
    for column in line.x.indices {
      let (px, py) = (line.x[column], line.y[column])
      let (x, y) = (Int(px), Int(py))
      let share = SIMD2<Float>(Float(px - Double(x)), Float(py - Double(y)))
      let first = y * source.width + x
      // At the last column or row the neighbour's weight is 0, so any pixel will do.
      let right = x + 1 < source.width ? 1 : 0
      let below = y + 1 < source.height ? source.width : 0
      for channel in 0..<line.channels {
        let corner = channel * inputPlane + first
        let top = planes[corner] + share.x * (planes[corner + right] - planes[corner])
        let bottom = planes[corner + below] + share.x * (planes[corner + below + right] - planes[corner + below])
        results[channel * line.planeCount + line.start + column] = top + share.y * (bottom - top)
      }
    }
  }

  private func taps(at point: SIMD2<Double>, in source: PaddedAxes) -> TapList {
    let position = source.position(of: point)
    var taps = TapList()
    switch interpolation {
    case .nearest:
      taps.add(
        source.offset(
          x: Int(position.x.rounded(.toNearestOrEven)), y: Int(position.y.rounded(.toNearestOrEven))), 1)
    case .bilinear:
      let corner = position.rounded(.down)
      let share = position - corner
      let (x, y) = (Int(corner.x), Int(corner.y))
      taps.add(source.offset(x: x, y: y), Float((1 - share.x) * (1 - share.y)))
      taps.add(source.offset(x: x + 1, y: y), Float(share.x * (1 - share.y)))
      taps.add(source.offset(x: x, y: y + 1), Float((1 - share.x) * share.y))
      taps.add(source.offset(x: x + 1, y: y + 1), Float(share.x * share.y))
    case .bicubic:
      let free = source.unpaddedPosition(of: point)
      let corner = free.rounded(.down)
      let (columns, rows) = (cubicWeights(free.x - corner.x), cubicWeights(free.y - corner.y))
      for row in 0..<4 {
        for column in 0..<4 {
          let offset = source.paddedOffset(x: Int(corner.x) + column - 1, y: Int(corner.y) + row - 1)
          taps.add(offset, Float(columns[column] * rows[row]))
        }
      }
    }
    return taps
  }

  private func cubicWeights(_ share: Double) -> SIMD4<Double> {
    let a = -0.75
    func near(_ x: Double) -> Double { ((a + 2) * x - (a + 3)) * x * x + 1 }
    func far(_ x: Double) -> Double { ((a * x - 5 * a) * x + 8 * a) * x - 4 * a }
    return SIMD4(far(share + 1), near(share), near(1 - share), far(2 - share))
  }

  /// The batch averaged down first when the result is so much smaller that sampling would skip pixels.
  ///
  /// Shrinks by half of the smaller ratio of sizes, if that is more than 1 and more than the maps magnify.
  private func shrunk(_ batch: Tensor, for grids: [OutputGrid], output: ImageSize) -> Tensor {
    let (height, width) = (batch.shape[2], batch.shape[3])
    let factor = min(Double(height) / Double(output.height), Double(width) / Double(output.width)) / 2
    guard interpolation == .bilinear, factor > 1 else { return batch }
    let extents = grids.map(\.extent)
    let lowest = extents.map(\.lowest).min() ?? .infinity
    let highest = extents.map(\.highest).max() ?? -.infinity
    guard factor > 2 / (highest - lowest) else { return batch }
    return averaged(
      batch, height: Int(Double(height) * (1 / factor)), width: Int(Double(width) * (1 / factor)))
  }
}

/// The means of rectangles that cover the images, like PyTorch's area interpolation.
private func averaged(_ batch: Tensor, height: Int, width: Int) -> Tensor {
  let (oldHeight, oldWidth) = (batch.shape[2], batch.shape[3])
  func range(_ index: Int, _ count: Int, of length: Int) -> Range<Int> {
    index * length / count..<((index + 1) * length + count - 1) / count
  }
  var scalars: [Float] = []
  batch.withUnsafeScalars { source in
    for plane in 0..<batch.shape[0] * batch.shape[1] {
      for y in 0..<height {
        for x in 0..<width {
          let (rows, columns) = (range(y, height, of: oldHeight), range(x, width, of: oldWidth))
          var sum: Float = 0
          for row in rows {
            for column in columns { sum += source[(plane * oldHeight + row) * oldWidth + column] }
          }
          scalars.append(sum / Float(rows.count * columns.count))
        }
      }
    }
  }
  return Tensor(shape: [batch.shape[0], batch.shape[1], height, width], scalars: scalars)
}

/// Up to sixteen pixels and their weights, without an allocation.
private struct TapList: Sequence, IteratorProtocol {
  private var offsets = SIMD16<Int32>()
  private var weights = SIMD16<Float>()
  private var count = 0
  private var position = 0

  /// Notes per pixel; nil is one outside, which counts as 0.
  mutating func add(_ offset: Int?, _ weight: Float) {
    guard let offset else { return }
    offsets[count] = Int32(truncatingIfNeeded: offset)
    weights[count] = weight
    count += 1
  }

  mutating func next() -> (offset: Int, weight: Float)? {
    guard position < count else { return nil }
    defer { position += 1 }
    return (Int(offsets[position]), weights[position])
  }
}
