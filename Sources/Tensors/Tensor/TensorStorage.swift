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
/// validation set, takes a block that is a little larger before it asks for more memory.
package final class StoragePool: Sendable {
  package static let shared = StoragePool()

  /// `@unchecked Sendable`: a free block belongs to nobody, and whoever takes it is the only one to have it.
  private struct Block: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>
  }

  private struct State {
    var free: [Int: [Block]] = [:]

    /// A block of exactly this capacity, if one is free.
    mutating func take(_ capacity: Int) -> (block: Block, capacity: Int)? {
      free[capacity]?.popLast().map { ($0, capacity) }
    }

    /// The next larger capacity of which a block is free, as long as it wastes no more than a quarter.
    func nearest(above capacity: Int) -> Int? {
      free.lazy.filter { $0.key > capacity && $0.key <= capacity + capacity / 4 && !$0.value.isEmpty }.map(\.key).min()
    }
  }

  private let state = Mutex(State())

  package init() {}

  /// A block of at least `count` scalars, and its capacity in scalars.
  package func take(_ count: Int) -> (base: UnsafeMutablePointer<Float>, capacity: Int) {
    let capacity = Self.roundedCapacity(count)
    let found = state.withLock { state in
      state.take(capacity) ?? state.nearest(above: capacity).flatMap { state.take($0) }
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
    state.withLock { $0.free[capacity, default: []].append(block) }
  }

  /// Returns every block that no tensor holds to the system, as between two models of different shapes.
  package func releaseUnused() {
    let blocks = state.withLock { state in
      defer { state = State() }
      return state.free.values.flatMap { $0 }
    }
    for block in blocks { free(block.base) }
  }

  /// Memory from the system, nil if it has none. Large blocks ask for huge pages: a transform writes to 36 places at once,
  /// and as many small pages more than fill the processor's first table of addresses.
  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Float>? {
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
