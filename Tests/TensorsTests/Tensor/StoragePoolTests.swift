import Foundation
import Tensors
import TestSupport
import Testing

@Suite("The pool of memory blocks")
struct StoragePoolTests {
  private let pool = StoragePool()

  @Test("A freed block serves its size again")
  func aFreedBlockServesItsSizeAgain() {
    let first = pool.take(1000)
    pool.give(first.base, capacity: first.capacity)
    let second = pool.take(1000)
    #expect(second == first)
    pool.give(second.base, capacity: second.capacity)
    pool.releaseUnused()
  }

  @Test("A block serves a size that is a little smaller")
  func aBlockServesASizeThatIsALittleSmaller() {
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

  @Test("A block of the requested size is preferred to larger ones")
  func itsOwnSizeComesFirst() {
    let (large, small) = (pool.take(1000), pool.take(900))
    for block in [small, large] { pool.give(block.base, capacity: block.capacity) }
    let taken = pool.take(900)
    #expect(taken == small)
    pool.give(taken.base, capacity: taken.capacity)
    pool.releaseUnused()
  }

  @Test("A growing series of sizes returns its memory")
  func aGrowingSeriesGivesItsMemoryBack() {
    var largest = 0
    for size in stride(from: 1000, through: 4_000_000, by: 4000) {
      let block = pool.take(size)
      largest = max(largest, block.capacity * 4)
      pool.give(block.base, capacity: block.capacity)
    }
    #expect(pool.freeByteCount <= 3 * (largest + 64 << 20))
    pool.releaseUnused()
    #expect(pool.freeByteCount == 0)
  }

  @Test("Sizes that alternate stay in the pool")
  func sizesThatComeInTurnAreKept() {
    // Together between one and a half times and three times what is ever in use.
    let sizes = [20, 26, 33, 42].map { $0 * 1_000_000 }
    func round() -> [UnsafeMutablePointer<Float>] {
      sizes.map { size in
        let block = pool.take(size)
        pool.give(block.base, capacity: block.capacity)
        return block.base
      }
    }
    let first = round()
    let kept = pool.freeByteCount
    #expect(Set(round()).isSubset(of: first) && pool.freeByteCount == kept)
    #expect(kept >= sizes.reduce(0, +) * 4)
    pool.releaseUnused()
  }

  @Test("Sizes that are not used again leave the pool")
  func sizesThatDoNotComeBackGo() {
    let large = pool.take(100_000_000)
    pool.give(large.base, capacity: large.capacity)
    let other = (0..<8).map { pool.take(10_000_000 + $0 * 3_000_000) }
    for block in other { pool.give(block.base, capacity: block.capacity) }
    let all = pool.freeByteCount
    for _ in 0..<25_000 {
      let small = pool.take(1000)
      pool.give(small.base, capacity: small.capacity)
    }
    #expect(pool.freeByteCount < all)
    pool.releaseUnused()
  }

  @Test("A size that no machine has stops as out of memory")
  func sizesThatNoMachineHasAreSaid() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [1 << 62])
    }
    #expect(errorText(of: result).contains("out of memory"))
  }

  @Test("Memory that the system refuses stops with the size")
  func memoryThatIsNotThereIsSaid() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var limit = rlimit(rlim_cur: 4 << 30, rlim_max: 4 << 30)
      setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
      _ = Tensor(zeros: [1 << 31])
    }
    #expect(
      errorText(of: result).contains("out of memory: the system has no 8192 MB for a tensor of 2147483648 numbers"))
  }
}
