import Datasets
import Files
import Foundation
import Learning
import Networks
import Tensors

extension FuzzTarget {
  /// Arrays and weights.
  static let arrays: [FuzzTarget] = [
    FuzzTarget(
      "npy",
      seeds: {
        [Tensor([1, 2.5, -3]).npyData(), Tensor(shape: [2, 2], scalars: [1, 2, 3, 4]).npyData()]
      }
    ) { data in
      _ = try? ComplexTensor(npyData: data)
      _ = try Tensor(npyData: data)
    },
    FuzzTarget(
      "npz",
      seeds: {
        var archive = NumpyArchive()
        archive.add(Tensor([1, 2]), named: "a")
        return [try archive.data(), try archive.data(isCompressed: false)]
      }
    ) { data in
      let archive = try NumpyArchive(data)
      for name in archive.names {
        _ = try? archive.tensor(name)
        _ = try? archive.complexTensor(name)
      }
    },
    FuzzTarget(
      "zip",
      seeds: {
        let entries = [
          ZipArchive.Entry(name: "a/b.txt", content: Array("text text text text".utf8))
        ]
        return try [true, false].map { try ZipArchive.archive(entries, isCompressed: $0) }
      }
    ) { data in
      _ = try ZipArchive.entries(of: data, limit: 1 << 24)
    },
    FuzzTarget(
      "safetensors",
      seeds: {
        let tensors = [
          StoredTensor(name: "a.weight", Tensor(ones: [2, 3])), StoredTensor(name: "n", integer: 7),
        ]
        return [Safetensors.encode(.init(tensors: tensors, metadata: ["format": "pt"]))]
      }
    ) { data in
      load(try Safetensors.decode(data, file: "f").tensors)
    },
    FuzzTarget("pickle", seeds: { [try checkpointPickle, try fixture("state_legacy.pth")] }) {
      data in
      // The pickle of a current checkpoint with a correct checksum, and a file in the format before archives.
      let entries = [
        ZipArchive.Entry(name: "m/data.pkl", content: [UInt8](data)),
        ZipArchive.Entry(name: "m/data/0", content: [UInt8](repeating: 1, count: 64)),
      ]
      if let archive = try? ZipArchive.archive(entries, isCompressed: false) {
        (try? TorchCheckpoint.decode(archive, file: "f")).map { load($0.tensors) }
      }
      load(try TorchCheckpoint.decode(data, file: "f").tensors)
    },
    FuzzTarget(
      "weights",
      seeds: {
        try ["state_zip.pth", "state_legacy.pth", "state.safetensors"].map { try fixture($0) }
      }
    ) { data in
      load(try WeightFile.decode(data, file: "f").tensors)
    },
    FuzzTarget(
      "learner",
      seeds: {
        let learner = smallLearner()
        let saved = try learner.save("etude-fuzz-\(getpid())")
        defer { try? FileManager.default.removeItem(at: saved) }
        return [try Data(contentsOf: saved), try contentOfFile { try learner.export(to: $0) }]
      }
    ) { data in
      try withFile(data) { file in
        _ = try? Predictor(contentsOf: file)
        try smallLearner().load(contentsOf: file)
      }
    },
  ]

  private static func smallLearner() -> Learner {
    var generator = MersenneTwister(seed: 1)
    let model = Sequential { Linear(inputs: 2, outputs: 2, using: &generator) }
    let source = TensorSource(
      inputs: Tensor(ones: [4, 2]), targets: .classes([0, 1, 0, 1]), batchSize: 2, seed: 1)
    return Learner(
      TensorDataLoaders(train: source, valid: source), model: model, loss: CrossEntropy())
  }

  /// A file that the tests of weights read. `TestSupport` is not asked, since a fuzzer links no test library.
  private static func fixture(_ name: String) throws -> Data {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try Data(contentsOf: tests.appending(path: "Fixtures/ckpt/\(name)"))
  }

  /// The pickle within a checkpoint of PyTorch's.
  private static var checkpointPickle: Data {
    get throws {
      let entries = try ZipArchive.entries(of: fixture("state_zip.pth"))
      return Data(entries.first { $0.name.hasSuffix("data.pkl") }?.content ?? [])
    }
  }

  /// Has tensors that were read give their values.
  private static func load(_ tensors: [StoredTensor]) {
    for tensor in tensors { _ = tensor.values }
  }

  /// Runs `body` with a file of this content, in memory if the system has such a folder.
  private static func withFile<Result>(_ data: Data, _ body: (URL) throws -> Result) throws
    -> Result
  {
    let memory = URL(filePath: "/dev/shm")
    let folder =
      FileManager.default.isWritableFile(atPath: memory.path)
      ? memory : FileManager.default.temporaryDirectory
    let file = folder.appending(path: "etude-fuzz-\(getpid()).etude")
    defer { try? FileManager.default.removeItem(at: file) }
    try data.write(to: file)
    return try body(file)
  }

  private static func contentOfFile(_ write: (URL) throws -> Void) throws -> Data {
    try withFile(Data()) { file in
      try write(file)
      return try Data(contentsOf: file)
    }
  }
}
