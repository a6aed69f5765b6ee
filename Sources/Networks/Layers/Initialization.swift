import Foundation
import Tensors

/// The distribution of the initial weights of a layer.
///
/// ```swift
/// let layer = Linear(inputs: 64, outputs: 7, initialization: .kaimingFanIn, using: &generator)
/// ```
public enum Initialization: Sendable {
  /// Uniform within ±1/√fan-in: PyTorch's initialisation of convolution and linear layers.
  case torchDefault

  /// Normal with variance 2/fan-in, for layers before a ReLU. Source: He et al., 2015, arXiv:1502.01852.
  case kaimingFanIn

  /// Normal with variance 2/fan-out, which torchvision gives the convolutions of a ResNet.
  case kaimingFanOut

  /// Draws weights of shape `[outputs, inputs, …]`.
  func weights(_ shape: [Int], using generator: inout MersenneTwister) -> Tensor {
    let receptiveField = shape.dropFirst(2).reduce(1, *)
    let fanIn = Double(shape[1] * receptiveField)
    let fanOut = Double(shape[0] * receptiveField)
    switch self {
    case .torchDefault:
      let bound = Float(1 / fanIn.squareRoot())
      return Tensor(uniform: shape, from: -bound, to: bound, using: &generator)
    case .kaimingFanIn:
      return Tensor(normal: shape, standardDeviation: Float((2 / fanIn).squareRoot()), using: &generator)
    case .kaimingFanOut:
      return Tensor(normal: shape, standardDeviation: Float((2 / fanOut).squareRoot()), using: &generator)
    }
  }

  /// Draws a bias like PyTorch, uniform within ±1/√fan-in of the layer's weights.
  static func bias(count: Int, fanIn: Int, using generator: inout MersenneTwister) -> Tensor {
    let bound = Float(1 / Double(fanIn).squareRoot())
    return Tensor(uniform: [count], from: -bound, to: bound, using: &generator)
  }
}
