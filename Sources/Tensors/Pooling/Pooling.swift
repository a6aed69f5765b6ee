extension Tensor {
  /// The largest value under each window (`torch.nn.functional.max_pool2d`). Padding counts as -infinity; of equal values
  /// the first in row-major order takes the gradient.
  ///
  /// - Parameter stride: the kernel's size if nil.
  /// - Returns: `[N, C, (H + 2·padding - kernelSize) / stride + 1, …]`.
  public func maxPool2d(kernelSize: Int, stride: Int? = nil, padding: Int = 0) -> Tensor {
    let windows = PoolingWindows(input: shape, kernelSize: kernelSize, stride: stride ?? kernelSize, padding: padding)
    return maxPooled(windows)
  }

  /// The mean under each window, padding counted as zeros (`torch.nn.functional.avg_pool2d`).
  ///
  /// - Parameter stride: the kernel's size if nil.
  /// - Returns: `[N, C, (H + 2·padding - kernelSize) / stride + 1, …]`.
  public func avgPool2d(kernelSize: Int, stride: Int? = nil, padding: Int = 0) -> Tensor {
    var windows = PoolingWindows(input: shape, kernelSize: kernelSize, stride: stride ?? kernelSize, padding: padding)
    windows.divisor = kernelSize * kernelSize
    return avgPooled(windows)
  }

  /// The largest value of each cell of a grid laid over the image (`torch.nn.functional.adaptive_max_pool2d`).
  ///
  /// - Returns: `[N, C, outputSize, outputSize]` for images of `[N, C, H, W]`.
  public func adaptiveMaxPool2d(outputSize: Int = 1) -> Tensor {
    maxPooled(PoolingWindows(input: shape, gridSize: outputSize))
  }

  /// The mean of each cell of a grid laid over the image (`torch.nn.functional.adaptive_avg_pool2d`).
  ///
  /// - Returns: `[N, C, outputSize, outputSize]` for images of `[N, C, H, W]`.
  public func adaptiveAvgPool2d(outputSize: Int = 1) -> Tensor {
    avgPooled(PoolingWindows(input: shape, gridSize: outputSize))
  }

  private func maxPooled(_ windows: PoolingWindows) -> Tensor {
    let input = converted(to: .channelsLast)
    let result = Tensor(uninitialized: windows.outputShape, layout: .channelsLast)
    let places = TensorStorage(uninitialized: isTracked ? result.count : 0)
    let isTracked = isTracked
    let channels = shape[1]
    windows.forEachOutput { image, output, rows, columns in
      let x = input.storage.base + image * windows.inputPixels * channels
      let y = result.storage.base + output * channels
      for channel in stride(from: 0, to: channels, by: Lanes.width) {
        let count = Swift.min(Lanes.width, channels &- channel)
        var best = Lanes(repeating: -.infinity)
        var place = Lanes.MaskStorage(
          repeating: Int32(truncatingIfNeeded: rows.lowerBound &* windows.inputWidth &+ columns.lowerBound))
        for row in rows {
          for column in columns {
            let pixel = row &* windows.inputWidth &+ column
            let value = Lanes(at: x + (pixel &* channels &+ channel))
            let wins = (value .> best) .| (value .!= value)
            best.replace(with: value, where: wins)
            place.replace(with: Int32(truncatingIfNeeded: pixel), where: wins)
          }
        }
        best.store(to: y + channel, count: count)
        if isTracked {
          unsafeBitCast(place, to: Lanes.self).store(to: places.base + (output &* channels &+ channel), count: count)
        }
      }
    }
    return Tensor.recorded(result, from: [self]) { [shape] gradient in
      let gradient = gradient.converted(to: .channelsLast)
      let spread = Tensor.channelsLastZeros(shape)
      parallelFor(shape[0]) { image in
        let dx = spread.storage.base + image * windows.inputPixels * channels
        let dy = gradient.storage.base
        for output in (image * windows.outputPixels)..<((image + 1) * windows.outputPixels) {
          for channel in 0..<channels {
            let index = output &* channels &+ channel
            let place = Int(truncatingIfNeeded: places.base[index].bitPattern)
            dx[place &* channels &+ channel] += dy[index]
          }
        }
      }
      return [spread]
    }
  }

  private func avgPooled(_ windows: PoolingWindows) -> Tensor {
    let input = converted(to: .channelsLast)
    let result = Tensor(uninitialized: windows.outputShape, layout: .channelsLast)
    let channels = shape[1]
    windows.forEachOutput { image, output, rows, columns in
      let x = input.storage.base + image * windows.inputPixels * channels
      let y = result.storage.base + output * channels
      y.update(repeating: 0, count: channels)
      for row in rows {
        for column in columns {
          let pixel = x + (row * windows.inputWidth + column) * channels
          for channel in 0..<channels { y[channel] += pixel[channel] }
        }
      }
      let share = 1 / Float(windows.divisor ?? rows.count * columns.count)
      for channel in 0..<channels { y[channel] *= share }
    }
    return Tensor.recorded(result, from: [self]) { [shape] gradient in
      let gradient = gradient.converted(to: .channelsLast)
      let spread = Tensor.channelsLastZeros(shape)
      windows.forEachOutput { image, output, rows, columns in
        let dx = spread.storage.base + image * windows.inputPixels * channels
        let dy = gradient.storage.base + output * channels
        let share = 1 / Float(windows.divisor ?? rows.count * columns.count)
        for row in rows {
          for column in columns {
            let pixel = dx + (row * windows.inputWidth + column) * channels
            for channel in 0..<channels { pixel[channel] += dy[channel] * share }
          }
        }
      }
      return [spread]
    }
  }

  /// Zeros with an image's layout.
  static func channelsLastZeros(_ shape: [Int]) -> Tensor {
    let zeros = Tensor(uninitialized: shape, layout: .channelsLast)
    let base = zeros.storage.base
    parallelFor(zeros.count, grain: 1 << 16) { (base + $0.lowerBound).update(repeating: 0, count: $0.count) }
    return zeros
  }
}
