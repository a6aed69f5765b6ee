import Display
import Files
import Foundation

/// Names of the library that somebody may mean who writes one that it does not have.
///
/// They come from the index of the documentation, which also has what other libraries call the same.
package struct LibraryHints: Sendable {
  /// The names of members and cases, by the path of their type.
  private let members: [String: [String]]
  /// The paths of members, by their names without case and underscores.
  private let paths: [String: [String]]
  /// The cases of enumerations, by the path of their type.
  private let cases: [String: [String]]
  /// The library's own types; it has members of others as well, such as of `String`.
  private let types: Set<String>
  /// The names that cells can use without a dot, sorted.
  package let topLevelNames: [String]

  /// Our names for another library's, such as for `savefig`.
  private let here: [String: [String]]

  package init(_ index: DocumentationIndex) {
    let calls = index.knownCalls.map { (String($0.name), $0.here) }
      .filter { !$0.0.isEmpty && !$0.1.isEmpty && !$0.1.contains($0.0) }
    here = Dictionary(calls) { first, second in
      first + second.filter { !first.contains($0) }
    }
    var members: [String: [String]] = [:]
    var paths: [String: [String]] = [:]
    var cases: [String: [String]] = [:]
    var names: Set<String> = []
    for symbol in index.symbols {
      let path = symbol.pathWithoutLabels
      guard path.first.map({ $0.isLetter || $0 == "_" }) ?? false else { continue }
      guard let dot = path.lastIndex(of: ".") else {
        names.insert(String(path))
        continue
      }
      let (type, name) = (String(path[..<dot]), String(path[path.index(after: dot)...]))
      guard name.first?.isLetter == true, members[type]?.contains(name) != true else { continue }
      members[type, default: []].append(name)
      paths[Self.plain(name), default: []].append(String(path))
      if symbol.declaration.hasPrefix("case ") { cases[type, default: []].append(name) }
    }
    self.members = members
    self.paths = paths
    self.cases = cases
    types = Set(index.symbols.map(\.path)).intersection(members.keys)
    topLevelNames = names.sorted()
  }

  /// True if another library has the name, and something here takes its place.
  func hasForeign(_ name: String) -> Bool { here[name] != nil }

  /// The names that other libraries' users may mean by one that stands without a dot.
  ///
  /// A member of that name is meant only by one that is spelled as Python's are: `a` or `count` may be anything.
  func names(for name: String) -> [String] {
    if let here = here[name] { return Array(here.prefix(Self.most)) }
    return name.contains("_") ? Array((paths[Self.plain(name)] ?? []).prefix(Self.most)) : []
  }

  /// Candidates for a member that a type lacks: the nearest of its own, what another library's name is here, or a
  /// member of that name elsewhere.
  ///
  /// - Returns: Nil if the type is none of the library's.
  func members(for name: String, of type: String) -> [String]? {
    guard let own = members[type], types.contains(type) else { return nil }
    let same = own.filter { Self.plain($0) == Self.plain(name) }
    if !same.isEmpty { return same }
    let foreign = here[name] ?? []
    let ofType = foreign.filter { $0.hasPrefix(type + ".") }
    if !ofType.isEmpty { return ofType }
    let near = NearestName.all(name, in: own)
    if !near.isEmpty { return near }
    return foreign.isEmpty ? Array((paths[Self.plain(name)] ?? []).prefix(Self.most)) : foreign
  }

  /// All cases of a small enumeration; none of any other type.
  func cases(of type: String) -> [String] {
    let all = cases[type] ?? []
    return all.count <= 12 ? all : []
  }

  private static let most = 3
  private static func plain(_ name: String) -> String { name.lowercased().filter { $0 != "_" } }
}
