import Foundation
import Synchronization

/// The 64-byte aligned block of memory under a tensor, returned to `StoragePool` when the last tensor lets go of it.
///
/// `@unchecked Sendable`: tensors write to a block only while they hold its sole reference (copy on write), so a block
/// that two threads can see is never written.
package final class TensorStorage: @unchecked Sendable {
  /// The number of scalars that fit.
  package let count: Int
  /// The first scalar.
  package let base: UnsafeMutablePointer<Float>
  private let capacity: Int

  /// Takes a block for `count` scalars, whose values are arbitrary until written.
  package init(uninitialized count: Int) {
    self.count = count
    (base, capacity) = StoragePool.shared.take(count)
  }

  deinit {
    StoragePool.shared.give(base, capacity: capacity)
  }
}

/// Blocks of memory that tensors have let go of, kept for the next tensor of about that size.
///
/// A training step allocates the same sizes again and again; giving pages back to the system and faulting them in once
/// more costs as much as a convolution. A size that comes for the first time, as with the smaller last batch of a
/// validation set, takes a block that is a little larger before it asks for more memory. Sizes that have not come
/// back for thousands of blocks go to the system once all blocks together are half as large again as what was ever in use,
/// and any size once they are three times as large.
package final class StoragePool: Sendable {
  package static let shared = StoragePool()

  /// `@unchecked Sendable`: a free block belongs to nobody, and whoever takes it is the only one to have it.
  private struct Block: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>
  }

  /// Free blocks of one capacity.
  private struct Shelf {
    var blocks: [Block] = []
    /// How many blocks had been given when the last one came.
    var lastGift = 0
  }

  private struct State {
    /// By capacity; none is empty.
    var shelves: [Int: Shelf] = [:]
    /// Blocks given so far.
    var gifts = 0
    /// Scalars in free blocks, in those that tensors hold, and the most that tensors ever held.
    var free = 0
    var used = 0
    var mostUsed = 0

    /// A block of this capacity or, if none is free, a little more.
    mutating func take(_ capacity: Int) -> (block: Block, capacity: Int)? {
      let found = shelves[capacity] == nil ? nearest(above: capacity) : capacity
      return found.flatMap { take(exactly: $0) }
    }

    private mutating func take(exactly capacity: Int) -> (block: Block, capacity: Int)? {
      guard let block = shelves[capacity]?.blocks.popLast() else { return nil }
      if shelves[capacity]?.blocks.isEmpty == true { shelves[capacity] = nil }
      free -= capacity
      return (block, capacity)
    }

    /// The next larger capacity of which a block is free, as long as it wastes no more than a quarter.
    private func nearest(above capacity: Int) -> Int? {
      shelves.keys.lazy.filter { $0 > capacity && $0 <= capacity + capacity / 4 }.min()
    }

    /// Counts a block that a tensor holds from now on.
    mutating func use(_ capacity: Int) {
      used += capacity
      mostUsed = max(mostUsed, used)
    }

    /// Keeps a block, and returns those that are too many by now, the longest unasked for first.
    mutating func give(_ block: Block, capacity: Int) -> [Block] {
      used -= capacity
      free += capacity
      gifts += 1
      shelves[capacity, default: Shelf()].blocks.append(block)
      shelves[capacity]?.lastGift = gifts
      var surplus: [Block] = []
      while free + used > mostUsed + mostUsed / 2 + StoragePool.slack,
        let oldest = shelves.min(by: { $0.value.lastGift < $1.value.lastGift }),
        gifts - oldest.value.lastGift > StoragePool.patience || free + used > 3 * (mostUsed + StoragePool.slack),
        let (block, _) = take(exactly: oldest.key)
      {
        surplus.append(block)
      }
      return surplus
    }
  }

  /// Scalars (64 MB) that may lie idle however little was in use.
  private static let slack = 16 << 20

  /// Blocks that may be given before one that nobody asked for is surplus: many steps of a large network.
  private static let patience = 20_000

  private let state = Mutex(State())

  package init() {}

  /// A block of at least `count` scalars, and its capacity in scalars.
  package func take(_ count: Int) -> (base: UnsafeMutablePointer<Float>, capacity: Int) {
    let capacity = Self.roundedCapacity(count)
    let found = state.withLock { state in
      let found = state.take(capacity)
      state.use(found?.capacity ?? capacity)
      return found
    }
    if let found { return (found.block.base, found.capacity) }
    if let fresh = Self.allocate(capacity) { return (fresh, capacity) }
    releaseUnused()
    guard let fresh = Self.allocate(capacity) else {
      fatalError(
        "out of memory: the system has no \(capacity / (1 << 18)) MB for a tensor of \(count) numbers; "
          + "use smaller batches or images")
    }
    return (fresh, capacity)
  }

  /// Keeps a block for later.
  package func give(_ base: UnsafeMutablePointer<Float>, capacity: Int) {
    let block = Block(base: base)
    for surplus in state.withLock({ $0.give(block, capacity: capacity) }) { free(surplus.base) }
  }

  /// Bytes in blocks that no tensor holds.
  package var freeByteCount: Int { state.withLock { $0.free * 4 } }

  /// Returns every block that no tensor holds to the system, as between two models of different shapes.
  package func releaseUnused() {
    let blocks = state.withLock { state in
      defer {
        state.shelves = [:]
        state.free = 0
        state.mostUsed = state.used
      }
      return state.shelves.values.flatMap(\.blocks)
    }
    for block in blocks { free(block.base) }
  }

  /// Memory from the system, nil if it has none. Large blocks ask for huge pages: a transform writes to 36 places at once,
  /// and as many small pages more than fill the processor's first table of addresses.
  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Float>? {
    guard capacity <= Int.max / 8 else { return nil }
    let hugePage = 2 << 20
    let isLarge = capacity * 4 >= 2 * hugePage
    var memory: UnsafeMutableRawPointer?
    guard posix_memalign(&memory, isLarge ? hugePage : 64, capacity * 4) == 0, let memory else { return nil }
    if isLarge { madvise(memory, capacity * 4, Int32(MADV_HUGEPAGE)) }
    return memory.bindMemory(to: Float.self, capacity: capacity)
  }

  /// Whole cache lines, so that neighbours never share one, and one more, so that a vector may start at any scalar.
  private static func roundedCapacity(_ count: Int) -> Int {
    (count + 15) / 16 * 16 + 16
  }
}
