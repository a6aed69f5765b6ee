import Foundation
import Synchronization

/// Threads that wait for loops: first spinning, since the next loop of a training step is microseconds away, then
/// asleep.
///
/// `@unchecked Sendable`: `body`, `count` and `isRecording` are written only by the holder of `submission`, before
/// `isOpen` is raised, and read by workers only between raising `active` and seeing `isOpen`.
package final class ThreadPool: @unchecked Sendable {
  /// The pool of the process.
  package static let shared = ThreadPool(threadCount: configuredThreadCount)

  /// True on a thread that is inside a loop's body, where further loops run in place.
  @TaskLocal private static var isInsideLoop = false

  private let helpers: Int
  private let submission = NSLock()
  private let sleep = NSCondition()
  private let limit: Atomic<Int>
  private let sleepers = Atomic<Int>(0)
  private let epoch = Atomic<Int>(0)
  private let isOpen = Atomic<Bool>(false)
  private let active = Atomic<Int>(0)
  private let next = Atomic<Int>(0)
  private var count = 0
  private var body: ((Int) -> Void)?
  /// True if the thread that asked for the loop records gradients, which applies to the loop's body on every thread.
  private var isRecording = true

  /// Starts `threadCount - 1` workers; the thread that asks for a loop is the last one.
  init(threadCount: Int) {
    helpers = max(0, threadCount - 1)
    limit = Atomic(max(1, threadCount))
    for index in 0..<helpers {
      let thread = Thread { [self] in work() }
      thread.name = "etude-loop-\(index + 1)"
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  /// `ETUDE_THREADS`, or the number of cores; read once, so a warning appears once.
  package static let configuredThreadCount = threadCount(ProcessInfo.processInfo.environment["ETUDE_THREADS"])

  /// Parses the setting; returns the number of cores if it is unset or, with a warning, if it is not a whole number
  /// above 0.
  package static func threadCount(_ setting: String?) -> Int {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    guard let setting else { return cores }
    if let number = Int(setting), number > 0 { return number }
    let warning = "warning: ETUDE_THREADS is “\(setting)”, not a whole number above 0; all \(cores) cores are used.\n"
    FileHandle.standardError.write(Data(warning.utf8))
    return cores
  }

  /// The number of threads of loops, one or all of the pool, for tests that compare the two.
  package func setLimit(_ threads: Int) {
    limit.store(threads, ordering: .relaxed)
  }

  func run(_ count: Int, _ body: (Int) -> Void) {
    guard count > 1, helpers > 0, limit.load(ordering: .relaxed) > 1, !Self.isInsideLoop, submission.try() else {
      for index in 0..<max(0, count) { body(index) }
      return
    }
    defer { submission.unlock() }
    withoutActuallyEscaping(body) { body in
      self.body = body
      self.count = count
      isRecording = Recording.isEnabled
      next.store(0, ordering: .relaxed)
      isOpen.store(true, ordering: .sequentiallyConsistent)
      epoch.add(1, ordering: .sequentiallyConsistent)
      if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
        sleep.withLock { sleep.broadcast() }
      }
      Self.$isInsideLoop.withValue(true) { takeIndices(body) }
      isOpen.store(false, ordering: .sequentiallyConsistent)
      var spins = 0
      while active.load(ordering: .sequentiallyConsistent) > 0 {
        spins += 1
        if spins > 20_000 { sched_yield() }
      }
      self.body = nil
    }
  }

  private func takeIndices(_ body: (Int) -> Void) {
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      body(index)
    }
  }

  private func work() {
    Self.$isInsideLoop.withValue(true) {
      var seen = 0
      while true {
        seen = waitForEpoch(after: seen)
        active.add(1, ordering: .sequentiallyConsistent)
        takePart()
        active.subtract(1, ordering: .sequentiallyConsistent)
      }
    }
  }

  /// Works at the loop that is open, if one is.
  ///
  /// A separate function, so its copy of the closure is released before `active` decreases: `run` must not return while
  /// one is left, and unoptimised code keeps a local until its frame ends.
  private func takePart() {
    guard isOpen.load(ordering: .sequentiallyConsistent), let body else { return }
    if isRecording { takeIndices(body) } else { withoutGradients { takeIndices(body) } }
  }

  private func waitForEpoch(after seen: Int) -> Int {
    for _ in 0..<20_000 {
      let current = epoch.load(ordering: .acquiring)
      if current != seen { return current }
    }
    return sleep.withLock {
      sleepers.add(1, ordering: .sequentiallyConsistent)
      defer { sleepers.subtract(1, ordering: .sequentiallyConsistent) }
      while true {
        let current = epoch.load(ordering: .sequentiallyConsistent)
        if current != seen { return current }
        sleep.wait()
      }
    }
  }
}
