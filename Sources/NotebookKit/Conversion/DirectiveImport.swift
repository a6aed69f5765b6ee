import Files

/// Lines of an old kernel in a Jupyter notebook's cells, with their equivalent in front matter.
struct DirectiveImport {
  /// True if the notebook already has a front matter with that key, which is then left as it is.
  let hasPackages: Bool
  let hasSources: Bool
  private var packages: [PackageRequest] = []
  private var sources: [String] = []
  /// The position of each package in the list.
  private var places: [String: Int] = [:]
  private var knownSources: Set<String> = []

  /// - Parameter frontMatter: The lines that the notebook brings.
  init(besides frontMatter: [String]) {
    hasPackages = frontMatter.contains { $0.hasPrefix("packages:") }
    hasSources = frontMatter.contains { $0.hasPrefix("sources:") }
  }

  /// Removes the directives with an equivalent from a cell's source; others stay, and the run explains them.
  mutating func take(from source: String) -> String {
    var taken: Set<Int> = []
    for directive in KernelDirective.all(in: source) {
      switch directive.meaning {
      case .install(let request?) where !hasPackages: add(request)
      case .include(let path) where !path.isEmpty && !hasSources:
        if knownSources.insert(path).inserted { sources.append(path) }
      case .display: break
      case .install, .include, .system, .packageSetting, .setting, .timing, .folder, .environment, .markup: continue
      }
      taken.insert(directive.line)
    }
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    return lines.filter { !taken.contains($0.offset) }.map(\.element).joined(separator: "\n")
  }

  /// Adds a package in place of an earlier request for it, if there is one.
  private mutating func add(_ request: PackageRequest) {
    if let place = places[request.identity] {
      packages[place] = request
    } else {
      places[request.identity] = packages.count
      packages.append(request)
    }
  }

  /// The front matter's lines that replace the removed lines.
  var frontMatter: [String] {
    (packages.isEmpty ? [] : ["packages:"] + packages.map(\.yaml))
      + (sources.isEmpty ? [] : ["sources:"] + sources.map { "  - \(JSON.yaml($0))" })
  }
}
