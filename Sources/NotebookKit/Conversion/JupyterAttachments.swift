import Files
import Foundation

/// Pictures that Jupyter keeps beside a cell's text.
enum JupyterAttachments {
  /// The text with `data:` URLs in the places of attachments, and the attachments that it does not name.
  ///
  /// A name may stand in the text as it is or with its characters percent-encoded.
  static func embed(_ attachments: JSON.Object, in text: String) -> (text: String, rest: JSON.Object) {
    var result = text
    var rest = JSON.Object()
    // Longer names first: one may begin as another does.
    for attachment in attachments.members.sorted(by: { $0.name.count > $1.name.count }) {
      let encoded = attachment.name.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? attachment.name
      let names = Set([attachment.name, encoded]).map { "attachment:\($0)" }.sorted { $0.count > $1.count }
      let images = attachment.value.object ?? [:]
      guard let image = images.members.first, let base64 = image.value.multilineText,
        names.contains(where: result.contains)
      else {
        rest[attachment.name] = attachment.value
        continue
      }
      let address = "data:\(image.name);base64,\(base64.filter { !$0.isWhitespace })"
      for name in names { result = result.replacing(name, with: address) }
      if images.members.count > 1 { rest[attachment.name] = attachment.value }
    }
    return (result, rest)
  }
}
