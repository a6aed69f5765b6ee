/// A step of the preparation of a notebook's packages and sources, for those who show it.
package enum DependencyProgress: Equatable, Sendable {
  /// A build has started; `line` is the notebook's line that requests it.
  case began(line: Int, what: String)
  case advanced(completed: Int, total: Int, what: String)
  /// Another run builds the same packages, and this one waits for it.
  case waiting
  case ended(line: Int, what: String, seconds: Double)
  /// The compiler's warnings about the notebook's own sources.
  case warned(String)
}
