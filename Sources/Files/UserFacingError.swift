import Foundation

/// An error whose description is written for users.
///
/// The first sentence says what is wrong and with which value; the second says what to do about it:
///
/// ```swift
/// public enum RecordingError: UserFacingError {
///   case silent(file: String)
///
///   public var description: String {
///     switch self {
///     case .silent(let file): "The recording “\(file)” is silent. Check the microphone and record it again."
///     }
///   }
/// }
/// ```
public protocol UserFacingError: LocalizedError, CustomStringConvertible, Sendable {}

extension UserFacingError {
  /// The description, so Foundation prints the same sentence.
  public var errorDescription: String? { description }
}
