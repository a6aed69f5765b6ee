import Foundation
import Tensors
import Testing

@Suite("Damaged NumPy files")
struct NumpyFuzzTests {
  /// The number of damaged files; `ETUDE_FUZZ` sets it.
  private static let rounds = ProcessInfo.processInfo.environment["ETUDE_FUZZ"].flatMap { Int($0) } ?? 20_000

  @Test("A damaged file is read, or refused with an error of ours")
  func damagedFilesAreRefusedOrRead() {
    var generator = MersenneTwister(seed: 11)
    let seeds = [[], [3], [2, 3], [0, 4], [2, 3, 2]].map { [UInt8](Tensor(zeros: $0).npyData()) }
    var (read, refused) = (0, 0)
    for round in 0..<Self.rounds {
      var bytes = seeds[round % seeds.count]
      for _ in 0...(generator.next32() % 4) { Self.damage(&bytes, using: &generator) }
      do {
        let tensor = try Tensor(npyData: Data(bytes))
        #expect(tensor.count == tensor.shape.reduce(1, *))
        read += 1
      } catch {
        if !(error is TensorError) { Issue.record("round \(round): \(error)") }
        refused += 1
      }
    }
    #expect(read > 0 && refused > 0)
  }

  private static func damage(_ bytes: inout [UInt8], using generator: inout MersenneTwister) {
    guard !bytes.isEmpty else { return }
    // Most of a file is padding; errors are possible at its start.
    let place = Int(generator.next32()) % min(bytes.count, 80)
    switch generator.next32() % 5 {
    case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next32())
    case 1: bytes[place] ^= 1 << (generator.next32() % 8)
    case 2: bytes.removeLast(Int(generator.next32()) % bytes.count)
    case 3: bytes.insert(contentsOf: Array("(9999999999999,'<f8':True".utf8).shuffled(using: &generator), at: place)
    default: bytes.removeSubrange(place..<min(bytes.count, place + Int(generator.next32() % 12)))
    }
  }
}
