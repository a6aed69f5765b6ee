import Foundation
import Networks

/// Batches computed ahead on other threads and delivered in order.
///
/// Batch `n` depends only on `n`, so the number and speed of the threads do not matter. An error is thrown when its
/// batch is requested. Letting go of the prefetcher ends its threads.
final class BatchPrefetcher {
  private let queue: Queue

  /// Starts `workers` threads that make `count` batches, at most `ahead` of them ahead of the consumer.
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

/// The state shared by producers and consumer.
///
/// `@unchecked Sendable`: the condition's lock guards all mutable state.
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

  /// The index of the next batch to compute, once there is room; nil when all are done.
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
