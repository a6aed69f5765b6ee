import Tensors
import Testing

/// The outputs, and the gradients of input and kernel for `seed` or some numbers.
func convolved(
  _ input: Tensor, _ kernel: Tensor, stride: Int = 1, padding: Int, seed: Tensor? = nil
) throws -> (Tensor, Tensor, Tensor) {
  let (x, weight) = (Parameter(input), Parameter(kernel))
  let y = x.value.conv2d(weight: weight.value, stride: stride, padding: padding)
  y.backward(seed: seed ?? random(y.shape, seed: 3))
  return try (y.detached, #require(x.gradient), #require(weight.gradient))
}
