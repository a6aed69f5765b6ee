import Datasets
import Tensors
import Testing

@Suite("Random erasing")
struct RandomErasingTests {
  private let batch = Tensor(repeating: 9, shape: [40, 3, 20, 30])

  private func erased(_ transform: RandomErasing, isTraining: Bool = true) -> Tensor {
    var generator = MersenneTwister(seed: 7)
    return transform.apply(to: batch, isTraining: isTraining, using: &generator)
  }

  /// Erased pixels of each image.
  private func counts(_ result: Tensor) -> [Int] {
    (0..<40).map { item in result[item..<(item + 1), 0..<1].scalars.count { $0 != 9 } }
  }

  @Test("A rectangle of the right area is erased in all channels")
  func area() {
    let result = erased(RandomErasing(probability: 1, area: 0.2...0.2, minAspect: 1))
    for (item, count) in counts(result).enumerated() {
      // The side of 10.95 pixels is rounded.
      #expect(count == 121)
      for channel in 1..<3 {
        let same = zip(
          result[item..<(item + 1), 0..<1].scalars, result[item..<(item + 1), channel..<(channel + 1)].scalars)
        #expect(same.allSatisfy { ($0 == 9) == ($1 == 9) })
      }
    }
  }

  @Test("Places differ from image to image")
  func places() {
    let result = erased(RandomErasing(probability: 1, area: 0.1...0.1))
    let masks = (0..<40).map { item in result[item..<(item + 1), 0..<1].scalars.map { $0 == 9 } }
    #expect(Set(masks).count > 30)
  }

  @Test("About the requested fraction of images is changed in training, and none in validation")
  func probability() {
    let changed = counts(erased(RandomErasing(probability: 0.5, area: 0.1...0.3))).count { $0 > 0 }
    #expect((10...30).contains(changed))
    #expect(erased(RandomErasing(probability: 1), isTraining: false).scalars == batch.scalars)
  }
}
