import Files
import TestSupport
import Foundation
import Networks
import Tensors
import Testing

/// Damages good files at random and expects an error or tensors, never a crash.
///
/// `ETUDE_FUZZ_SECONDS` sets how long each file is tried; the default is a fraction of a second.
@Suite("Fuzzed weight files")
struct WeightFuzzTests {
  private static var seconds: Double {
    ProcessInfo.processInfo.environment["ETUDE_FUZZ_SECONDS"].flatMap(Double.init) ?? 0.3
  }

  /// One to four random changes: bytes, runs, cuts, repetitions.
  private static func damage(_ original: [UInt8], using generator: inout MersenneTwister) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      let end = min(bytes.count, place + Int.random(in: 1...16, using: &generator))
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &generator))
      case 4: bytes.replaceSubrange(place..<end, with: repeatElement(0xFF, count: end - place))
      default: bytes = Array(bytes[..<place])
      }
    }
    return bytes
  }

  @Test(
    "A damaged file gives an error or tensors, never a crash",
    arguments: ["state_zip.pth", "state_legacy.pth", "state.safetensors", "learner_save.pth"])
  func files(name: String) throws {
    let original = Array(try Data(contentsOf: Fixtures.url("ckpt/\(name)")))
    var generator = MersenneTwister(seed: 7)
    let end = ContinuousClock.now + .seconds(Self.seconds)
    var (refused, read) = (0, 0)
    while ContinuousClock.now < end {
      do {
        let contents = try WeightFile.decode(Data(Self.damage(original, using: &generator)), file: name)
        for tensor in contents.tensors { _ = tensor.values }
        read += 1
      } catch is NetworkError {
        refused += 1
      }
    }
    print("fuzzed \(name): \(refused) refused, \(read) read")
    #expect(refused > 0)
  }

  /// Damage inside a zip file fails its checksum before the pickle is looked at; so the pickle gets its own turn.
  @Test("A damaged pickle with a correct checksum gives an error or tensors, never a crash")
  func pickles() throws {
    let entries = try ZipArchive.entries(of: Array(try Data(contentsOf: Fixtures.url("ckpt/learner_save.pth"))))
    var generator = MersenneTwister(seed: 8)
    let end = ContinuousClock.now + .seconds(Self.seconds)
    var (refused, read) = (0, 0)
    while ContinuousClock.now < end {
      let files = entries.map { entry in
        let isPickle = entry.name.hasSuffix("data.pkl")
        return ZipArchive.Entry(
          name: entry.name, content: isPickle ? Self.damage(entry.content, using: &generator) : entry.content)
      }
      do {
        _ = try WeightFile.decode(try ZipArchive.archive(files, isCompressed: false), file: "fuzzed")
        read += 1
      } catch is NetworkError {
        refused += 1
      }
    }
    print("fuzzed pickles: \(refused) refused, \(read) read")
    #expect(refused > 0)
  }

  @Test("A compressed archive reads as a stored one")
  func compressed() throws {
    let data = try Data(contentsOf: Fixtures.url("ckpt/state_zip.pth"))
    let files = try ZipArchive.entries(of: Array(data)).map { ZipArchive.Entry(name: $0.name, content: $0.content) }
    let compressed = try ZipArchive.archive(files, isCompressed: true)
    #expect(compressed.count < data.count)
    let (a, b) = (try WeightFile.decode(compressed, file: "a"), try WeightFile.decode(data, file: "b"))
    #expect(a.tensors.map(\.bytes) == b.tensors.map(\.bytes))
  }

  @Test("A pickle that refers to another function is refused by its name")
  func forbidden() throws {
    let pickle = Array("\u{80}".unicodeScalars.map { UInt8($0.value) }) + [2] + Array("cos\nsystem\n.".utf8)
    let data = try ZipArchive.archive([ZipArchive.Entry(name: "a/data.pkl", content: pickle)], isCompressed: false)
    let error = #expect(throws: NetworkError.self) { try WeightFile.decode(data, file: "evil.pth") }
    #expect(error == .forbiddenPickle(file: "evil.pth", name: "os.system"))
  }

  @Test("A pickle that nests a million deep is refused without exhausting the stack")
  func nesting() throws {
    let pickle = [0x80, 2] + Array(")".utf8) + [UInt8](repeating: 0x85, count: 1_000_000) + Array(".".utf8)
    let data = try ZipArchive.archive([ZipArchive.Entry(name: "a/data.pkl", content: pickle)], isCompressed: true)
    #expect(throws: NetworkError.self) { try WeightFile.decode(data, file: "deep.pth") }
  }
}
