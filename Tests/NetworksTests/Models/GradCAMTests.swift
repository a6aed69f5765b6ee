import Networks
import Tensors
import Testing

@Suite("Evidence for a class")
struct GradCAMTests {
  /// Two features, which are the input's channels; class 0 depends on the first positively and on the second
  /// negatively, class 1 on neither.
  private struct Plain: FeatureClassifier {
    struct Same: Layer {
      func callAsFunction(_ input: Tensor) -> Tensor { input }
    }

    let body = Same()
    let head = Sequential([
      AdaptiveAveragePool2D(), Flatten(), Linear(weight: Tensor(rows: [[2, -1], [0, 0]])),
    ])

    func callAsFunction(_ input: Tensor) -> Tensor { head(body(input)) }
    var parts: Parts { ["0": .layer(body), "1": .layer(head)] }
  }

  private let input = Tensor(shape: [1, 2, 2, 2], scalars: [4, 0, 1, 2, 0, 3, 4, 0])

  @Test("A map is the features weighted by the mean derivative, its positive part, up to 1")
  func formula() {
    // 2 · first − second, by place: 8, −3, −2, 4.
    let map = Plain().gradCAM(for: input, class: 0)
    #expect(map.shape == [2, 2])
    #expect(map.scalars == [1, 0, 0, 0.5])
  }

  @Test("Without evidence for a class the map is 0, and no gradient remains")
  func nothing() {
    let model = Plain()
    #expect(model.gradCAM(for: input, class: 1).scalars == [0, 0, 0, 0])
    #expect(model.parameters.allSatisfy { $0.parameter.gradient == nil })
  }

  @Test("A ResNet's map has the size of its features")
  func resnet() {
    var generator = MersenneTwister(seed: 1)
    let model = VisionModel(.resnet18, classCount: 3, using: &generator)
    let image = Tensor(uniform: [1, 3, 64, 96], from: 0, to: 1, using: &generator)
    let map = model.gradCAM(for: image, class: 2)
    #expect(map.shape == [2, 3] && map.scalars.allSatisfy { (0...1).contains($0) })
  }
}
