import Display
import Foundation

extension FileList: CustomStringConvertible, Displayable {
  /// Such as `462 files: A3_1.wav, A3_10.wav, …`, with ten names at most.
  public var description: String {
    let names = urls.prefix(10).map(\.lastPathComponent).joined(separator: ", ")
    return "\(count) \(count == 1 ? "file" : "files")\(isEmpty ? "" : ": ")\(names)\(count > 10 ? ", …" : "")"
  }

  /// The description as text.
  public var mimeBundle: MIMEBundle { MIMEBundle(plainText: description) }
}
