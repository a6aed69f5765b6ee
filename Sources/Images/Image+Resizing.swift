extension Image {
  /// Resamples to `width` x `height` with the antialiased triangle filter, bit-identical to Pillow's
  /// `resize(…, BILINEAR)`.
  ///
  /// Two passes with 8-bit samples between them, rows first; columns first when the height shrinks by more than twice
  /// as many pixels as the width, as in Pillow 13. Colours are weighted with their alpha.
  ///
  /// - Precondition: The image has pixels, and both sizes are at least 1.
  public func resized(width newWidth: Int, height newHeight: Int) -> Image {
    guard width > 0 && height > 0 && newWidth > 0 && newHeight > 0 else {
      fatalError("cannot resize \(width) x \(height) pixels to \(newWidth) x \(newHeight); both sides must be positive")
    }
    // Between the passes the image has one of its old sides.
    for (width, height) in [(newWidth, height), (width, newHeight), (newWidth, newHeight)] {
      _ = Self.sampleCount(width, height, channels)
    }
    if newWidth == width && newHeight == height { return self }
    if channels == 4 {
      return premultiplied.resampled(width: newWidth, height: newHeight).unpremultiplied
    }
    return resampled(width: newWidth, height: newHeight)
  }

  private func resampled(width newWidth: Int, height newHeight: Int) -> Image {
    let columnsFirst = newHeight < height && height - newHeight > 2 * (width - newWidth)
    return columnsFirst
      ? resampledVertically(to: newHeight).resampledHorizontally(to: newWidth)
      : resampledHorizontally(to: newWidth).resampledVertically(to: newHeight)
  }

  private func resampledHorizontally(to newWidth: Int) -> Image {
    if newWidth == width { return self }
    let kernel = ResamplingKernel(inputCount: width, outputCount: newWidth)
    let samples = [UInt8](unsafeUninitializedCapacity: newWidth * height * channels) { target, count in
      pixels.withUnsafeBufferPointer { source in
        kernel.weights.withUnsafeBufferPointer { weights in
          for y in 0..<height {
            let line = y * width * channels
            var output = y * newWidth * channels
            for x in 0..<newWidth {
              let first = line + kernel.starts[x] * channels
              for channel in 0..<channels {
                var sum: Int32 = 1 << Int32(ResamplingKernel.precision - 1)
                var from = first + channel
                for index in x * kernel.stride..<x * kernel.stride + kernel.counts[x] {
                  sum &+= Int32(source[from]) &* weights[index]
                  from += channels
                }
                target[output] = clipped(sum)
                output += 1
              }
            }
          }
        }
      }
      count = newWidth * height * channels
    }
    return Image(width: newWidth, height: height, channels: channels, pixels: samples)
  }

  private func resampledVertically(to newHeight: Int) -> Image {
    if newHeight == height { return self }
    let kernel = ResamplingKernel(inputCount: height, outputCount: newHeight)
    let line = width * channels
    var sums = [Int32](repeating: 0, count: line)
    let samples = [UInt8](unsafeUninitializedCapacity: line * newHeight) { target, count in
      pixels.withUnsafeBufferPointer { source in
        sums.withUnsafeMutableBufferPointer { sums in
          for y in 0..<newHeight {
            sums.update(repeating: 1 << Int32(ResamplingKernel.precision - 1))
            for index in 0..<kernel.counts[y] {
              let weight = kernel.weights[y * kernel.stride + index]
              let from = (kernel.starts[y] + index) * line
              for x in 0..<line { sums[x] &+= Int32(source[from + x]) &* weight }
            }
            for x in 0..<line { target[y * line + x] = clipped(sums[x]) }
          }
        }
      }
      count = line * newHeight
    }
    return Image(width: width, height: newHeight, channels: channels, pixels: samples)
  }

  /// Colours times alpha over 255, rounded as Pillow's `convert("RGBa")`.
  private var premultiplied: Image {
    mappingColors { color, alpha in
      let product = Int(color) * Int(alpha) + 128
      return UInt8(((product >> 8) + product) >> 8)
    }
  }

  private var unpremultiplied: Image {
    mappingColors { color, alpha in
      alpha == 0 || alpha == 255 ? color : UInt8(min(255, 255 * Int(color) / Int(alpha)))
    }
  }

  private func mappingColors(_ change: (_ color: UInt8, _ alpha: UInt8) -> UInt8) -> Image {
    var result = self
    var samples = pixels
    for pixel in stride(from: 0, to: samples.count, by: 4) {
      for channel in pixel..<pixel + 3 { samples[channel] = change(samples[channel], samples[pixel + 3]) }
    }
    result.pixels = samples
    return result
  }
}

/// A fixed-point sum back to 8 bits.
@inline(__always)
private func clipped(_ sum: Int32) -> UInt8 {
  UInt8(truncatingIfNeeded: min(max(sum >> Int32(ResamplingKernel.precision), 0), 255))
}
