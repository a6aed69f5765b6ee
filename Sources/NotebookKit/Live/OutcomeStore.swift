import Files
import Foundation

/// The folder of outcomes kept from one session of a notebook to the next.
package struct OutcomeStore: Sendable {
  private let file: URL
  private let environment: ContentHash

  /// - Parameters:
  ///   - file: The file of the notebook's outcomes.
  ///   - environment: Hash of everything outside the notebook that outcomes depend on: the compiler, the libraries, the
  ///     seed.
  package init(file: URL, environment: ContentHash) {
    self.file = file
    self.environment = environment
  }

  /// The position of a notebook in a folder of such files.
  init(of notebook: URL, in folder: URL, environment: ContentHash) {
    let path = notebook.standardizedFileURL.resolvingSymlinksInPath().path
    self.init(file: folder.appending(path: ContentHash(Data(path.utf8)).hexadecimal), environment: environment)
  }

  /// The outcomes of the last session; nil if there are none.
  var outcomes: KeptOutcomes? {
    // Files that were opened last are removed last.
    utimes(file.path, nil)
    return KeptOutcomes(contentsOf: file, environment: environment)
  }

  /// Writes the outcomes of a notebook.
  ///
  /// - Throws: The file system's errors.
  func write(_ live: LiveNotebook) throws {
    try AtomicFile.write(try KeptOutcomes(live, environment: environment).encoded(), to: file, makesFolder: true)
  }
}
