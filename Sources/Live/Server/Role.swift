/// The rights of a client of the preview.
package enum Role: String, Sendable, CaseIterable {
  /// Sees everything, runs cells, and reads the files beside the notebook.
  case author
  /// Sees the page.
  case viewer
}
