import Foundation

/// The operating system's description of a failure, as part of a sentence: `No space left on device`.
package enum SystemReason {
  /// The reason of the C call that failed last on this thread.
  package static var ofLastCall: String { of(errno) }

  /// The words for a value of `errno`.
  package static func of(_ code: Int32) -> String { String(cString: strerror(code)) }

  /// The reason of an error of Foundation's file operations, without Foundation's own sentence around it.
  package static func of(_ error: any Error) -> String {
    let error = error as NSError
    let cause = (error.userInfo[NSUnderlyingErrorKey] as? any Error).map { $0 as NSError } ?? error
    if cause.domain == NSPOSIXErrorDomain { return of(Int32(cause.code)) }
    let words = error.localizedDescription.replacing("The operation could not be completed. ", with: "")
    return words.hasSuffix(".") ? String(words.dropLast()) : words
  }
}
