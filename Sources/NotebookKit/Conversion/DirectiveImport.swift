import Files

/// Lines of an old kernel in a Jupyter notebook's cells, as what our front matter says instead.
struct DirectiveImport {
  /// True if the notebook already has a front matter with that key, which is then left as it is.
  let hasPackages: Bool
  let hasSources: Bool
  private var packages: [PackageRequest] = []
  private var sources: [String] = []

  /// - Parameter frontMatter: The lines that the notebook brings.
  init(besides frontMatter: [String]) {
    hasPackages = frontMatter.contains { $0.hasPrefix("packages:") }
    hasSources = frontMatter.contains { $0.hasPrefix("sources:") }
  }

  /// Takes the directives that can be told otherwise out of a cell's source; others stay, and the run explains them.
  mutating func take(from source: String) -> String {
    var lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for directive in KernelDirective.all(in: source).reversed() {
      switch directive.meaning {
      case .install(let request?) where !hasPackages:
        packages.removeAll { $0.identity == request.identity }
        packages.insert(request, at: 0)
      case .include(let path) where !path.isEmpty && !hasSources:
        if !sources.contains(path) { sources.insert(path, at: 0) }
      case .display: break
      case .install, .include, .system, .packageSetting, .setting, .timing, .folder, .environment, .markup: continue
      }
      lines.remove(at: directive.line)
    }
    return lines.joined(separator: "\n")
  }

  /// The front matter's lines that stand for what was taken.
  var frontMatter: [String] {
    (packages.isEmpty ? [] : ["packages:"] + packages.map(\.yaml))
      + (sources.isEmpty ? [] : ["sources:"] + sources.map { "  - \(JSON.yaml($0))" })
  }
}
