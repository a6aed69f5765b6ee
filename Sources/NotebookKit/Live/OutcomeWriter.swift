/// Writes outcomes in the background, one version after another.
///
/// The session's next edit does not wait for the encoder and the disk.
actor OutcomeWriter {
  private let store: OutcomeStore
  /// Number of the version that was written last.
  private var written = 0

  init(_ store: OutcomeStore) { self.store = store }

  /// Writes a version, unless a later one was first.
  ///
  /// - Parameter number: Grows from version to version.
  /// - Throws: The file system's errors.
  func write(_ live: LiveNotebook, number: Int) throws {
    guard number > written else { return }
    try store.write(live)
    written = number
  }
}
