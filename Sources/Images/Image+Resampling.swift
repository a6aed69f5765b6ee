/// The two passes of resizing.
///
/// Sums are of whole numbers, so that vectors give what one sample after the other gives, to the bit.
extension Image {
  /// Each row with as many columns as `newWidth`.
  func resampledHorizontally(to newWidth: Int) -> Image {
    if newWidth == width { return self }
    let kernel = ResamplingKernel(inputCount: width, outputCount: newWidth)
    let (line, newLine) = (width * channels, newWidth * channels)
    // Pixels of three samples are read and written as four: the last row from a copy with a sample more, and the last
    // pixel of a row, behind which the next row stands already, into one.
    let samples = [UInt8](unsafeUninitializedCapacity: newLine * height + 1) { target, count in
      pixels.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        for y in 0..<height {
          if channels == 1 {
            kernel.resampleGreys(from: source + y * line, to: target + y * newLine)
          } else if y < height - 1 {
            kernel.resamplePixels(from: source + y * line, to: target + y * newLine, channels: channels)
          } else {
            let row = Array(UnsafeBufferPointer(start: source + y * line, count: line)) + [0]
            row.withUnsafeBufferPointer { row in
              guard let row = row.baseAddress else { return }
              kernel.resamplePixels(from: row, to: target + y * newLine, channels: channels)
            }
          }
        }
      }
      count = newLine * height
    }
    return Image(width: newWidth, height: height, channels: channels, pixels: samples)
  }

  /// Each column with as many rows as `newHeight`.
  func resampledVertically(to newHeight: Int) -> Image {
    if newHeight == height { return self }
    let kernel = ResamplingKernel(inputCount: height, outputCount: newHeight)
    let line = width * channels
    var sums = [Int32](repeating: 0, count: line)
    let samples = [UInt8](unsafeUninitializedCapacity: line * newHeight) { target, count in
      pixels.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        sums.withUnsafeMutableBufferPointer { sums in
          for y in 0..<newHeight { kernel.resampleRow(y, of: source, sums: sums, to: target + y * line) }
        }
      }
      count = line * newHeight
    }
    return Image(width: width, height: newHeight, channels: channels, pixels: samples)
  }
}

extension ResamplingKernel {
  /// A row of pixels of one sample.
  fileprivate func resampleGreys(from source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>) {
    weights.withUnsafeBufferPointer { weights in
      for x in 0..<outputCount {
        var sum = Self.half
        for index in 0..<counts[x] { sum &+= Int32(source[starts[x] + index]) &* weights[x * stride + index] }
        target[x] = clipped(sum)
      }
    }
  }

  /// A row of pixels of three or four samples, four of which are read and written for each.
  fileprivate func resamplePixels(
    from source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>, channels: Int
  ) {
    weights.withUnsafeBufferPointer { weights in
      starts.withUnsafeBufferPointer { starts in
        counts.withUnsafeBufferPointer { counts in
          for x in 0..<outputCount {
            var sums = SIMD4<Int32>(repeating: Self.half)
            var from = UnsafeRawPointer(source + starts[x] * channels)
            for index in x * stride..<x * stride + counts[x] {
              let pixel = from.loadUnaligned(as: SIMD4<UInt8>.self)
              sums &+= SIMD4<Int32>(truncatingIfNeeded: pixel) &* weights[index]
              from += channels
            }
            UnsafeMutableRawPointer(target + x * channels).storeBytes(of: clipped(sums), as: SIMD4<UInt8>.self)
          }
        }
      }
    }
  }

  /// A row of the result from the rows of an image; `sums` has as many numbers as a row has samples.
  ///
  /// The compiler makes vectors of these loops.
  fileprivate func resampleRow(
    _ y: Int, of source: UnsafePointer<UInt8>, sums: UnsafeMutableBufferPointer<Int32>,
    to target: UnsafeMutablePointer<UInt8>
  ) {
    sums.update(repeating: Self.half)
    for index in 0..<counts[y] {
      let weight = weights[y * stride + index]
      let row = source + (starts[y] + index) * sums.count
      for x in 0..<sums.count { sums[x] &+= Int32(row[x]) &* weight }
    }
    for x in 0..<sums.count { target[x] = clipped(sums[x]) }
  }
}

/// A fixed-point sum back to 8 bits.
@inline(__always)
private func clipped(_ sum: Int32) -> UInt8 {
  UInt8(truncatingIfNeeded: min(max(sum >> Int32(ResamplingKernel.precision), 0), 255))
}

@inline(__always)
private func clipped(_ sums: SIMD4<Int32>) -> SIMD4<UInt8> {
  SIMD4<UInt8>(
    truncatingIfNeeded: (sums &>> Int32(ResamplingKernel.precision)).clamped(
      lowerBound: .zero, upperBound: .init(repeating: 255)))
}
