import Foundation
import KernelProtocol
import Synchronization

/// Requested units that have not begun, in order.
final class UnitQueue: Sendable {
  private let units = Mutex<[KernelUnit]>([])
  private let count = DispatchSemaphore(value: 0)

  func add(_ unit: KernelUnit) {
    units.withLock { $0.append(unit) }
    count.signal()
  }

  /// Waits for the next unit.
  func next() -> KernelUnit {
    count.wait()
    return units.withLock { $0.removeFirst() }
  }
}
