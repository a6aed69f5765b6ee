import Synchronization

/// One recorded operation: how a gradient of its result becomes gradients of what it was computed from.
///
/// `@unchecked Sendable`: a node is written while it is recorded and while `backward()` walks the tape, both on the one
/// thread that owns the computation; other threads only pass references on.
package final class TapeNode: @unchecked Sendable {
  /// Takes the result's gradient, which it may write over if nobody else holds it, and returns one gradient per input, nil
  /// where none is needed.
  typealias Pullback = (inout Tensor, GatheredGradients) -> [Tensor?]

  private static let clock = Atomic<Int>(0)

  /// Grows with every recorded operation, so that an operation's inputs have smaller numbers.
  let order: Int
  /// The shape of the result, which its gradient must have.
  let shape: [Int]
  /// The parameter that this node is the value of, if it is not an operation.
  private(set) weak var parameter: Parameter?
  private(set) var inputs: [TapeNode?]
  private var pullback: Pullback?
  private var gradient: Tensor?
  private let isLeaf: Bool

  init(shape: [Int], inputs: [TapeNode?], pullback: @escaping Pullback) {
    order = Self.clock.add(1, ordering: .relaxed).newValue
    self.shape = shape
    self.inputs = inputs
    self.pullback = pullback
    isLeaf = false
  }

  init(parameter: Parameter, shape: [Int]) {
    order = Self.clock.add(1, ordering: .relaxed).newValue
    self.shape = shape
    self.parameter = parameter
    inputs = []
    isLeaf = true
  }

  deinit {
    guard pullback != nil else { return }
    Remains.keep(pullback, inputs)
    pullback = nil
    inputs = []
    Remains.release()
  }

  /// Adds to the gradient of this node's result.
  func accumulate(_ increment: Tensor) {
    require(increment.shape == shape, "a gradient of shape \(increment.shape) for a result of shape \(shape)")
    guard var sum = gradient else {
      gradient = increment
      return
    }
    gradient = nil  // so that the sum can be written in place
    sum.accumulate(increment)
    gradient = sum
  }

  /// What has been gathered so far, which the caller now owns.
  fileprivate func takeGradient() -> Tensor? {
    defer { gradient = nil }
    return gradient
  }

  /// Passes the gathered gradient on to the inputs, and lets go of everything that was kept to compute it.
  func propagate() {
    guard var gradient = takeGradient() else { return }
    if isLeaf {
      parameter?.accumulate(gradient)
      return
    }
    guard let pullback else {
      fatalError("backward() was already called on this computation; compute the loss again")
    }
    self.pullback = nil
    let inputs = self.inputs
    self.inputs = []
    let gradients = pullback(&gradient, GatheredGradients(inputs: inputs))
    require(gradients.count == inputs.count, "\(gradients.count) gradients for \(inputs.count) inputs")
    for (input, gradient) in zip(inputs, gradients) {
      if let input, let gradient { input.accumulate(gradient) }
    }
  }
}

/// What other uses of an operation's inputs have already given to their gradients. An operation that adds its part while it
/// writes saves a pass over memory.
struct GatheredGradients {
  fileprivate let inputs: [TapeNode?]

  /// What has been gathered for one input, if anything; whoever takes it returns it with its own part added.
  func take(_ input: Int) -> Tensor? { inputs[input]?.takeGradient() }
}

/// What abandoned nodes referred to, let go one after another: a tape is a chain, and freeing its end would otherwise
/// free the rest by recursion, as deep as the tape is long.
private enum Remains {
  /// `@unchecked Sendable`: what is in it is only let go of, never called.
  private struct Heap: @unchecked Sendable {
    var items: [(TapeNode.Pullback?, [TapeNode?])] = []
    var isDraining = false
  }

  private static let heap = Mutex(Heap())

  /// Holds on to what a node referred to, so that the node can go without it.
  static func keep(_ pullback: TapeNode.Pullback?, _ inputs: [TapeNode?]) {
    let item = Heap(items: [(pullback, inputs)])
    heap.withLock { $0.items += item.items }
  }

  /// Frees everything held, and what that leads to, unless a caller further up is at it already.
  static func release() {
    let isFirst = heap.withLock { heap in
      defer { heap.isDraining = true }
      return !heap.isDraining
    }
    guard isFirst else { return }
    while takeAll() != nil {}
  }

  /// Everything held, which is freed when the caller drops it; nil, and the end of draining, if there is nothing.
  private static func takeAll() -> Heap? {
    heap.withLock { heap in
      guard !heap.items.isEmpty else {
        heap.isDraining = false
        return nil
      }
      defer { heap.items = [] }
      return heap
    }
  }
}
