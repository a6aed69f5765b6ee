/// A language mode of the compiler: how strictly a cell's concurrency is checked.
package enum LanguageMode: String, Equatable, Hashable, Sendable {
  case swift5 = "5"
  case swift6 = "6"

  /// The words for the modes in options.
  static let choices: KeyValuePairs<String, LanguageMode?> = ["5": .swift5, "6": .swift6]
}
