import Files
import Foundation
import NotebookKit

/// Renaming of what cells declare.
///
/// The edits are first made to a copy, which is checked: renaming is refused if a name would change its meaning or a
/// cell would not compile.
extension LanguageServer {
  /// The name at a position, and all its positions in the notebook.
  private struct Target {
    let name: String
    let own: Range<Place>
    let ranges: [Range<Place>]
    /// The occurrences, if the symbol is known beyond its cell.
    let found: [OpenNotebook.Found]
    let fragment: CodeFragment
  }

  func prepareRename(_ request: NotebookRequest) async throws -> JSON {
    let target = try await renamingTarget(request)
    return ["range": target.own.json, "placeholder": .string(target.name)]
  }

  func rename(_ request: NotebookRequest) async throws -> JSON {
    let name = request.parameters["newName"]?.string ?? ""
    guard name.wholeMatch(of: /[\p{L}_][\p{L}\p{N}_]*/) != nil else {
      throw ResponseError.refused("`\(name)` is not an identifier. Use letters, digits and `_`, a letter first.")
    }
    let target = try await renamingTarget(request)
    if name == target.name { return ["changes": .object([:])] }
    try await prove(target, as: name, request)
    let edits = target.ranges.map { range -> JSON in ["range": range.json, "newText": .string(name)] }
    return ["changes": .object([request.notebook.address: .array(edits)] as JSON.Object)]
  }

  // MARK: - What is renamed

  private func renamingTarget(_ request: NotebookRequest) async throws -> Target {
    let place = try request.place()
    guard let swift = try await swiftPlace(place, request) else {
      throw ResponseError.refused("Only names in cells can be renamed.")
    }
    try await waitForCheck(of: request)
    let lines = request.text.text.lines
    let found = try await occurrences(ofSymbolAt: swift, request)
    let ranges =
      found.isEmpty
      ? try await highlights(at: swift, request).map(\.range) : found.compactMap { range(of: $0, request) }
    guard let own = ranges.first(where: { $0.contains(place) || $0.upperBound == place }) else {
      throw ResponseError.refused("No cell of this notebook declares a name at this position.")
    }
    func text(_ range: Range<Place>) -> String {
      let line = lines[range.lowerBound.line]
      let start = encoding.offset(ofColumn: range.lowerBound.column, in: line)
      let end = encoding.offset(ofColumn: range.upperBound.column, in: line)
      return String(decoding: line.utf8.dropFirst(start).prefix(end - start), as: UTF8.self).filter { $0 != "`" }
    }
    let name = text(own)
    try await refuseForeign(name, swift, found, request)
    try refuseRelated(name, found, request)
    // `Self` names its type, and stays.
    let named = ranges.filter { text($0) != "Self" && text($0) != "self" && text($0) != "init" }
    if let other = named.first(where: { text($0) != name }) {
      throw ResponseError.refused(
        "Line \(other.lowerBound.line + 1) uses `\(name)` without writing it. Change it by hand.")
    }
    return Target(name: name, own: own, ranges: named, found: found, fragment: swift.fragment)
  }

  /// Refuses names that no cell declares.
  private func refuseForeign(
    _ name: String, _ swift: SwiftPlace, _ found: [OpenNotebook.Found], _ request: NotebookRequest
  ) async throws {
    if request.text.notebook.frontMatter.parameters.contains(where: { $0.name == name }),
      !found.contains(where: { $0.occurrence.isDeclaration })
    {
      throw ResponseError.refused("`\(name)` is a parameter. Rename it under `params:` in the front matter.")
    }
    if found.isEmpty {
      let answer = try await ask("textDocument/symbolInfo", at: swift, of: request.notebook)
      let place = answer.array?.first?["bestLocalDeclaration"]?["uri"]?.string.flatMap { URL(string: $0) }
      guard let place, request.notebook.documents?.name(ofFile: place) == swift.fragment.document else {
        throw ResponseError.refused("`\(name)` is not declared in this notebook.")
      }
    } else if !found.contains(where: { $0.occurrence.isDeclaration }) {
      throw ResponseError.refused("`\(name)` is not declared in this notebook.")
    }
  }

