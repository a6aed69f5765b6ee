import Foundation
import Networks
import Tensors
import Testing

@Suite("Safetensors")
struct SafetensorsTests {
  private func file(_ header: String, data: [UInt8]) -> Data {
    let bytes = Array(header.utf8)
    return withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { Data($0) } + Data(bytes) + Data(data)
  }

  private func reason(_ data: Data) -> String? {
    do {
      _ = try Safetensors.decode(data, file: "f")
      return nil
    } catch NetworkError.corruptWeights(_, let reason) {
      return reason
    } catch {
      return "\(error)"
    }
  }

  @Test("Written files are read back")
  func roundTrip() throws {
    let tensors = [
      StoredTensor(
        name: "a \"quoted\" näme\n", Tensor(shape: [2, 2], scalars: [1, -0.5, .infinity, Float(bitPattern: 71_362)])),
      StoredTensor(name: "count", integer: 7), StoredTensor(name: "empty", Tensor(shape: [0, 3], scalars: [])),
    ]
    let data = Safetensors.encode(.init(tensors: tensors, metadata: ["classes": "[\"A\"]", "\u{1}": "ü"]))
    let contents = try Safetensors.decode(data, file: "f")
    #expect(contents.tensors.map(\.name) == tensors.map(\.name))
    #expect(contents.tensors.map(\.bytes) == tensors.map(\.bytes))
    #expect(contents.metadata == ["classes": "[\"A\"]", "\u{1}": "ü"])
    #expect(data[0] % 8 == 0)
  }

  @Test(
    "A header that does not fit is refused with the reason",
    arguments: [
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 5, "1 bytes at its end belong to no tensor"),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "“a” starts at byte 4 instead of 0"),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4, "“a” spans 4 bytes, but [2] of F32 needs 8"),
      (#"{"a":{"dtype":"X9","shape":[1],"data_offsets":[0,4]}}"#, 4, "“a” has the unknown dtype X9"),
      (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4, "“a” has no shape of whole numbers"),
      (
        #"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}"#, 4,
        "“a” has the impossible shape [4294967296, 4294967296]"
      ),
      (
        #"{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}"#,
        0, "its header is not JSON (“a” occurs twice at byte 56)"
      ),
    ])
  func refuses(header: String, byteCount: Int, expected: String) {
    #expect(reason(file(header, data: Array(repeating: 0, count: byteCount))) == expected)
  }

  @Test("Overlapping tensors are refused")
  func overlap() {
    let header =
      #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#
    #expect(reason(file(header, data: [1, 2, 3])) == "“b” starts at byte 1 instead of 2")
  }

  @Test("A file replaces another as a whole")
  func atomicWrite() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appending(path: "model.safetensors")
    try WeightFile.write(.init(tensors: [StoredTensor(name: "a", integer: 1)]), to: url)
    try WeightFile.write(.init(tensors: [StoredTensor(name: "a", integer: 2)]), to: url)
    #expect(try WeightFile.read(url).tensors[0].values == [2])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["model.safetensors"])
  }

  @Test("A file that cannot be created is reported with the reason")
  func noFile() throws {
    let error = #expect(throws: NetworkError.self) {
      try WeightFile.write(WeightFile.Contents(tensors: []), to: URL(filePath: "/proc/etude.safetensors"))
    }
    #expect(error?.description.hasPrefix("/proc/etude.safetensors: it could not be written (") == true)
  }
}
