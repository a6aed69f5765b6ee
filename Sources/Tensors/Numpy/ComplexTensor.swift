import Foundation

/// A multi-dimensional array of complex numbers in single precision, such as a short-time Fourier transform.
///
/// Row-major like `Tensor`; in NumPy it is a `complex64` array.
///
/// ```swift
/// let spectrum = ComplexTensor(shape: [2], interleaved: [3, 4, 0, 1])  // 3+4i, 1i
/// spectrum.magnitude.scalars  // [5, 1]
/// ```
public struct ComplexTensor: Sendable, Equatable {
  /// The length of every axis, outermost first.
  public let shape: [Int]
  /// Alternating real and imaginary parts, in row-major order: twice as many numbers as elements.
  public let interleaved: [Float]

  /// Lays the pairs of real and imaginary parts out in row-major order.
  ///
  /// - Precondition: twice as many numbers as the shape has elements.
  public init(shape: [Int], interleaved: [Float]) {
    require(
      2 * Tensor.count(of: shape) == interleaved.count,
      "shape \(shape) holds \(Tensor.count(of: shape)) complex elements, but \(interleaved.count) numbers were given")
    self.shape = shape
    self.interleaved = interleaved
  }

  /// The number of complex elements.
  public var count: Int { interleaved.count / 2 }

  /// The absolute values, √(re² + im²), of the same shape.
  public var magnitude: Tensor {
    map { real, imaginary in Float((Double(real) * Double(real) + Double(imaginary) * Double(imaginary)).squareRoot()) }
  }

  /// The squared absolute values, re² + im², of the same shape.
  public var power: Tensor {
    map { real, imaginary in real * real + imaginary * imaginary }
  }

  /// The angles in radians, in -π…π, of the same shape.
  public var phase: Tensor {
    map { real, imaginary in Float(atan2(Double(imaginary), Double(real))) }
  }

  private func map(_ transform: (Float, Float) -> Float) -> Tensor {
    var result = Tensor(uninitialized: shape)
    interleaved.withUnsafeBufferPointer { pairs in
      result.withUnsafeMutableScalars { target in
        for index in 0..<target.count { target[index] = transform(pairs[2 * index], pairs[2 * index + 1]) }
      }
    }
    return result
  }
}
