import Foundation

extension Error {
  /// Why a file operation failed, as the system says it: part of a sentence, without Foundation's words around it.
  var reason: String {
    let error = self as NSError
    let cause = (error.userInfo[NSUnderlyingErrorKey] as? any Error).map { $0 as NSError } ?? error
    if cause.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(cause.code))) }
    let words = localizedDescription.replacing("The operation could not be completed. ", with: "")
    return words.hasSuffix(".") ? String(words.dropLast()) : words
  }
}
