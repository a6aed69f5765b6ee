import Networks

/// Batches one after another, computed when requested.
///
/// ```swift
/// let batches = try loaders.valid.batches(pass: 0)
/// while let batch = try batches.next() { print(batch.inputs.shape) }
/// ```
public final class BatchStream {
  private let makeNext: () throws -> Batch?

  /// Wraps the closure that returns the next batch, or nil at the end.
  public init(_ makeNext: @escaping () throws -> Batch?) {
    self.makeNext = makeNext
  }

  /// The next batch; nil when the walk is over.
  public func next() throws -> Batch? { try makeNext() }
}
