import Display
import Files
import Foundation

extension OutputRecord {
  /// A file beside the record: its name, and its content.
  package typealias Attachment = (name: String, data: Data)

  static let format = formatName + " 1"
  /// The format's name, which all versions share.
  static let formatName = "Etude outputs"

  /// The record as JSON with a line for each line of text, and the files that contain its images and sounds.
  package func encoded() -> (json: JSON, attachments: [Attachment]) {
    var encoder = Encoder()
    let cells = self.cells.map { encoder.cell($0) }
    encoder.begin("+inline")
    let values = inlineValues.map { encoder.inlineValue($0) }
    let json: JSON = [
      "format": .string(Self.format), "notebook": .string(notebook), "stamp": Self.object(stamp),
      "parameters": Self.object(parameters), "cells": .array(cells), "inline values": .array(values),
    ]
    return (json, encoder.attachments)
  }

  private static func object(_ entries: [Stamp.Entry]) -> JSON {
    .object(JSON.Object(entries.map { ($0.name, .string($0.value)) }))
  }

  private struct Encoder {
    private(set) var attachments: [Attachment] = []
    private var name = ""
    private var count = 0

    /// Starts the list of a cell's files.
    mutating func begin(_ name: String) {
      self.name = name
      count = 0
    }

    mutating func cell(_ cell: RecordedCell) -> JSON {
      begin(cell.name)
      var object: JSON.Object = ["cell": .string(cell.name), "source": .string(cell.source)]
      if !cell.isEvaluated { object["eval"] = .boolean(false) }
      object["verify"] = cell.check.text.map { .string($0) }
      if cell.check != .skip { object["outputs"] = .array(cell.outputs.map { output($0) }) }
      return .object(object)
    }

    mutating func inlineValue(_ value: RecordedInlineValue) -> JSON {
      switch value.result {
      case .value(let result): ["expression": .string(value.expression), "value": self.value(result)]
      case .failure(let reason): ["expression": .string(value.expression), "failure": .string(reason)]
      }
    }

    private mutating func output(_ output: RecordedOutput) -> JSON {
      switch output {
      case .stream(let stream, let text): return [stream.rawValue: .lines(text)]
      case .display(let value): return ["display": self.value(value)]
      case .result(let value): return ["result": self.value(value)]
      case .warning(let text): return ["warning": .lines(text)]
      case .notice(let text): return ["notice": .string(text)]
      case .failure(let failure):
        return [
          "failure": .string(failure.kind), "expected": .boolean(failure.wasExpected),
          "summary": .string(failure.summary), "details": .lines(failure.details),
        ]
      }
    }

    private mutating func value(_ value: RecordedValue) -> JSON {
      count += 1
      var object: JSON.Object = [:]
      for representation in value.representations {
        object[representation.type.rawValue] = content(representation)
      }
      object["alternative text"] = value.metadata.alternativeText.map { .string($0) }
      object["width"] = value.metadata.width.map { .number(JSON.Number($0)) }
      object["height"] = value.metadata.height.map { .number(JSON.Number($0)) }
      return .object(object)
    }

    private mutating func content(_ representation: RecordedValue.Representation) -> JSON {
      switch representation.content {
      case .text(let text): return .lines(text)
      case .hash(let hash, let count): return ["sha256": .string(hash), "bytes": .integer(count)]
      case .bytes(let data):
        // No label contains a plus sign.
        let file = (count == 1 ? name : "\(name)+\(count)") + "." + representation.type.fileExtension
        attachments.append((file, data))
        return [
          "file": .string(file), "sha256": .string(ContentHash(data).hexadecimal), "bytes": .integer(data.count),
        ]
      }
    }
  }
}
