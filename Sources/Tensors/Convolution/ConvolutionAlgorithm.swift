/// The way to compute a convolution that suits its sizes.
enum ConvolutionAlgorithm: Sendable {
  case patches(PatchConvolution)
  case fewPixels(FewPixelConvolution)
  case fewChannels(FewChannelConvolution)
  case winograd2(WinogradConvolution<Winograd2>)
  case winograd4(WinogradConvolution<Winograd4>)

  init(_ sizes: ConvolutionShape) {
    let largeTiles = sizes.images * ((sizes.outputHeight + 3) / 4) * ((sizes.outputWidth + 3) / 4)
    if FewPixelConvolution.suits(sizes) {
      self = .fewPixels(FewPixelConvolution(sizes))
    } else if !WinogradConvolution<Winograd4>.serves(sizes) {
      self =
        FewChannelConvolution.suits(sizes)
        ? .fewChannels(FewChannelConvolution(sizes)) : .patches(PatchConvolution(sizes))
    } else if largeTiles >= 8 {
      self = .winograd4(WinogradConvolution(sizes))
    } else {
      // With few tiles, transforming the weights dominates, and F(2, 3) has half as many factors; it also rounds less.
      self = .winograd2(WinogradConvolution(sizes))
    }
  }

  /// The outputs, `[N, O, H, W]` in channels-last order, through an epilogue.
  func forward(input: Tensor, weight: Tensor, epilogue: ConvolutionEpilogue) -> Tensor {
    switch self {
    case .patches(let patches): patches.forward(input: input, weight: weight, epilogue: epilogue)
    case .fewPixels(let pixels): pixels.forward(input: input, weight: weight, epilogue: epilogue)
    case .fewChannels(let channels): channels.forward(input: input, weight: weight, epilogue: epilogue)
    case .winograd2(let winograd): winograd.forward(input: input, weight: weight, epilogue: epilogue)
    case .winograd4(let winograd): winograd.forward(input: input, weight: weight, epilogue: epilogue)
    }
  }

  /// The gradient of the input, in channels-last order.
  ///
  /// - Parameter sum: the tensor that the gradient is added to, channels last and uniquely referenced; it then contains
  ///   the result.
  func inputGradient(_ gradient: Tensor, weight: Tensor, addedTo sum: Tensor? = nil) -> Tensor {
    switch self {
    case .patches(let patches): patches.inputGradient(gradient, weight: weight, addedTo: sum)
    case .fewPixels(let pixels): pixels.inputGradient(gradient, weight: weight, addedTo: sum)
    case .fewChannels(let channels):
      // Gradients of neighbouring patches overlap, so they are spread as for any sizes.
      PatchConvolution(channels.sizes).inputGradient(gradient, weight: weight, addedTo: sum)
    case .winograd2(let winograd): winograd.inputGradient(gradient, weight: weight, addedTo: sum)
    case .winograd4(let winograd): winograd.inputGradient(gradient, weight: weight, addedTo: sum)
    }
  }

  /// The gradient of the weight, `[O, I, kernelHeight, kernelWidth]`.
  func weightGradient(_ gradient: Tensor, input: Tensor) -> Tensor {
    switch self {
    case .patches(let patches): patches.weightGradient(gradient, input: input)
    case .fewPixels(let pixels): pixels.weightGradient(gradient, input: input)
    case .fewChannels(let channels): channels.weightGradient(gradient, input: input)
    case .winograd2(let winograd): winograd.weightGradient(gradient, input: input)
    case .winograd4(let winograd): winograd.weightGradient(gradient, input: input)
    }
  }
}
