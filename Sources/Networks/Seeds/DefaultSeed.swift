import Foundation

/// Default seed of everything random: the `seed:` of the notebook's front matter, or 42.
///
/// Splits, the order of items, augmentations, first weights and dropout take it, so one line of the front matter varies
/// the run of a notebook.
///
/// ```swift
/// let split = try RandomSplitter(validFraction: 0.2).split(files)  // the same as with seed: defaultSeed
/// ```
public let defaultSeed: UInt64 = seedOfNotebook(in: ProcessInfo.processInfo.environment)

/// The seed that the runner passes on, taken as it is written; a negative one by its bits.
package func seedOfNotebook(in environment: [String: String]) -> UInt64 {
  environment["ETUDE_SEED"].flatMap { Int($0) }.map { UInt64(bitPattern: Int64($0)) } ?? 42
}
