import Foundation
import Synchronization

/// The 64-byte aligned block of memory under a tensor, returned to `StoragePool` when the last tensor releases it.
///
/// `@unchecked Sendable`: tensors write to a block only while they hold its sole reference (copy on write), so a block
/// that two threads can see is never written.
package final class TensorStorage: @unchecked Sendable {
  /// The number of scalars that fit.
  package let count: Int
  /// The first scalar.
  package let base: UnsafeMutablePointer<Float>
  private let capacity: Int

  /// Allocates a block for `count` scalars, uninitialised.
  package init(uninitialized count: Int) {
    self.count = count
    (base, capacity) = StoragePool.shared.take(count)
  }

  deinit {
    StoragePool.shared.give(base, capacity: capacity)
  }
}

/// Freed blocks of memory, kept for the next tensor of about that size.
///
/// A training step allocates the same sizes again and again; returning pages to the system and faulting them in again
/// costs as much as a convolution. A new size, for example of the smaller last batch of a validation set, first takes a
/// slightly larger block before new memory is allocated. Sizes unused for thousands of allocations are returned to the
/// system once all blocks together exceed one and a half times the peak use, and any size once they exceed three times
/// the peak.
package final class StoragePool: Sendable {
  package static let shared = StoragePool()

  /// `@unchecked Sendable`: a free block has no owner, and an allocated block exactly one.
  private struct Block: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>
  }

  /// Free blocks of one capacity.
  private struct Shelf {
    var blocks: [Block] = []
    /// The allocation count at the last allocation of the size.
    var lastGift = 0
  }

  private struct State {
    /// By capacity; no list is empty.
    var shelves: [Int: Shelf] = [:]
    /// Blocks given so far.
    var gifts = 0
    /// Scalars in free blocks, in blocks of tensors, and the peak of the latter.
    var free = 0
    var used = 0
    var mostUsed = 0

    /// A block of this capacity or, if none is free, a slightly larger one.
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

    /// The next larger capacity with a free block, if it wastes at most a quarter.
    private func nearest(above capacity: Int) -> Int? {
      shelves.keys.lazy.filter { $0 > capacity && $0 <= capacity + capacity / 4 }.min()
    }

    /// Counts a block that a tensor now owns.
    mutating func use(_ capacity: Int) {
      used += capacity
      mostUsed = max(mostUsed, used)
    }

    /// Keeps a block, and returns surplus blocks, the longest unused first.
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

  /// Scalars (64 MB) that may stay idle even if the peak use was small.
  private static let slack = 16 << 20

  /// Allocations after which an unused size is surplus: many steps of a large network.
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

  /// Bytes in free blocks.
  package var freeByteCount: Int { state.withLock { $0.free * 4 } }

  /// Returns every free block to the system, for example between two models of different shapes.
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

  /// Memory from the system; nil if there is none left. Large blocks use huge pages: a transform writes to 36 places at
  /// once, and that many small pages exceed the processor's first TLB.
  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Float>? {
    guard capacity <= Int.max / 8 else { return nil }
    let hugePage = 2 << 20
    let isLarge = capacity * 4 >= 2 * hugePage
    var memory: UnsafeMutableRawPointer?
    guard posix_memalign(&memory, isLarge ? hugePage : 64, capacity * 4) == 0, let memory else { return nil }
    if isLarge { madvise(memory, capacity * 4, Int32(MADV_HUGEPAGE)) }
    return memory.bindMemory(to: Float.self, capacity: capacity)
  }

  /// Whole cache lines, so neighbours never share one, and one extra, so a vector may start at any scalar.
  private static func roundedCapacity(_ count: Int) -> Int {
    (count + 15) / 16 * 16 + 16
  }
}
