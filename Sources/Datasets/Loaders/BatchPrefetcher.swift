import Foundation
import Networks

/// Batches made on other threads ahead of whoever takes them, and handed over in order.
///
/// What batch `n` holds depends on `n` alone, so the number of threads and their pace change nothing. An error
/// comes when its batch is asked for. Letting go of the prefetcher ends its threads.
final class BatchPrefetcher {
  private let queue: Queue

  /// Starts `workers` threads that make `count` batches, at most `ahead` of them before they are taken.
  init(count: Int, ahead: Int, workers: Int, make: @escaping @Sendable (Int) throws -> Batch) {
    queue = Queue(limit: count, ahead: ahead)
    for number in 0..<min(workers, count) {
      let thread = Thread { [queue] in
        while let index = queue.take() {
          queue.put(Result { try make(index) }, at: index)
        }
      }
      thread.name = "etude-batches-\(number + 1)"
      thread.stackSize = 2 << 20
      thread.start()
    }
  }

  deinit {
    queue.stop()
  }

  /// The next batch, waiting for it if needed; nil after the last.
  func next() throws -> Batch? {
    try queue.next()
  }
}

/// What makers and taker share.
///
/// `@unchecked Sendable`: the condition's lock guards all that changes.
private final class Queue: @unchecked Sendable {
  private let condition = NSCondition()
  private let ahead: Int
  private var limit: Int
  private var nextToMake = 0
  private var nextToTake = 0
  private var finished: [Int: Result<Batch, any Error>] = [:]

  init(limit: Int, ahead: Int) {
    self.limit = limit
    self.ahead = ahead
  }

  /// The index of a batch to make, when there is room for one; nil when all are made.
  func take() -> Int? {
    condition.lock()
    defer { condition.unlock() }
    while nextToMake < limit && nextToMake >= nextToTake + ahead { condition.wait() }
    guard nextToMake < limit else { return nil }
    nextToMake += 1
    return nextToMake - 1
  }

  func put(_ batch: Result<Batch, any Error>, at index: Int) {
    condition.lock()
    defer { condition.unlock() }
    if case .failure = batch { limit = min(limit, index + 1) }
    finished[index] = batch
    condition.broadcast()
  }

  func next() throws -> Batch? {
    condition.lock()
    defer { condition.unlock() }
    guard nextToTake < limit else { return nil }
    while finished[nextToTake] == nil { condition.wait() }
    let batch = finished.removeValue(forKey: nextToTake)
    nextToTake += 1
    condition.broadcast()
    return try batch?.get()
  }

  func stop() {
    condition.lock()
    defer { condition.unlock() }
    limit = 0
    condition.broadcast()
  }
}