  /// Refuses names that must equal the name of another declaration.
  private func refuseRelated(
    _ name: String, _ found: [OpenNotebook.Found], _ request: NotebookRequest
  ) throws {
    for step in request.notebook.check?.check.steps ?? [] where !step.isCompiled {
      guard let cell = step.step.cell, cell.options.expect == nil, CellWords(cell.source).all.contains(name) else {
        continue
      }
      throw ResponseError.refused(
        "Cell \(cell.index + 1) names `\(name)` and does not compile. Correct it, then rename.")
    }
    if found.isEmpty { return }
    let base = found.first.map { $0.occurrence.name.prefix { $0 != "(" } }
    let related = request.notebook.occurrences(in: request.text).first { other in
      other.occurrence.isDeclaration && other.occurrence.roles.contains(.override)
        && other.occurrence.name.prefix { $0 != "(" } == base
    }
    if let related {
      throw ResponseError.refused(
        "Line \(related.occurrence.line) declares `\(name)` because a protocol or a superclass has one of this name. "
          + "Change them by hand.")
    }
  }

  // MARK: - Proof

  /// Makes the edits to a copy, and refuses them if that compiles less or if its names mean something else.
  private func prove(_ target: Target, as name: String, _ request: NotebookRequest) async throws {
    guard let check = request.notebook.check?.check else { return }
    if target.found.isEmpty, CellWords(target.fragment.code).all.contains(name) {
      throw ResponseError.refused("The cell already uses `\(name)`. Choose another name.")
    }
    var text = request.text.text
    for range in target.ranges.sorted(by: { $0.lowerBound > $1.lowerBound }) {
      text.replace(range, with: name, encoding)
    }
    let renamed = NotebookText(text, version: -1, file: request.notebook.file)
    let after = try await Self.updated(check, to: renamed.steps)
    for (old, new) in zip(check.steps, after.steps) where old.isCompiled && !new.isCompiled {
      let problem = new.diagnostics.first { $0.severity == .error }
      throw ResponseError.refused(
        "Line \(problem?.line ?? new.step.cell?.line ?? 1) would not compile: \(problem?.message ?? "").")
    }
    if target.found.isEmpty { return }
    let places = try expectedPlaces(target, name)
    let all = OpenNotebook.occurrences(after, in: renamed)
    let symbols = Set(all.filter { places.contains(at: $0) && $0.occurrence.isDeclaration }.map(\.occurrence.symbol))
    let now = Set(all.filter { symbols.contains($0.occurrence.symbol) && $0.isNamed(name, in: text) }.map(\.place))
    guard now == places else {
      throw ResponseError.refused("`\(name)` would change its meaning in another cell. Choose another name.")
    }
  }

  /// The lines and columns in bytes, both from 1, at which the name is after the change.
  private func expectedPlaces(_ target: Target, _ name: String) throws -> Set<[Int]> {
    var result: Set<[Int]> = []
    var shifts: [Int: Int] = [:]
    let named = target.found.filter { found in
      target.ranges.contains { $0.lowerBound.line == found.occurrence.line - 1 }
    }
    for found in named.sorted(by: { $0.place.lexicographicallyPrecedes($1.place) }) {
      guard let row = found.fragment.places.firstIndex(where: { $0?.number == found.occurrence.line - 1 }) else {
        continue
      }
      let line = found.fragment.code.split(separator: "\n", omittingEmptySubsequences: false)[row]
      let length = SwiftWord.length(at: found.occurrence.column - 1, in: String(line))
      let word = String(decoding: line.utf8.dropFirst(found.occurrence.column - 1).prefix(length), as: UTF8.self)
      guard word.filter({ $0 != "`" }) == target.name else { continue }
      let shift = shifts[found.occurrence.line, default: 0]
      result.insert([found.occurrence.line, found.occurrence.column + shift])
      shifts[found.occurrence.line] = shift + name.utf8.count - length
    }
    return result
  }
}

extension OpenNotebook.Found {
  /// The line and the column as the index counts them.
  fileprivate var place: [Int] { [occurrence.line, occurrence.column] }

  /// True if the text has this name at the position.
  fileprivate func isNamed(_ name: String, in text: EditedText) -> Bool {
    guard let line = fragment.places.compactMap({ $0 }).first(where: { $0.number == occurrence.line - 1 }) else {
      return false
    }
    let bytes = text.lines[line.number].utf8.dropFirst(line.offset + occurrence.column - 1)
    return bytes.starts(with: name.utf8)
  }
}

extension Set<[Int]> {
  fileprivate func contains(at found: OpenNotebook.Found) -> Bool { contains(found.place) }
}
