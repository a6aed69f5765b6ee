import Files
import Foundation
import NotebookKit

/// The page as open browsers have it, and the messages that bring them to a newer one.
package struct LivePage: Sendable {
  /// A block with the hash with which browsers recognise it.
  private struct Block: Equatable, Sendable {
    var name: String
    var html: String
    var hash: String

    init(_ block: PageParts.Block) {
      name = block.name
      html = block.html
      hash = String(ContentHash(Data(block.html.utf8)).hexadecimal.prefix(20))
    }
  }

  private var language = "en"
  private var title = ""
  private var regions: [PageParts.Region: String] = [:]
  private var opening = ""
  private var closing = "</body></html>"
  private var blocks: [Block] = []
  /// The blocks' names.
  private var names: [String] = []
  private var states: [String: PageParts.CellState] = [:]

  package init() {}

  /// The names of the blocks with cells, which show whether cells have moved.
  private(set) var cellBlocks: [String] = []

  /// The HTML of all blocks.
  var contents: [String] { blocks.map(\.html) }

  /// Receives a newer page.
  ///
  /// - Returns: The changes for browsers that have the previous page; nil if there are none.
  package mutating func update(to parts: PageParts) -> JSON.Object? {
    let known = Dictionary(blocks.map { ($0.name, $0) }) { first, _ in first }
    let new = parts.blocks.map { block in
      // Blocks are compared before they are hashed, which takes longer.
      if let old = known[block.name], old.html == block.html { old } else { Block(block) }
    }
    let newStates = Dictionary(parts.blocks.flatMap(\.states).map { ($0.cell, $0) }) { first, _ in first }
    var message = JSON.Object()
    if parts.title != title { message["title"] = .string(parts.title) }
    if parts.language != language { message["language"] = .string(parts.language) }
    let newRegions = parts.regions.filter { regions[$0.key] != $0.value }
    if !newRegions.isEmpty { message["regions"] = Self.json(newRegions) }
    let names = new.map(\.name)
    if names != self.names { message["order"] = Self.exchange(of: self.names, for: names) }
    let changed = new.filter { known[$0.name]?.hash != $0.hash }
    if !changed.isEmpty {
      let hashes = Set(blocks.map(\.hash))
      message["hashes"] = Self.hashes(changed)
      message["html"] = Self.html(changed.filter { !hashes.contains($0.hash) })
    } else if message["order"] != nil {
      message["hashes"] = []
      message["html"] = []
    }
    let changedStates = newStates.filter { states[$0.key] != $0.value }
    let goneStates = states.keys.filter { newStates[$0] == nil }.sorted()
    if !changedStates.isEmpty || !goneStates.isEmpty { message["states"] = Self.json(changedStates, gone: goneStates) }
    (language, title, regions) = (parts.language, parts.title, parts.regions)
    (opening, closing, blocks, states) = (parts.opening, parts.closing, new, newStates)
    self.names = names
    cellBlocks = parts.blocks.filter { !$0.cells.isEmpty }.map(\.name)
    return message.isEmpty ? nil : message
  }

  /// The whole page as one message.
  package var whole: JSON.Object {
    var message = JSON.Object()
    message["title"] = .string(title)
    message["language"] = .string(language)
    message["regions"] = Self.json(regions)
    message["order"] = ["from": .integer(0), "names": .array(names.map { .string($0) })]
    message["hashes"] = Self.hashes(blocks)
    message["html"] = Self.html(blocks)
    message["allStates"] = Self.json(states, gone: [])
    return message
  }

  /// The page for a browser that opens it.
  ///
  /// - Parameter data: The data for the page's script besides the content.
  package func html(with data: JSON.Object) -> Data {
    if opening.isEmpty { return Self.pageBeforeNotebook }
    var data = data
    data["states"] = Self.json(states, gone: [])
    var page = Data(opening.utf8)
    for block in blocks {
      // A name is a hash, or the label of a cell, which cannot end a comment.
      page.append(contentsOf: "<!--block \(block.hash) \(block.name)-->".utf8)
      page.append(contentsOf: block.html.utf8)
    }
    // A `<` in JSON may be written as an escape.
    let json = JSON.object(data).line.replacing("<", with: "\\u003C")
    // After the content, because it is not a block of it.
    let contentEnd = closing.range(of: "</main>\n")?.upperBound ?? closing.startIndex
    page.append(contentsOf: closing[..<contentEnd].utf8)
    page.append(contentsOf: "<script type=\"application/json\" id=\"etude:live-data\">\(json)</script>\n".utf8)
    page.append(contentsOf: closing[contentEnd...].utf8)
    return page
  }

  /// The page as long as the notebook could not be read: it asks again automatically.
  private static let pageBeforeNotebook = Data(
    """
    <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1">
    <title>Etude</title></head><body><p>The notebook has not been read yet.</p></body></html>
    """.utf8)

  // MARK: - Parts of messages

  /// The names that replace others: most edits change one of many.
  private static func exchange(of old: [String], for new: [String]) -> JSON {
    let start = zip(old, new).prefix { $0 == $1 }.count
    let most = min(old.count, new.count) - start
    let end = zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.prefix(most).count
    return [
      "from": .integer(start), "removed": .integer(old.count - start - end),
      "names": .array(new[start..<(new.count - end)].map { .string($0) }),
    ]
  }

  private static func hashes(_ blocks: [Block]) -> JSON {
    .array(blocks.map { [.string($0.name), .string($0.hash)] })
  }

  private static func html(_ blocks: [Block]) -> JSON { .array(blocks.map { [.string($0.hash), .string($0.html)] }) }

  private static func json(_ regions: [PageParts.Region: String]) -> JSON {
    .object(
      JSON.Object(regions.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key.rawValue, .string($0.value)) }))
  }

  private static func json(_ states: [String: PageParts.CellState], gone: [String]) -> JSON {
    let present = states.values.sorted { $0.cell < $1.cell }.map { state in
      var json: JSON.Object = ["kind": .string(state.kind), "html": .string(state.html)]
      if let time = state.time { json["time"] = .string(time) }
      return (state.cell, JSON.object(json))
    }
    return .object(JSON.Object(present + gone.map { ($0, .null) }))
  }
}
