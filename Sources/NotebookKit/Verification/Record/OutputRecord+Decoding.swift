import Display
import Files
import Foundation

extension OutputRecord {
  /// Reads a record.
  ///
  /// - Parameters:
  ///   - path: The name of the record in errors.
  ///   - attachment: The content of a file beside the record; nil if it cannot be read.
  /// - Throws: ``VerificationError`` if the text is not a record of this version, or a file is missing or another.
  package init(
    decoding data: Data, path: String, attachment: @escaping (String) -> Data?
  ) throws(VerificationError) {
    let json: JSON
    do { json = try JSON(parsing: data) } catch {
      throw .damagedRecord(path: path, reason: "\(error.reason) at byte \(error.offset)")
    }
    guard let format = json["format"]?.string else { throw .damagedRecord(path: path, reason: "it has no `format`") }
    guard format == Self.format else { throw .foreignRecord(path: path, format: format) }
    let decoder = Decoder(path: path, attachment: attachment)
    self.init(
      notebook: try decoder.string(json, "notebook"), stamp: try decoder.entries(json, "stamp"),
      parameters: try decoder.entries(json, "parameters"))
    for cell in try decoder.array(json, "cells") { cells.append(try decoder.cell(cell)) }
    for value in try decoder.array(json, "inline values") { inlineValues.append(try decoder.inlineValue(value)) }
  }

  private struct Decoder {
    let path: String
    let attachment: (String) -> Data?

    func cell(_ json: JSON) throws(VerificationError) -> RecordedCell {
      var cell = RecordedCell(name: try string(json, "cell"), source: try string(json, "source"))
      if json["eval"] == .boolean(false) { cell.isEvaluated = false }
      if let text = json["verify"]?.string {
        guard let check = OutputCheck(text: text) else { throw damaged("“\(text)” is not a value of `verify`") }
        cell.check = check
      }
      guard cell.check != .skip else { return cell }
      for output in try array(json, "outputs") { cell.outputs.append(try self.output(output)) }
      return cell
    }

    func inlineValue(_ json: JSON) throws(VerificationError) -> RecordedInlineValue {
      let expression = try string(json, "expression")
      if let reason = json["failure"]?.string {
        return RecordedInlineValue(expression: expression, result: .failure(reason))
      }
      guard let value = json["value"] else { throw damaged("an inline value has no `value`") }
      return RecordedInlineValue(expression: expression, result: .value(try self.value(value)))
    }

    private func output(_ json: JSON) throws(VerificationError) -> RecordedOutput {
      for stream in [CellOutput.Stream.stdout, .stderr] {
        if let text = json[stream.rawValue]?.multilineText { return .stream(stream, text) }
      }
      if let value = json["display"] { return .display(try self.value(value)) }
      if let value = json["result"] { return .result(try self.value(value)) }
      if let text = json["warning"]?.multilineText { return .warning(text) }
      if let text = json["notice"]?.string { return .notice(text) }
      if let kind = json["failure"]?.string {
        return .failure(
          RecordedFailure(
            kind: kind, wasExpected: json["expected"] == .boolean(true), summary: try string(json, "summary"),
            details: json["details"]?.multilineText ?? ""))
      }
      throw damaged("an output has an unknown kind")
    }

    private func value(_ json: JSON) throws(VerificationError) -> RecordedValue {
      guard let object = json.object else { throw damaged("a value is not an object") }
      var value = RecordedValue(representations: [], metadata: MIMEBundle.Metadata())
      for member in object.members {
        switch (member.name, member.value) {
        case ("alternative text", .string(let text)): value.metadata.alternativeText = text
        case ("width", .number(let number)): value.metadata.width = number.double
        case ("height", .number(let number)): value.metadata.height = number.double
        case ("alternative text", _): throw damaged("an alternative text is not a string")
        case ("width", _), ("height", _): throw damaged("the \(member.name) of a value is not a number")
        default:
          value.representations.append(
            RecordedValue.Representation(
              type: MIMEType(rawValue: member.name), content: try content(member.value, of: member.name)))
        }
      }
      return value
    }

    private func content(_ json: JSON, of type: String) throws(VerificationError) -> RecordedContent {
      if let text = json.multilineText { return .text(text) }
      guard let hash = json["sha256"]?.string, let count = json["bytes"]?.integer else {
        throw damaged("a content of \(type) is neither text nor a hash")
      }
      guard let name = json["file"]?.string else { return .hash(hash, count: count) }
      // A record may come from any source, and may name only files of its folder.
      guard !name.contains("/"), !name.hasPrefix("."), let data = attachment(name),
        ContentHash(data).hexadecimal == hash
      else { throw .damagedRecord(path: path, reason: "its file \(name) is missing or was changed") }
      return .bytes(data)
    }

    func entries(_ json: JSON, _ name: String) throws(VerificationError) -> [Stamp.Entry] {
      guard let object = json[name]?.object else { throw damaged("`\(name)` is missing") }
      return object.members.map { Stamp.Entry($0.name, $0.value.string ?? "") }
    }

    func string(_ json: JSON, _ name: String) throws(VerificationError) -> String {
      guard let text = json[name]?.string else { throw damaged("`\(name)` is missing") }
      return text
    }

    func array(_ json: JSON, _ name: String) throws(VerificationError) -> [JSON] {
      guard let items = json[name]?.array else { throw damaged("`\(name)` is missing") }
      return items
    }

    private func damaged(_ reason: String) -> VerificationError { .damagedRecord(path: path, reason: reason) }
  }
}
