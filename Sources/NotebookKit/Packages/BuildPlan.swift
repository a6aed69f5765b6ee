import Foundation

/// The part of SwiftPM's build plan that says how cells see the packages' modules.
///
/// SwiftPM writes the plan as `release.yaml` before it builds, with one JSON list per line. The arguments of our own
/// library's module are those of anything that imports the packages.
struct BuildPlan {
  /// The compiler's arguments by which modules, C headers and macros are found.
  let importArguments: [String]
  /// The Swift and C modules that become part of the library.
  let modules: [String]

  /// - Returns: Nil if the text is no such plan.
  init?(_ text: String) {
    let lines = text.split(separator: "\n")
    guard let arguments = Self.list("args", ofCommand: "C.\(PackageManifest.library)-", ".module\"", in: lines) else {
      return nil
    }
    importArguments = Self.importArguments(in: arguments)
    var modules: Set<String> = []
    var pending = ["lib\(PackageManifest.library).so"]
    var seen: Set<String> = []
    while let library = pending.popLast() {
      guard seen.insert(library).inserted else { continue }
      let product = library.dropFirst(3).dropLast(3)
      for input in Self.list("inputs", ofCommand: "C.\(product)-", ".dylib\"", in: lines) ?? [] {
        let parts = input.split(separator: "/")
        if let last = parts.last, last.hasSuffix(".so") { pending.append(String(last)) }
        guard input.hasSuffix(".o"), let folder = parts.last(where: { $0.hasSuffix(".build") && $0 != ".build" })
        else { continue }
        modules.insert(String(folder.dropLast(6)).replacing("-", with: "_"))
      }
    }
    modules.remove(PackageManifest.library)
    modules.formUnion(importArguments.flatMap(Self.modules(inMapOf:)))
    self.modules = modules.sorted()
  }

  /// The list in a line `name: [...]` of the command whose key begins and ends so.
  private static func list(
    _ name: String, ofCommand prefix: String, _ suffix: String, in lines: [Substring]
  ) -> [String]? {
    guard
      let start = lines.firstIndex(where: { $0.hasPrefix("  \"\(prefix)") && $0.dropLast().hasSuffix(suffix) }),
      let line = lines[(start + 1)...].prefix(while: { $0.hasPrefix("    ") })
        .first(where: { $0.hasPrefix("    \(name): ") })
    else { return nil }
    return try? JSONDecoder().decode([String].self, from: Data(line.dropFirst("    \(name): ".count).utf8))
  }

  /// The modules of a map of C headers that a package brings; a map that the build makes is named by its folder.
  private static func modules(inMapOf argument: String) -> [String] {
    guard argument.hasPrefix("-fmodule-map-file="),
      let map = try? String(contentsOfFile: String(argument.dropFirst(18)), encoding: .utf8)
    else { return [] }
    return map.matches(of: /(?m)^module\s+(\w+)/).map { String($0.output.1) }
  }

  private static func importArguments(in arguments: [String]) -> [String] {
    var kept: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "-I", "-F": if let path = rest.popFirst() { kept += [argument, path] }
      case "-Xcc":
        guard let word = rest.popFirst() else { break }
        if word == "-I" || word == "-isystem" || word == "-iquote", rest.first == "-Xcc" {
          kept += [argument, word] + rest.prefix(2)
          rest = rest.dropFirst(2)
        } else if word.contains(/^-(fmodule-map-file=|I|D|isystem)./) {
          kept += [argument, word]
        }
      case "-Xfrontend":
        guard let word = rest.popFirst() else { break }
        if word == "-load-plugin-executable", rest.count > 1 {
          // The frontend itself is called, which takes it plainly.
          kept += [word] + rest.dropFirst().prefix(1)
          rest = rest.dropFirst(2)
        }
      default: if argument.hasPrefix("-cxx-interoperability-mode=") { kept.append(argument) }
      }
    }
    return kept
  }
}
