import Synchronization
import Tensors
import Testing

@Suite("Parallel loops")
struct ParallelForTests {
  @Test("Every index runs once", arguments: [0, 1, 2, 7, 1000])
  func everyIndexRunsOnce(_ count: Int) {
    let visits = (0..<count).map { _ in Counter() }
    parallelFor(count) { visits[$0].increment() }
    #expect(visits.allSatisfy { $0.value == 1 })
  }

  @Test("Ranges cover the count once", arguments: [LoopOrder.ascending, .descending])
  func rangesCoverTheCount(_ order: LoopOrder) {
    let covered = (0..<10).map { _ in Counter() }
    parallelFor(10, grain: 4, order: order) { for index in $0 { covered[index].increment() } }
    #expect(covered.allSatisfy { $0.value == 1 })
  }

  @Test("Loops nest and follow each other")
  func loopsNestAndFollowEachOtherQuickly() {
    let total = Counter()
    for _ in 0..<2_000 {
      parallelFor(3) { _ in parallelFor(2) { _ in total.increment() } }
    }
    #expect(total.value == 12_000)
  }

  @Test("A descending loop goes from the end to the start")
  func aDescendingLoopGoesFromTheEndToTheStart() {
    let starts = Mutex<[Int]>([])
    parallelFor(1000, grain: 1, order: .descending) { range in starts.withLock { $0.append(range.lowerBound) } }
    let order = starts.withLock { $0 }
    #expect(order[..<500].reduce(0, +) > order[500...].reduce(0, +))
  }

  @Test("Several threads run loops at once")
  func severalThreadsMayAskAtOnce() async {
    let total = Counter()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 { group.addTask { for _ in 0..<500 { parallelFor(5) { _ in total.increment() } } } }
    }
    #expect(total.value == 10_000)
  }

  @Test("A loop without gradients records nothing")
  func loopsWithoutGradientsRecordNothing() {
    let x = Parameter(Tensor([1]))
    let tracked = Counter()
    withoutGradients { parallelFor(1000) { _ in if (x.value * 2).isTracked { tracked.increment() } } }
    #expect(tracked.value == 0)
  }

  @Test("A loop with gradients records every index")
  func loopsWithGradientsRecordEveryIndex() {
    let x = Parameter(Tensor([1]))
    let tracked = Counter()
    parallelFor(1000) { _ in if (x.value * 2).isTracked { tracked.increment() } }
    #expect(tracked.value == 1000)
  }
}

private final class Counter: Sendable {
  private let count = Atomic<Int>(0)
  var value: Int { count.load(ordering: .relaxed) }
  func increment() { count.add(1, ordering: .relaxed) }
}
