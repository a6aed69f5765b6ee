import Files
import Foundation

/// A comparison of decoded images and sounds.
///
/// The runner links no decoder: ``MediaProgram`` has another program do it.
package protocol MediaComparer: Sendable {
  /// Compares two files of one kind.
  ///
  /// - Throws: ``VerificationError/comparisonFailed(program:reason:)``.
  func compare(_ old: Data, _ new: Data, as kind: MediaKind, isTolerant: Bool) throws(VerificationError) -> MediaAnswer
}

/// Kind of content that is compared decoded.
package enum MediaKind: String, Sendable { case picture, sound }

/// The outcome of a comparison of images or sounds.
package struct MediaAnswer: Equatable, Sendable, Codable {
  package var agrees: Bool
  /// Measures of the difference, as in `35 of 4,800 pixels differ`; the reason why a file cannot be decoded; or the
  /// distance of the two.
  package var summary: String
  /// The difference itself, as a PNG image or a WAV sound; nil if there is none to show.
  package var difference: Data?

  package init(agrees: Bool, summary: String, difference: Data? = nil) {
    self.agrees = agrees
    self.summary = summary
    self.difference = difference
  }
}

/// `etude-compare`, one process a comparison. Equal files need none.
package struct MediaProgram: MediaComparer {
  private let program: URL

  package init(_ program: URL) { self.program = program }

  package func compare(
    _ old: Data, _ new: Data, as kind: MediaKind, isTolerant: Bool
  ) throws(VerificationError) -> MediaAnswer {
    let folder = TemporaryFolders.newURL()
    defer { TemporaryFolders.remove(folder) }
    do {
      try TemporaryFolders.make(folder)
      let files = (folder.appending(path: "old"), folder.appending(path: "new"))
      try old.write(to: files.0)
      try new.write(to: files.1)
      let arguments = [kind.rawValue, files.0.path, files.1.path] + (isTolerant ? ["--tolerant"] : [])
      let result = try ToolProcess.run(program, arguments)
      guard result.status == 0, let answer = try? JSONDecoder().decode(MediaAnswer.self, from: result.output) else {
        let words = result.errors.trimmingCharacters(in: .whitespacesAndNewlines)
        throw VerificationError.comparisonFailed(
          program: program.path, reason: words.isEmpty ? "it ended with status \(result.status)" : words)
      }
      return answer
    } catch let error as VerificationError {
      throw error
    } catch {
      throw VerificationError.comparisonFailed(program: program.path, reason: SystemReason.of(error))
    }
  }
}
