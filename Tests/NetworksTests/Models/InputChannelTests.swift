import Foundation
import Networks
import TestSupport
import Tensors
import Testing

@Suite("Images of other channels than three")
struct InputChannelTests {
  private func model(_ channels: Int, _ seed: UInt64 = 1) -> VisionModel {
    var generator = MersenneTwister(seed: seed)
    return VisionModel(.resnet18, classCount: 3, inputChannels: channels, using: &generator)
  }

  @Test("A model accepts images with its number of channels", arguments: [1, 2, 4])
  func inputs(channels: Int) {
    let output = withoutGradients { model(channels)(Tensor(zeros: [2, channels, 64, 64])) }
    #expect(output.shape == [2, 3])
    #expect(model(channels).title == "resnet18, 3 classes, \(channels) channels")
  }

  /// A file of torchvision's names with random weights, and its first convolution.
  private func withFile(_ body: (URL, Tensor) throws -> Void) throws {
    try withTemporaryFolder { folder throws in
      var generator = MersenneTwister(seed: 5)
      let resnet = ResNet(.resnet18, classCount: 10, using: &generator)
      let file = folder.appending(path: "resnet18.safetensors")
      try resnet.saveWeights(to: file)
      try body(file, resnet.parameters[0].parameter.value.detached)
    }
  }

  @Test("Pretrained weights for RGB become those for grey by their sum, and for more channels by zeros")
  func pretrained() throws {
    try withFile { file, rgb throws in
      let grey = model(1)
      try grey.loadBody(from: file)
      #expect(grey.body.parameters[0].parameter.value.scalars == rgb.sum(axis: 1, keepingAxes: true).scalars)
      let two = model(2)
      try two.loadBody(from: file)
      #expect(two.body.parameters[0].parameter.value.scalars == (rgb[0..., 0..<2] * 1.5).scalars)
      let four = model(4)
      try four.loadBody(from: file)
      let weight = four.body.parameters[0].parameter.value.detached
      #expect(weight[0..., 0..<3].scalars == rgb.scalars && weight[0..., 3...].scalars.allSatisfy { $0 == 0 })
    }
  }

  @Test("A grey image gives the same result as its RGB version, with the file's weights")
  func grey() throws {
    try withFile { file, _ throws in
      let (one, three) = (model(1), model(3))
      try one.loadBody(from: file)
      try three.loadBody(from: file)
      var generator = MersenneTwister(seed: 2)
      let image = Tensor(uniform: [1, 1, 64, 64], from: 0, to: 1, using: &generator)
      let (first, second) = withoutGradients {
        (one.body(image), three.body(Tensor.concatenated([image, image, image], axis: 1)))
      }
      #expect(zip(first.scalars, second.scalars).allSatisfy { abs($0 - $1) < 1e-3 * (1 + abs($1)) })
    }
  }
}
