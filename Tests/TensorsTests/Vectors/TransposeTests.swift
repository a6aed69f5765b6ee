import Tensors
import TestSupport
import Testing

@Suite("Transposition in registers, through convolutions")
struct TransposeTests {
  /// Sizes that fill no square of registers, one, and several with a rest.
  @Test("A convolution with the identity returns its input", arguments: [1, 7, 16, 17, 33], [1, 5, 16, 31])
  func identityGivesTheInputBack(channels: Int, pixels: Int) {
    let image = random([1, channels, 1, pixels])
    let identity = Tensor(identity: channels).reshaped(to: [channels, channels, 1, 1])
    #expect(image.conv2d(weight: identity) == image)
  }
}
