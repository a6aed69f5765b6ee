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

/// Blocks of memory that tensors have let go of, kept for the next tensor of that size.
///
/// A training step allocates the same sizes again and again; giving pages back to the system and faulting them in once
/// more costs as much as a convolution.
package final class StoragePool: Sendable {
  package static let shared = StoragePool()

  private struct Block: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>
  }

  private struct State {
    var free: [Int: [Block]] = [:]
    var retained = 0
  }

  private let state = Mutex(State())

  /// A block of at least `count` scalars, and its capacity in scalars.
  func take(_ count: Int) -> (UnsafeMutablePointer<Float>, Int) {
    let capacity = Self.roundedCapacity(count)
    let block = state.withLock { state -> Block? in
      guard let block = state.free[capacity]?.popLast() else { return nil }
      state.retained -= capacity
      return block
    }
    if let block { return (block.base, capacity) }
    let isLarge = capacity * 4 >= 4 << 20
    let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity * 4, alignment: isLarge ? 2 << 20 : 64)
    if isLarge { madvise(memory, capacity * 4, Int32(MADV_HUGEPAGE)) }
    return (memory.bindMemory(to: Float.self, capacity: capacity), capacity)
  }

  /// Keeps a block for later.
  func give(_ base: UnsafeMutablePointer<Float>, capacity: Int) {
    let block = Block(base: base)
    state.withLock { state in
      state.free[capacity, default: []].append(block)
      state.retained += capacity
    }
  }

  /// Returns every block that no tensor holds to the system, as between two models of different shapes.
  package func releaseUnused() {
    let blocks = state.withLock { state in
      defer { state = State() }
      return state.free.values.flatMap { $0 }
    }
    for block in blocks { block.base.deallocate() }
  }

  /// Whole cache lines, so that neighbours never share one, and one more, so that a vector may start at any scalar.
  private static func roundedCapacity(_ count: Int) -> Int {
    (count + 15) / 16 * 16 + 16
  }
}
