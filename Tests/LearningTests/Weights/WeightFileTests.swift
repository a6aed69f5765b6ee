import Fixtures
import Foundation
import Learning
import Tensors
import Testing

@Suite("Weight files")
struct WeightFileTests {
  struct Expected: Decodable {
    let name: String
    let dtype: String
    let shape: [Int]
    let values: [Double]
  }

  @Test(
    "reads what PyTorch and safetensors wrote, exactly",
    arguments: [
      ("state_zip.pth", "state"), ("state_legacy.pth", "state"), ("state.safetensors", "state"),
      ("learner_save.pth", "learner_save"),
    ])
  func agrees(file: String, expectation: String) throws {
    let expected = try Fixtures.json("ckpt/\(expectation).json", as: [Expected].self)
    let tensors = try WeightFile.read(Fixtures.url("ckpt/\(file)")).tensors
    #expect(Set(tensors.map(\.name)) == Set(expected.map(\.name)))
    for want in expected {
      let tensor = try #require(tensors.first { $0.name == want.name })
      #expect(tensor.shape == want.shape)
      #expect("\(tensor.elementType)" == want.dtype)
      #expect(tensor.values == want.values, "\(want.name)")
      #expect(tensor.tensor.scalars == want.values.map { Float($0) })
    }
  }

  @Test("keeps the order of a PyTorch state dictionary")
  func keepsOrder() throws {
    let expected = try Fixtures.json("ckpt/state.json", as: [Expected].self)
    #expect(try WeightFile.read(Fixtures.url("ckpt/state_zip.pth")).tensors.map(\.name) == expected.map(\.name))
  }

  @Test("refuses every malformed file of the fixtures")
  func refuses() throws {
    for file in try Fixtures.files(under: "ckpt/bad_") {
      #expect(throws: LearningError.self, "\(file)") { try WeightFile.read(Fixtures.url(file)) }
    }
  }

  @Test("says what was wrong")
  func messages() throws {
    func message(_ file: String) throws -> String {
      let error = #expect(throws: LearningError.self) { try WeightFile.read(Fixtures.url("ckpt/\(file)")) }
      return try #require(error).description
    }
    #expect(try message("bad_global.pth").contains("Nothing was run. Ask its author for a .safetensors file."))
    #expect(
      try message("bad_header_len.safetensors")
        == "bad_header_len.safetensors is not a usable weight file: its header claims 1099511627776 bytes of 1527. "
        + "Fetch or save it again.")
    #expect(try message("bad_json.safetensors").contains("its header is not a JSON object"))
    #expect(try message("bad_offsets.safetensors").contains("bad_offsets.safetensors is not a usable weight file: “"))
    #expect(try message("bad_truncated.safetensors").contains("ends at byte"))
    #expect(try message("bad_zip.pth").contains("the archive has no end record"))
  }

  @Test("missing, unexpected and misshapen tensors are named, and the model stays as it was")
  func wrongModel() throws {
    var generator = MersenneTwister(seed: 1)
    let model = Sequential([Linear(inputs: 2, outputs: 3, using: &generator)])
    let before = model.parameters.map { $0.parameter.value.detached }
    let file = FileManager.default.temporaryDirectory.appending(path: "etude-\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    let tensors = [
      StoredTensor(name: "0.weight", Tensor(zeros: [3, 4])), StoredTensor(name: "1.weight", Tensor(zeros: [1])),
    ]
    try WeightFile.write(.init(tensors: tensors, metadata: [:]), to: file)
    let error = #expect(throws: LearningError.self) { try model.loadWeights(from: file) }
    let text = try #require(error?.description)
    #expect(text.contains("0.weight [3, 4] instead of [3, 2]"), "\(text)")
    #expect(text.contains("0.bias") && text.contains("1.weight"), "\(text)")
    #expect(model.parameters.map { $0.parameter.value.detached } == before)
  }

  @Test("a missing file is named with the system's reason")
  func missing() {
    let error = #expect(throws: LearningError.self) { try WeightFile.read(URL(filePath: "/nowhere/weights.pth")) }
    #expect(error?.description == "/nowhere/weights.pth: it could not be read (No such file or directory).")
  }
}
