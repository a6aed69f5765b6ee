import Files
import Foundation
import Networks
import Tensors
import TestSupport
import Testing

/// Files as other versions and wrappers of PyTorch write them.
@Suite("Weights of other origins")
struct ForeignWeightTests {
  private struct Expected: Decodable {
    let state: [String: [Float]]
    let types: [String: [String]]
  }

  private struct Net: Layer {
    let body: Linear
    let fc: Linear

    func callAsFunction(_ input: Tensor) -> Tensor { fc(body(input)) }
    var parts: Parts { ["body": .layer(body), "fc": .layer(fc)] }
  }

  private var net: Net {
    Net(body: Linear(weight: Tensor(rows: [[0, 0]])), fc: Linear(weight: Tensor(rows: [[0], [0], [0]])))
  }

  private func url(_ file: String) -> URL { Fixtures.repositoryFolder.appending(path: "ckpt/\(file)") }

  private func expected() throws -> Expected {
    try JSONDecoder().decode(Expected.self, from: Data(contentsOf: url("foreign.json")))
  }

  private func load(_ file: String) throws -> [String: [Float]] {
    let net = net
    try net.loadWeights(from: url(file))
    return Dictionary(uniqueKeysWithValues: net.parameters.map { ($0.name, $0.parameter.value.scalars) })
  }

  @Test(
    "A file of Python 2, one with a lone tensor, and one of a wrapped model are loaded",
    arguments: ["python2.pth", "lone_tensor.pth", "parallel.pth", "compiled.safetensors"])
  func wrapped(file: String) throws { #expect(try load(file) == expected().state) }

  @Test("A prefix that the model has as well is kept")
  func ownPrefix() throws {
    struct Outer: Layer {
      let module: Net
      func callAsFunction(_ input: Tensor) -> Tensor { module(input) }
      var parts: Parts { ["module": .layer(module)] }
    }
    let outer = Outer(module: net)
    try outer.loadWeights(from: url("parallel.pth"))
    #expect(outer.module.body.weight.value.scalars == [0.5, -1.25])
  }

  @Test("A skipped prefix is reported without the wrapper's")
  func ignoring() throws {
    let net = net
    try net.loadWeights(from: url("parallel.pth"), ignoring: ["fc."])
    #expect(net.body.weight.value.scalars == [0.5, -1.25] && net.fc.weight.value.scalars == [0, 0, 0])
  }

  @Test(
    "Every type of numbers is read exactly",
    arguments: ["types.safetensors", "types.pth", "types_legacy.pth"])
  func types(file: String) throws {
    let contents = try WeightFile.read(url(file))
    for (name, values) in try expected().types {
      let tensor = try #require(contents.tensors.first { $0.name == name }, "\(name)")
      if tensor.elementType.isInteger {
        #expect(try #require(tensor.integers, "\(name)") == values.map { try #require(Int($0)) })
      } else {
        #expect(try tensor.values == values.map { try #require(Double($0)) }, "\(name)")
      }
    }
  }

  @Test(
    "Tensors that are not real numbers are reported, and the rest is read",
    arguments: [
      ("types.safetensors", ["complex": "C64"]), ("types.pth", ["complex": "ComplexFloatStorage", "sparse": "sparse"]),
      ("types_legacy.pth", ["complex": "ComplexFloatStorage", "sparse": "sparse"]),
    ])
  func unusable(file: String, types: [String: String]) throws {
    let state = try StateDictionary(contentsOf: url(file))
    for (name, type) in types {
      #expect(throws: NetworkError.unusableTensor(file: file, name: name, type: type)) { try state.tensor(name) }
      #expect(state[name] == nil)
      #expect(state.names.contains(name) && state.description.contains("\(type), cannot be used"))
    }
    #expect(state["after"]?.scalars == [8])
  }

  @Test("Whole numbers beyond single precision remain distinct from their neighbours")
  func integers() throws {
    let state = try StateDictionary(contentsOf: url("types.safetensors"))
    #expect(throws: NetworkError.roundedInteger(file: "types.safetensors", name: "i64", value: 9_007_199_254_740_993)) {
      try state.tensor("i64")
    }
    #expect(try state.integers("i64") == [9_007_199_254_740_993, -3])
    #expect(state["u16"]?.scalars == [0, 1, 65535])
    #expect(try state.integers("bf16") == nil)
  }

  @Test("A count of batches beyond 2²⁴ is kept and continues")
  func count() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let (layer, file) = (BatchNormalization(channels: 1), folder.appending(path: "a.safetensors"))
    var tensors = layer.storedTensors.filter { !$0.name.hasSuffix("num_batches_tracked") }
    tensors.append(StoredTensor(name: "num_batches_tracked", integer: 16_777_217))
    try WeightFile.write(.init(tensors: tensors), to: file)
    try layer.loadWeights(from: file)
    #expect(layer.storedTensors.last?.integers == [16_777_217])
    _ = try training(TrainingContext(seed: 1)) { layer(Tensor(rows: [[1], [2], [4], [5]])) }
    #expect(layer.storedTensors.last?.integers == [16_777_218])
  }

  @Test("Messages name the unusable tensor and the remedy")
  func messages() {
    #expect(
      NetworkError.unusableTensor(file: "a.pth", name: "w", type: "C64").description
        == "“w” of a.pth is of the type C64, which is not a type of real numbers. Convert it before saving, or load "
        + "the rest: loadWeights(from: url, ignoring: [\"w\"]).")
    #expect(
      NetworkError.roundedInteger(file: "a.pth", name: "n", value: 16_777_217).description
        == "“n” of a.pth contains the whole number 16777217, which single precision would round. Take "
        + "StateDictionary(contentsOf: url).integers(\"n\").")
  }

  @Test("A part of a storage, as old PyTorch shared them, is read from where it starts")
  func partOfStorage() throws {
    func string(_ text: String) -> [UInt8] { Array("U".utf8) + [UInt8(text.utf8.count)] + Array(text.utf8) }
    func pickle(start: UInt8, length: UInt8) -> [UInt8] {
      let view = string("v") + Array("K".utf8) + [start] + Array("K".utf8) + [length, 0x87]
      var pickle: [UInt8] = [0x80, 2] + Array("}".utf8) + string("w")
      pickle += Array("ctorch._utils\n_rebuild_tensor\n((".utf8) + string("storage")
      pickle += Array("ctorch\nByteStorage\n".utf8) + string("0") + string("cpu") + Array("K".utf8) + [4] + view
      pickle += Array("tQK".utf8) + [1] + Array("K".utf8) + [2, 0x85] + Array("K".utf8) + [1, 0x85]
      return pickle + Array("tRs.".utf8)
    }
    func values(start: UInt8, length: UInt8) throws -> [Double] {
      let data = try ZipArchive.archive(
        [
          ZipArchive.Entry(name: "a/data.pkl", content: pickle(start: start, length: length)),
          ZipArchive.Entry(name: "a/data/0", content: [5, 6, 7, 8]),
        ], isCompressed: false)
      return try WeightFile.decode(data, file: "a.pth").tensors.flatMap(\.values)
    }
    #expect(try values(start: 1, length: 3) == [7, 8])
    #expect(message { try values(start: 2, length: 3) }.contains("no part of a storage"))
  }
}
