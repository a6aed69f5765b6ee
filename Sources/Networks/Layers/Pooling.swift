import Tensors

/// The largest number of each window; padding never wins.
///
/// Input `[count, channels, height, width]`; the sides of the output are (side + 2 padding − kernel) / stride + 1.
///
/// ```swift
/// MaxPool2D(kernelSize: 2)(Tensor(zeros: [1, 3, 32, 32])).shape  // [1, 3, 16, 16]
/// ```
public struct MaxPool2D: Layer {
  /// Side of a window.
  public let kernelSize: Int

  /// Pixels from one window to the next.
  public let stride: Int

  /// Pixels added on each side.
  public let padding: Int

  /// Windows are side by side unless told otherwise.
  public init(kernelSize: Int, stride: Int? = nil, padding: Int = 0) {
    self.kernelSize = kernelSize
    self.stride = stride ?? kernelSize
    self.padding = padding
  }

  /// Pools a batch.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    input.maxPool2d(kernelSize: kernelSize, stride: stride, padding: padding)
  }

  /// `MaxPool2D 3×3, stride 2`
  public var title: String { "MaxPool2D \(kernelSize)×\(kernelSize), stride \(stride)" }
}

/// The mean of each window, padding counted as zeros.
///
/// ```swift
/// AveragePool2D(kernelSize: 2)(Tensor(zeros: [1, 3, 32, 32])).shape  // [1, 3, 16, 16]
/// ```
public struct AveragePool2D: Layer {
  /// Side of a window.
  public let kernelSize: Int

  /// Pixels from one window to the next.
  public let stride: Int

  /// Pixels added on each side.
  public let padding: Int

  /// Windows are side by side unless told otherwise.
  public init(kernelSize: Int, stride: Int? = nil, padding: Int = 0) {
    self.kernelSize = kernelSize
    self.stride = stride ?? kernelSize
    self.padding = padding
  }

  /// Pools a batch.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    input.avgPool2d(kernelSize: kernelSize, stride: stride, padding: padding)
  }

  /// `AveragePool2D 2×2, stride 2`
  public var title: String { "AveragePool2D \(kernelSize)×\(kernelSize), stride \(stride)" }
}

/// The mean of each cell of a grid of fixed size, for any size of the image.
///
/// ```swift
/// AdaptiveAveragePool2D()(Tensor(zeros: [1, 64, 7, 5])).shape  // [1, 64, 1, 1]
/// ```
public struct AdaptiveAveragePool2D: Layer {
  /// Side of the output.
  public let outputSize: Int

  /// One cell unless told otherwise.
  public init(outputSize: Int = 1) { self.outputSize = outputSize }

  /// Pools a batch.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.adaptiveAvgPool2d(outputSize: outputSize) }
}

/// The largest number of each cell of a grid of fixed size, for any size of the image.
///
/// ```swift
/// AdaptiveMaxPool2D(outputSize: 2)(Tensor(zeros: [1, 64, 7, 5])).shape  // [1, 64, 2, 2]
/// ```
public struct AdaptiveMaxPool2D: Layer {
  /// Side of the output.
  public let outputSize: Int

  /// One cell unless told otherwise.
  public init(outputSize: Int = 1) { self.outputSize = outputSize }

  /// Pools a batch.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.adaptiveMaxPool2d(outputSize: outputSize) }
}

/// The largest number and the mean of each channel, one after another: `[n, c, h, w]` to `[n, 2c, 1, 1]`.
///
/// Agrees with fastai's `AdaptiveConcatPool2d`, which puts the largest first.
///
/// ```swift
/// ConcatPool2D()(Tensor(zeros: [1, 64, 7, 5])).shape  // [1, 128, 1, 1]
/// ```
public struct ConcatPool2D: Layer {
  /// Makes a layer without settings.
  public init() {}

  /// Pools a batch.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    Tensor.concatenated([input.adaptiveMaxPool2d(), input.adaptiveAvgPool2d()], axis: 1)
  }
}
