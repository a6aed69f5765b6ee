/// A mistake in a notebook's request for a package.
package enum PackageProblem: Equatable, Sendable, CustomStringConvertible {
  case noOrigin
  case twoOrigins
  /// An invalid address, such as a relative path.
  case noAddress(String)
  case noRequirement(url: String)
  case twoRequirements([String])
  case requirementOfFolder(String)
  case upperBoundAlone
  case invalidVersion(key: String, version: String)
  case repeated(name: String, firstLine: Int)

  package var description: String {
    switch self {
    case .noOrigin: "A package needs `url` (a repository) or `path` (a folder)."
    case .twoOrigins: "A package has `url` or `path`, not both; leave one out."
    case .noAddress(let url):
      "`\(url)` is not an address such as `https://github.com/apple/swift-collections`. For a package in a folder write `path`."
    case .noRequirement(let url):
      "The package `\(url)` needs a version. Write `exact: 1.2.3`, `from: 1.2.3`, `branch` or `revision`."
    case .twoRequirements(let keys):
      "A package has one requirement, not \(keys.map { "`\($0)`" }.joined(separator: " and ")); leave one out."
    case .requirementOfFolder(let key):
      "A package in a folder has no versions; leave `\(key)` out."
    case .upperBoundAlone: "`to` ends a range of versions; add `from`."
    case .invalidVersion(let key, let version): Self.describe(version, of: key)
    case .repeated(let name, let firstLine):
      "The package `\(name)` is already listed on line \(firstLine). List all its products there."
    }
  }

  private static func describe(_ version: String, of key: String) -> String {
    let problem = "`\(key)` must be a version of three numbers, as in `1.2.3`, not `\(version)`"
    let plain = version.hasPrefix("v") ? String(version.dropFirst()) : version
    let numbers = plain.split(separator: ".", omittingEmptySubsequences: false)
    guard numbers.count <= 3, numbers.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isWholeNumber) }) else {
      return problem + "."
    }
    let missing = Array(repeating: "0", count: 3 - numbers.count)
    return problem + "; did you mean `\((numbers.map(String.init) + missing).joined(separator: "."))`?"
  }
}
