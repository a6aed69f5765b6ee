import Tensors

/// The context of layers in training: the mode and the random generator.
///
/// Outside `training`, layers behave as in use: batch normalisation takes its running statistics, and dropout lets
/// everything pass.
///
/// ```swift
/// let context = TrainingContext(seed: 1)
/// let loss = try training(context) { try CrossEntropy()(model(batch.inputs), batch.targets) }
/// ```
public final class TrainingContext {
  /// The source of dropout's random numbers.
  public var generator: MersenneTwister

  /// A problem that a layer found and that makes the step meaningless; `training` throws it.
  private var failure: NetworkError?

  /// Seeds the random numbers.
  public init(seed: UInt64) { generator = MersenneTwister(seed: seed) }

  /// Keeps the first problem that a layer reports; layers do not throw, since most have no reason to.
  public func report(_ error: NetworkError) { failure = failure ?? error }

  /// Clears problems that an earlier step reported but did not throw.
  fileprivate func begin() { failure = nil }

  /// Throws the reported problem, once.
  func check() throws {
    guard let error = failure else { return }
    failure = nil
    throw error
  }

  /// The context of the running `training`; nil while a model is used.
  public static var current: TrainingContext? { Current.context?.context }

  private enum Current {
    @TaskLocal static var context: Box?
  }

  /// Carries a context through a task-local value.
  ///
  /// `@unchecked Sendable`: the value is only ever read on the thread that runs `training`.
  private struct Box: @unchecked Sendable {
    let context: TrainingContext
  }

  fileprivate static func with<Result>(_ context: TrainingContext, _ body: () throws -> Result) rethrows -> Result {
    try Current.$context.withValue(Box(context: context), operation: body)
  }
}

/// Runs `body` with all layers in training.
///
/// ```swift
/// let context = TrainingContext(seed: 1)
/// let outputs = try training(context) { model(images) }  // with dropout and the batch's own statistics
/// ```
/// - Throws: The error that `body` throws, and `NetworkError.singleValueBatch` if a layer cannot train on its input.
public func training<Result>(_ context: TrainingContext, _ body: () throws -> Result) throws -> Result {
  if TrainingContext.current !== context { context.begin() }
  let result = try TrainingContext.with(context, body)
  try context.check()
  return result
}
