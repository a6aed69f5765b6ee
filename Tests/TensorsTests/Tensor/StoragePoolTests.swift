import Foundation
import Tensors
import Testing

@Suite struct StoragePoolTests {
  private let pool = StoragePool()

  @Test func aFreedBlockServesItsSizeAgain() {
    let first = pool.take(1000)
    pool.give(first.base, capacity: first.capacity)
    let second = pool.take(1000)
    #expect(second == first)
    pool.give(second.base, capacity: second.capacity)
    pool.releaseUnused()
  }

  @Test func aBlockServesASizeThatIsALittleSmaller() {
    let large = pool.take(1000)
    pool.give(large.base, capacity: large.capacity)
    let small = pool.take(900)
    #expect(small == large)
    pool.give(small.base, capacity: small.capacity)
    // It is back at its own size, and not wasted on a much smaller one.
    let tiny = pool.take(700)
    #expect(tiny.base != large.base && tiny.capacity < large.capacity)
    let again = pool.take(1000)
    #expect(again == large)
    for block in [tiny, again] { pool.give(block.base, capacity: block.capacity) }
    pool.releaseUnused()
  }

  @Test func itsOwnSizeComesFirst() {
    let (large, small) = (pool.take(1000), pool.take(900))
    for block in [small, large] { pool.give(block.base, capacity: block.capacity) }
    let taken = pool.take(900)
    #expect(taken == small)
    pool.give(taken.base, capacity: taken.capacity)
    pool.releaseUnused()
  }

  @Test func aGrowingSeriesGivesItsMemoryBack() {
    var largest = 0
    for size in stride(from: 1000, through: 4_000_000, by: 4000) {
      let block = pool.take(size)
      largest = max(largest, block.capacity * 4)
      pool.give(block.base, capacity: block.capacity)
    }
    #expect(pool.freeByteCount <= largest + largest / 2 + 64 << 20)
    pool.releaseUnused()
    #expect(pool.freeByteCount == 0)
  }

  @Test func sizesThatNoMachineHasAreSaid() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [1 << 62])
    }
    #expect(text(result).contains("out of memory"))
  }

  @Test func memoryThatIsNotThereIsSaid() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var limit = rlimit(rlim_cur: 4 << 30, rlim_max: 4 << 30)
      setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
      _ = Tensor(zeros: [1 << 31])
    }
    #expect(text(result).contains("out of memory: the system has no 8192 MB for a tensor of 2147483648 numbers"))
  }
}
