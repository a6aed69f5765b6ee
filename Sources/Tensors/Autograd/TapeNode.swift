import Synchronization

/// One recorded operation, with the function that propagates gradients to its inputs.
///
/// `@unchecked Sendable`: a node is written while it is recorded and while `backward()` walks the tape, both on the one
/// thread that owns the computation; other threads only pass references on.
package final class TapeNode: @unchecked Sendable {
  /// Returns one gradient per input, nil if not needed; may overwrite the result's gradient if it is uniquely
  /// referenced.
  typealias Pullback = (inout Tensor, GatheredGradients) -> [Tensor?]

  private static let clock = Atomic<Int>(0)

  /// Increases with every recorded operation, so an operation's inputs have smaller numbers.
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
    gradient = nil  // so the sum can be written in place
    sum.accumulate(increment)
    gradient = sum
  }

  /// The gradient gathered so far, now owned by the caller.
  fileprivate func takeGradient() -> Tensor? {
    defer { gradient = nil }
    return gradient
  }

  /// Propagates the gathered gradient to the inputs, and releases everything that was kept for it.
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

/// Gradients that other uses of an operation's inputs have already contributed. An operation that adds its part while
/// it writes saves a pass over memory.
struct GatheredGradients {
  fileprivate let inputs: [TapeNode?]

  /// The gradient gathered for one input, if any; the caller must return it with its own part added.
  func take(_ input: Int) -> Tensor? { inputs[input]?.takeGradient() }
}

/// Releases abandoned nodes iteratively: a tape is a chain, and recursive release would overflow the stack.
private enum Remains {
  /// `@unchecked Sendable`: its content is only released, never called.
  private struct Heap: @unchecked Sendable {
    var items: [(TapeNode.Pullback?, [TapeNode?])] = []
    var isDraining = false
  }

  private static let heap = Mutex(Heap())

  /// Retains the references of a node, so the node can be freed before them.
  static func keep(_ pullback: TapeNode.Pullback?, _ inputs: [TapeNode?]) {
    let item = Heap(items: [(pullback, inputs)])
    heap.withLock { $0.items += item.items }
  }

  /// Releases everything retained, and what that leads to, unless a caller further up does so already.
  static func release() {
    let isFirst = heap.withLock { heap in
      defer { heap.isDraining = true }
      return !heap.isDraining
    }
    guard isFirst else { return }
    while takeAll() != nil {}
  }

  /// Everything retained, which is freed when the caller drops it; nil, and the end of draining, if there is nothing.
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
