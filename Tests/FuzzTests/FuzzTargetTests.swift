import Foundation
import FuzzTargets
import TestSupport
import Testing

/// The inputs of `make fuzz`, once each: its seeds, and the inputs that it has found.
@Suite("Readers on the inputs of fuzzing")
struct FuzzTargetTests {
  @Test("Every reader reads its seeds", arguments: FuzzTarget.all.map(\.name))
  func seeds(_ name: String) throws {
    let target = try #require(FuzzTarget.named(name))
    let seeds = try target.seeds()
    #expect(!seeds.isEmpty)
    for seed in seeds {
      target.run(seed)
      // A little damage, as fuzzing begins with.
      for place in stride(from: 0, to: seed.count, by: max(1, seed.count / 16)) {
        var damaged = seed
        damaged[place] ^= 0x55
        target.run(damaged)
        target.run(seed.prefix(place))
      }
    }
  }

  @Test(
    "What fuzzing once found neither traps nor hangs", .timeLimit(.minutes(20)),
    arguments: FuzzTarget.all.map(\.name))
  func findings(_ name: String) throws {
    let target = try #require(FuzzTarget.named(name))
    let folder = Fixtures.url("fuzz/\(name)")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for file in files.sorted() { target.run(try Data(contentsOf: folder.appending(path: file))) }
  }

  @Test("Every folder of findings belongs to a target")
  func folders() throws {
    let folders =
      (try? FileManager.default.contentsOfDirectory(atPath: Fixtures.url("fuzz").path)) ?? []
    #expect(folders.filter { FuzzTarget.named($0) == nil } == [])
  }
}
