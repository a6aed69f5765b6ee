/// The sizes of a two-dimensional convolution.
package struct ConvolutionShape: Hashable, Sendable {
  package let images: Int
  package let inputChannels: Int
  package let inputHeight: Int
  package let inputWidth: Int
  package let outputChannels: Int
  package let kernelHeight: Int
  package let kernelWidth: Int
  package let stride: Int
  package let padding: Int
  package let groups: Int

  /// - Precondition: the weight fits the input, and the kernel the padded image.
  package init(input: [Int], weight: [Int], stride: Int, padding: Int, groups: Int) {
    require(input.count == 4 && weight.count == 4, "a convolution needs four axes, not \(input) and \(weight)")
    require(
      groups > 0 && input[1] == weight[1] * groups && weight[0] % groups == 0,
      "an input of shape \(input) does not fit a weight of \(weight) in \(groups) group(s)")
    require(stride > 0 && padding >= 0, "stride \(stride) and padding \(padding) are not valid for a convolution")
    require(
      input[2] + 2 * padding >= weight[2] && input[3] + 2 * padding >= weight[3],
      "a kernel of \(weight) is larger than the input of \(input) padded by \(padding)")
    images = input[0]
    inputChannels = input[1]
    inputHeight = input[2]
    inputWidth = input[3]
    outputChannels = weight[0]
    kernelHeight = weight[2]
    kernelWidth = weight[3]
    self.stride = stride
    self.padding = padding
    self.groups = groups
  }

  package var outputHeight: Int { (inputHeight + 2 * padding - kernelHeight) / stride + 1 }
  package var outputWidth: Int { (inputWidth + 2 * padding - kernelWidth) / stride + 1 }
  /// Output pixels of one image.
  package var outputPixels: Int { outputHeight * outputWidth }
  /// Channels that one group reads.
  package var groupInputs: Int { inputChannels / groups }
  /// Channels that one group writes.
  package var groupOutputs: Int { outputChannels / groups }
  /// Input values under one output value.
  package var patchCount: Int { kernelHeight * kernelWidth * groupInputs }
  package var inputShape: [Int] { [images, inputChannels, inputHeight, inputWidth] }
  package var outputShape: [Int] { [images, outputChannels, outputHeight, outputWidth] }
  package var weightShape: [Int] { [outputChannels, groupInputs, kernelHeight, kernelWidth] }
  /// Floating-point operations of the direct algorithm, forward.
  package var operations: Double {
    2 * Double(images * outputPixels * outputChannels) * Double(patchCount)
  }
}
