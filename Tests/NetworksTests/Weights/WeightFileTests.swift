import Display
import Files
import TestSupport
import Foundation
import Networks
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
    "A file that PyTorch or safetensors wrote is read exactly",
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

  @Test("The order of a PyTorch state dictionary is kept")
  func keepsOrder() throws {
    let expected = try Fixtures.json("ckpt/state.json", as: [Expected].self)
    #expect(try WeightFile.read(Fixtures.url("ckpt/state_zip.pth")).tensors.map(\.name) == expected.map(\.name))
  }

  @Test("Every malformed file of the fixtures is refused")
  func refuses() throws {
    for file in try Fixtures.files(under: "ckpt/bad_") {
      #expect(throws: NetworkError.self, "\(file)") { try WeightFile.read(Fixtures.url(file)) }
    }
  }

  @Test("The only dictionary of tensors is used, whatever its name")
  func nestedDictionaries() throws {
    let url = Fixtures.url("ckpt/learner_save.pth")
    let entries = try ZipArchive.entries(of: Array(try Data(contentsOf: url)))
    func renamed(_ name: String) throws -> Data {
      let files = entries.map { entry in
        let text = entry.content
        guard entry.name.hasSuffix("data.pkl"), let place = Data(text).range(of: Data("model".utf8))?.lowerBound else {
          return ZipArchive.Entry(name: entry.name, content: text)
        }
        return ZipArchive.Entry(
          name: entry.name, content: Array(text[..<place]) + Array(name.utf8) + Array(text[(place + 5)...]))
      }
      return try ZipArchive.archive(files, isCompressed: false)
    }
    let expected = try WeightFile.read(url).tensors.map(\.name)
    #expect(try WeightFile.decode(try renamed("netwk"), file: "a").tensors.map(\.name) == expected)
  }

  @Test("A file without a dictionary of tensors is refused with the keys that there are")
  func otherKeys() throws {
    let pickle: [UInt8] = [0x80, 2] + Array("}(X".utf8) + [5, 0, 0, 0] + Array("epochK".utf8) + [3] + Array("u.".utf8)
    let other = try ZipArchive.archive([ZipArchive.Entry(name: "a/data.pkl", content: pickle)], isCompressed: false)
    #expect(
      message { try WeightFile.decode(other, file: "other.pth") }
        == "other.pth is not a usable weight file: it contains no dictionary of tensors, but “epoch”. Fetch or save it again."
    )
  }

  @Test("A state dictionary contains the names and the tensors of a file")
  func stateDictionary() throws {
    let expected = try Fixtures.json("ckpt/state.json", as: [Expected].self)
    let state = try StateDictionary(contentsOf: Fixtures.url("ckpt/state_zip.pth"))
    #expect(state.names == expected.map(\.name))
    #expect(state[expected[0].name]?.scalars == expected[0].values.map { Float($0) })
    #expect(state["nothing"] == nil)
    #expect(state.table.rows.count == expected.count && state.table.rows[0][0] == expected[0].name)
    #expect(StateDictionary(of: BatchNormalization(channels: 2)).names.last == "num_batches_tracked")
  }

  @Test("The dictionary of the model comes first, then tensors themselves, then the only dictionary")
  func severalDictionaries() throws {
    func string(_ text: String) -> [UInt8] { Array("X".utf8) + [UInt8(text.utf8.count), 0, 0, 0] + Array(text.utf8) }
    func tensor(_ name: String) -> [UInt8] {
      string(name) + Array("ctorch._utils\n_rebuild_tensor_v2\n((".utf8) + string("storage")
        + Array("ctorch\nFloatStorage\n".utf8) + string("0") + string("cpu") + Array("K".utf8) + [1]
        + Array("tQK".utf8) + [0] + Array("K".utf8) + [1, 0x85] + Array("K".utf8) + [1, 0x85, 0x89]
        + Array("ccollections\nOrderedDict\n)RtR".utf8)
    }
    func inner(_ name: String) -> [UInt8] { string(name) + Array("}(".utf8) + tensor("in \(name)") + Array("u".utf8) }
    func names(_ entries: [UInt8]...) throws -> [String] {
      let pickle = [0x80, 2] + Array("}(".utf8) + entries.flatMap { $0 } + Array("u.".utf8)
      let data = try ZipArchive.archive(
        [
          ZipArchive.Entry(name: "a/data.pkl", content: pickle),
          ZipArchive.Entry(name: "a/data/0", content: [0, 0, 0, 0]),
        ], isCompressed: false)
      return try WeightFile.decode(data, file: "a.pth").tensors.map(\.name)
    }
    #expect(try names(inner("ema"), inner("teacher"), inner("model")) == ["in model"])
    #expect(try names(tensor("w"), inner("ema"), inner("teacher")) == ["w"])
    #expect(try names(inner("net")) == ["in net"])
    #expect(
      message { try names(inner("ema"), inner("teacher")) }.contains(
        "it holds several dictionaries of tensors: “ema”, “teacher”"))
  }

  @Test("A header of 60 bytes is not a web page")
  func headerLikeAPage() throws {
    var header = Array(#"{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#.utf8)
    header += [UInt8](repeating: 0x20, count: 60 - header.count)
    let data = Data([60, 0, 0, 0, 0, 0, 0, 0] + header + [0, 0, 0x80, 0x3F])
    #expect(data.first == UInt8(ascii: "<"))
    #expect(try WeightFile.decode(data, file: "w.safetensors").tensors.map(\.tensor.scalars) == [[1]])
  }

  @Test("The content of a failed download is named")
  func otherContent() {
    func message(_ text: String) -> String {
      TestSupport.message { try WeightFile.decode(Data(text.utf8), file: "resnet.pth") }
    }
    #expect(message("<!DOCTYPE html>").contains("it is a web page"))
    #expect(message("version https://git-lfs.github.com/spec/v1").contains("it is a Git LFS pointer"))
    #expect(message("").contains("it is empty"))
  }

  @Test("An empty tensor with an axis beyond memory is refused")
  func impossibleAxis() throws {
    func string(_ text: String) -> [UInt8] { Array("X".utf8) + [UInt8(text.utf8.count), 0, 0, 0] + Array(text.utf8) }
    var pickle: [UInt8] = [0x80, 2] + Array("}(".utf8) + string("w")
    pickle +=
      Array("ctorch._utils\n_rebuild_tensor_v2\n((".utf8) + string("storage") + Array("ctorch\nFloatStorage\n".utf8)
    pickle += string("0") + string("cpu") + Array("K".utf8) + [1] + Array("tQK".utf8) + [0, 0x8A, 8]
    pickle += [UInt8](repeating: 0xFF, count: 7) + [0x7F] + Array("K".utf8) + [0, 0x86] + Array("K".utf8) + [0]
    pickle += Array("K".utf8) + [0, 0x86, 0x89] + Array("ccollections\nOrderedDict\n)RtRu.".utf8)
    let data = try ZipArchive.archive(
      [
        ZipArchive.Entry(name: "a/data.pkl", content: pickle),
        ZipArchive.Entry(name: "a/data/0", content: [0, 0, 0, 0]),
      ], isCompressed: false)
    #expect(
      message { try WeightFile.decode(data, file: "wide.pth") }.contains(
        "“w” has the impossible shape [9223372036854775807, 0]"))
  }

  @Test("Parts that are skipped stay as they are, and may have another shape")
  func ignoring() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: url) }
    struct Net: Layer {
      let body = Linear(weight: Tensor(rows: [[1, 2]]))
      let fc: Linear
      func callAsFunction(_ input: Tensor) -> Tensor { fc(body(input)) }
      var parts: Parts { ["body": .layer(body), "fc": .layer(fc)] }
    }
    let trained = Net(fc: Linear(weight: Tensor(rows: [[5], [6], [7]])))
    trained.body.weight.value = Tensor(rows: [[3, 4]])
    try trained.saveWeights(to: url)
    let other = Net(fc: Linear(weight: Tensor(rows: [[8]])))
    #expect(
      message { try other.loadWeights(from: url) }.hasSuffix(
        "or load only the rest: loadWeights(from: url, ignoring: [\"fc.\"])."))
    try other.loadWeights(from: url, ignoring: ["fc."])
    #expect(other.body.weight.value.scalars == [3, 4] && other.fc.weight.value.scalars == [8])
  }

  @Test("A count that is not a number is saved as 0")
  func impossibleCounts() throws {
    let layer = BatchNormalization(channels: 2)
    for count in [Float.nan, 1e30, -Float.infinity] {
      layer.batchesSeen.value = Tensor(count)
      #expect(layer.storedTensors.last?.values == [0])
    }
  }

  @Test("The message of a malformed file names the problem")
  func messages() throws {
    func message(_ file: String) throws -> String {
      let error = #expect(throws: NetworkError.self) { try WeightFile.read(Fixtures.url("ckpt/\(file)")) }
      return try #require(error).description
    }
    #expect(try message("bad_global.pth").contains("Nothing was run. Ask its author for a .safetensors file, or"))
    #expect(
      try message("bad_header_len.safetensors")
        == "bad_header_len.safetensors is not a usable weight file: its header has length 1099511627776, but only 1527 bytes follow. "
        + "Fetch or save it again.")
    #expect(try message("bad_json.safetensors").contains("its header is not a JSON object"))
    #expect(try message("bad_offsets.safetensors").contains("bad_offsets.safetensors is not a usable weight file: “"))
    #expect(try message("bad_truncated.safetensors").contains("ends at byte"))
    #expect(try message("bad_zip.pth").contains("its archive is damaged (Not a zip archive)"))
  }

  @Test("Missing, unexpected and misshapen tensors are named, and the model stays as it was")
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
    let error = #expect(throws: NetworkError.self) { try model.loadWeights(from: file) }
    let text = try #require(error?.description)
    #expect(text.contains("0.weight [3, 4] instead of [3, 2]"), "\(text)")
    #expect(text.contains("0.bias") && text.contains("1.weight"), "\(text)")
    #expect(model.parameters.map { $0.parameter.value.detached } == before)
  }

  @Test("A file that is missing is named with the system's reason")
  func missing() {
    let error = #expect(throws: NetworkError.self) { try WeightFile.read(URL(filePath: "/nowhere/weights.pth")) }
    #expect(error?.description == "/nowhere/weights.pth: it could not be read (No such file or directory).")
  }
}
