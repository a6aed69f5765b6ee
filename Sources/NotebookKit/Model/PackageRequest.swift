/// A Swift package requested by a notebook, in SwiftPM's own terms.
package struct PackageRequest: Equatable, Sendable {
  package enum Origin: Equatable, Sendable {
    case repository(url: String, Requirement)
    /// A folder beside the notebook, or an absolute path.
    case folder(path: String)
  }

  /// The versions of a repository that serve.
  package enum Requirement: Equatable, Sendable {
    case exact(String)
    case from(String)
    case upToNextMinor(from: String)
    case range(from: String, to: String)
    case branch(String)
    case revision(String)
  }

  /// A library of the package, and the notebook's line that names it.
  package struct Product: Equatable, Sendable {
    package var name: String
    package var line: Int

    package init(name: String, line: Int) {
      self.name = name
      self.line = line
    }
  }

  package var origin: Origin
  /// Empty for all libraries of the package.
  package var products: [Product]
  /// The traits that are enabled; nil for the package's default ones.
  package var traits: [String]?
  /// The notebook's line of the package, from 1.
  package var line: Int

  package init(origin: Origin, products: [Product] = [], traits: [String]? = nil, line: Int) {
    self.origin = origin
    self.products = products
    self.traits = traits
    self.line = line
  }

  /// The address or path as the notebook writes it.
  package var location: String {
    switch origin {
    case .repository(let url, _): url
    case .folder(let path): path
    }
  }
}

/// Swift files requested by a notebook, which form one module.
package struct SourcesRequest: Equatable, Sendable {
  /// A file or folder beside the notebook, with the notebook's line that names it.
  package struct Path: Equatable, Sendable {
    package var path: String
    package var line: Int

    package init(path: String, line: Int) {
      self.path = path
      self.line = line
    }
  }

  /// At least one.
  package var paths: [Path]
  /// The module's name; nil for the one folder's name, or `Sources`.
  package var module: String?
  /// The notebook's line of `sources`, from 1.
  package var line: Int

  package init(paths: [Path], module: String? = nil, line: Int) {
    self.paths = paths
    self.module = module
    self.line = line
  }
}
