import Networks
import Tensors
import Testing

/// A fatal error must say why, in release builds too.
@Suite("Preconditions")
struct PreconditionTests {
  @Test("A convolution of zero groups stops with its sizes")
  func groups() async {
    let convolution = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = MersenneTwister(seed: 1)
      _ = Convolution2D(inputs: 2, outputs: 2, kernelSize: 3, groups: 0, using: &generator)
    }
    #expect(text(convolution).contains("groups must be positive, not 0 (2 → 2 channels, kernel 3)"))
  }

  @Test("A convolution of stride zero stops with its sizes")
  func stride() async {
    let stride = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Convolution2D(weight: Tensor(zeros: [1, 1, 3, 3]), stride: 0)
    }
    #expect(text(stride).contains("stride 0, padding 0 and 1 groups are not valid for a convolution"))
  }

  @Test("A linear layer without inputs stops with its sizes")
  func linear() async {
    let linear = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = MersenneTwister(seed: 1)
      _ = Linear(inputs: 0, outputs: 2, using: &generator)
    }
    #expect(text(linear).contains("a linear layer needs an input and an output, not 0 and 2"))
  }

  @Test("A dropout probability above one stops with its value")
  func dropout() async {
    let dropout = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Dropout(1.5)
    }
    #expect(text(dropout).contains("a dropout probability must be between 0 and 1, not 1.5"))
  }

  @Test("A batch with too few targets stops with both sizes")
  func targets() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Batch(inputs: Tensor(zeros: [2, 3]), targets: .classes([0]))
    }
    #expect(text(result).contains("a batch needs one target per item: inputs [2, 3], 1 targets"))
  }

  private func text(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }
}
