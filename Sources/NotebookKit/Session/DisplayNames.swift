/// The names of displayed values, in the report and in the kernel running.
///
/// Each kernel counts `display-1`, `display-2`, … from the start. After a kernel that ended, a value that is shown again
/// keeps the name that the report has for it, and a new value gets a name that the report does not have.
struct DisplayNames {
  private var highest = 0
  private var isFirstKernel = true
  /// For the names of the current kernel, those of the report.
  private var reported: [String: String] = [:]

  private static let prefix = "display-"

  private static func number(of name: String) -> Int? {
    name.hasPrefix(prefix) ? Int(name.dropFirst(prefix.count)) : nil
  }

  mutating func beginKernel() {
    isFirstKernel = false
    reported = [:]
  }

  /// Receives names that the report has from elsewhere.
  mutating func note(_ names: [String]) {
    highest = max(highest, names.compactMap(Self.number).max() ?? 0)
  }

  /// The report's name for a value that is shown.
  ///
  /// - Parameter known: The name that the report has for it already, if a step runs again.
  mutating func show(_ name: String, known: String? = nil) -> String {
    guard let number = Self.number(of: name) else { return name }
    if isFirstKernel {
      highest = max(highest, number)
      return name
    }
    if let earlier = reported[name] { return earlier }
    if known == nil { highest += 1 }
    let result = known ?? "\(Self.prefix)\(highest)"
    reported[name] = result
    return result
  }

  /// The report's name for a value that is updated.
  func update(_ name: String) -> String { isFirstKernel ? name : reported[name] ?? name }
}
