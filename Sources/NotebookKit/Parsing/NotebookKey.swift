/// A key of the front matter or of a cell's options, for completion in editors.
package struct NotebookKey: Equatable, Sendable {
  package var name: String
  /// The words that are valid values; empty if it takes others.
  package var choices: [String]

  init<Settings>(_ key: YAMLKey<Settings>) {
    name = key.name
    choices = key.choices
  }

  /// The keys that a cell's option lines can have.
  package static var ofCells: [NotebookKey] { CellOptionsReader.options.map { NotebookKey($0) } }

  /// The keys of the front matter that may be below others; empty if names are the author's.
  ///
  /// - Parameter path: The keys above, from the outermost, as `["execute"]`.
  package static func ofFrontMatter(under path: [String]) -> [NotebookKey] {
    switch (path.first, path.count) {
    case (nil, _): FrontMatterReader.keys.map { NotebookKey($0) }
    case ("execute", 1): CellOptionsReader.defaultableOptions.map { NotebookKey($0) }
    case ("params", 2): ParameterReader.offeredKeys
    case ("packages", 1): DependenciesReader.offeredPackageKeys
    case ("sources", 1): DependenciesReader.offeredSourcesKeys
    default: []
    }
  }
}
