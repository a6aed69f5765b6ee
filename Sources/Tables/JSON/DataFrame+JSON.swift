import Files
public import Foundation

extension DataFrame {
  /// A data frame from a JSON file: a list of objects, each of which is a row.
  ///
  /// ```json
  /// [{"name": "Ada", "age": 12}, {"name": "Ben"}]
  /// ```
  /// Columns are in the order in which members first occur; an absent member or null is a missing value.
  /// Integers, numbers, truth values and dates of ISO 8601 are recognised, everything else is a string.
  /// - Parameters:
  ///   - url: The file.
  ///   - columns: The columns to read, in their order; nil reads all.
  /// - Throws: ``TableError`` with the file, the object and the member.
  public init(contentsOfJSONFile url: URL, columns: [String]? = nil) throws(TableError) {
    try self.init(json: try Self.contents(of: url), columns: columns, path: url.relativePath)
  }

  /// A data frame from the contents of a JSON file.
  ///
  /// - Parameters:
  ///   - data: The contents.
  ///   - columns: The columns to read, in their order; nil reads all.
  /// - Throws: ``TableError`` with the object and the member.
  public init(jsonData data: Data, columns: [String]? = nil) throws(TableError) {
    try self.init(json: data, columns: columns, path: "JSON")
  }

  private init(json data: Data, columns chosen: [String]?, path: String) throws(TableError) {
    let json: JSON
    do { json = try JSON(parsing: data) } catch {
      throw .invalidJSON(path: path, reason: "\(error)")
    }
    guard let rows = json.array else { throw .noRowsInJSON(path: path, found: json.kindWords) }
    var (names, places): ([String], [String: Int]) = ([], [:])
    var values: [[JSON?]] = []
    for (row, item) in rows.enumerated() {
      guard let object = item.object else {
        throw .noRowsInJSON(path: path, found: "\(item.kindWords) as item \(row) of its list")
      }
      for member in object.members {
        if places[member.name] == nil {
          places[member.name] = names.count
          names.append(member.name)
          values.append([JSON?](repeating: nil, count: row))
        }
        if let place = places[member.name] { values[place].append(member.value == .null ? nil : member.value) }
      }
      for place in values.indices where values[place].count == row { values[place].append(nil) }
    }
    for name in chosen ?? [] where places[name] == nil {
      throw .unknownColumn(path: path, name: name, nearest: NearestName.of(name, in: names), known: names)
    }
    if let name = Self.repeated(chosen) { throw .repeatedColumn(path: path, name: name) }
    self.init()
    for name in chosen ?? names {
      guard let place = places[name] else { continue }
      append(column: try Self.column(name, values[place], path: path))
    }
  }

  /// The values as the first of the types that all of them are.
  private static func column(_ name: String, _ values: [JSON?], path: String) throws(TableError) -> AnyColumn {
    for (row, value) in values.enumerated() {
      if value?.array == nil, value?.object == nil { continue }
      throw .unusableMember(
        path: path, row: row, name: name,
        reason:
          "A column cannot contain \(value?.kindWords ?? "it"). Leave the member out with the argument columns, or flatten it."
      )
    }
    func typed<T: ColumnElement>(_ read: (JSON) -> T?) -> AnyColumn? {
      let typed = values.map { $0.flatMap(read) }
      let isComplete = zip(typed, values).allSatisfy { ($0 == nil) == ($1 == nil) } && values.contains { $0 != nil }
      return isComplete ? Column(name: name, contents: typed).eraseToAnyColumn() : nil
    }
    return typed { $0.writtenInteger } ?? typed { $0.number } ?? typed { $0.boolean }
      ?? typed { $0.string.flatMap { ISODate.seconds($0) }.map { Date(timeIntervalSince1970: $0) } }
      ?? Column(name: name, contents: values.map { $0.map { $0.string ?? $0.line } }).eraseToAnyColumn()
  }
}

extension JSON {
  fileprivate var number: Double? { if case .number(let value) = self { value.double } else { nil } }
  /// A number without a point, so that `1.0` stays a number among others.
  fileprivate var writtenInteger: Int? { if case .number(let value) = self { Int(value.literal) } else { nil } }
  fileprivate var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }

  fileprivate var kindWords: String {
    switch self {
    case .null: "null"
    case .boolean: "a truth value"
    case .number: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
