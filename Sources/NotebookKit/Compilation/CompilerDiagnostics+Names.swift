import Files

extension CompilerDiagnostics {
  /// The diagnostics with names that may be meant added to the errors about names and members that there are not.
  ///
  /// - Parameters:
  ///   - candidates: Names of the notebook, in order of preference.
  ///   - hints: What the library has. Both are computed only if there is such an error.
  package func suggesting(
    from candidates: () throws -> [String], hints: () throws -> LibraryHints?
  ) rethrows -> CompilerDiagnostics {
    guard diagnostics.contains(where: \.mayBeHelped) else { return self }
    let (candidates, library) = (try candidates(), try hints())
    var result = self
    for index in result.diagnostics.indices {
      if let hint = result.diagnostics[index].hint(candidates, library) { result.diagnostics[index].message += hint }
    }
    return result
  }
}

extension CompilerDiagnostic {
  fileprivate var mayBeHelped: Bool {
    unknownName != nil || unknownMember != nil || calledColumn != nil || columnType != nil
  }

  /// The sentence that says what may be meant, with the mark that parts it from the message; nil if nothing is known.
  fileprivate func hint(_ candidates: [String], _ library: LibraryHints?) -> String? {
    if let name = unknownName {
      let elsewhere = library?.names(for: name) ?? []
      let own = NearestName.all(name, in: candidates)
      if !own.isEmpty { return Self.question(own + elsewhere) }
      let near = NearestName.all(name, in: library?.topLevelNames ?? [])
      // What another library calls exactly so is likelier than a name that is spelled alike.
      return Self.question(near.isEmpty || library?.hasForeign(name) == true ? elsewhere : near)
    }
    if let (name, type) = unknownMember, let library, let known = library.members(for: name, of: type) {
      if let question = Self.question(known) { return question }
      let cases = library.cases(of: type).map { "`\($0)`" }
      return cases.isEmpty ? nil : ". `\(type)` is one of \(Self.list(cases, "and"))"
    }
    if let name = calledColumn {
      let known = library?.members(for: name, of: "DataFrame") ?? []
      return ". A data frame has no method `\(name)`" + (Self.question(known) ?? "")
    }
    return columnType.map { ". Say what its values are: `[\"name\", \($0).self] = …`" }
  }

  private static func question(_ names: [String]) -> String? {
    names.isEmpty ? nil : ". Did you mean \(list(names.map { "`\($0)`" }, "or"))?"
  }

  private static func list(_ names: [String], _ word: String) -> String {
    guard names.count > 1, let last = names.last else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " \(word) " + last
  }

  /// The name that an error reports as not in scope.
  private var unknownName: String? {
    guard severity == .error else { return nil }
    return message.wholeMatch(of: /cannot find (?:type )?'(.+)' in scope/).map { String($0.output.1) }
  }

  /// The member that an error says a type lacks, and no more.
  private var unknownMember: (name: String, type: String)? {
    guard severity == .error,
      let match = message.wholeMatch(of: /(?:value of )?type '([\w.]+)(?:<.*>)?\??' has no member '(\w+)'/)
    else { return nil }
    return (String(match.output.2), String(match.output.1))
  }

  /// The name behind the dot of a call of a data frame's column, as in `sales.head()`: every name is taken for a column's.
  private var calledColumn: String? {
    guard severity == .error, message == "cannot call value of non-function type 'AnyColumn'", let line = excerpt.first,
      let column
    else { return nil }
    let name = line.utf8.dropFirst(column - 1).prefix { $0 == UInt8(ascii: "_") || $0 > 0x7F || $0.isWord }
    let before = line.utf8.prefix(column - 1).last
    return before == UInt8(ascii: ".") && !name.isEmpty ? String(decoding: Array(name), as: UTF8.self) : nil
  }

  /// The type of the values that an error says are not a column without a type.
  private var columnType: String? {
    guard severity == .error else { return nil }
    let match = message.wholeMatch(
      of: /cannot assign value of type '(?:Column<(.+)>|\[(.+)\])' to (?:subscript of )?type 'AnyColumn'/)
    // A type that could not be inferred has the name of its parameter.
    return match.flatMap { $0.output.1 ?? $0.output.2 }.map(String.init).flatMap { $0 == "WrappedElement" ? nil : $0 }
  }
}

extension UInt8 {
  fileprivate var isWord: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
  }
}
