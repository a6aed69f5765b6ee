import Foundation
import Networks
import TestSupport
import Tensors
import Testing

@Suite("Weights under other names")
struct RenamingTests {
  private func layer(_ seed: UInt64) -> Linear {
    var generator = MersenneTwister(seed: seed)
    return Linear(inputs: 3, outputs: 2, using: &generator)
  }

  /// A file with `backbone.fc.weight` and `backbone.fc.bias`.
  private func withFile(_ body: (URL, Linear) throws -> Void) throws {
    try withTemporaryFolder { folder throws in
      let file = folder.appending(path: "other.safetensors")
      let saved = layer(1)
      try Wrapped(name: "backbone", inner: Wrapped(name: "fc", inner: saved)).saveWeights(to: file)
      try body(file, saved)
    }
  }

  private struct Wrapped<Inner: Layer>: Layer {
    let name: String
    let inner: Inner
    func callAsFunction(_ input: Tensor) -> Tensor { inner(input) }
    var parts: Parts { Parts([(name: name, part: .layer(inner))]) }
  }

  @Test("A function from the file's names to the model's loads the file")
  func renaming() throws {
    try withFile { file, saved throws in
      let model = layer(2)
      try model.loadWeights(from: file) { $0.replacing("backbone.fc.", with: "") }
      #expect(model.weight.value.scalars == saved.weight.value.scalars)
    }
  }

  @Test("A name that becomes nil is skipped")
  func passingOver() throws {
    try withFile { file, saved throws in
      let model = Linear(weight: Tensor(zeros: [2, 3]))
      try model.loadWeights(from: file) { $0.hasSuffix("bias") ? nil : "weight" }
      #expect(model.weight.value.scalars == saved.weight.value.scalars)
    }
  }

  @Test("Two tensors of one new name are refused with both old ones")
  func sameName() throws {
    try withFile { file, _ throws in
      let text = message { try layer(2).loadWeights(from: file) { _ in "weight" } }
      #expect(
        text
          == "The renaming gives backbone.fc.weight and backbone.fc.bias of other.safetensors the same name “weight”. "
          + "Give each its own, or nil to leave one out.")
    }
  }
}
