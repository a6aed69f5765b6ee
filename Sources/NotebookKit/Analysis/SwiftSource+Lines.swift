import Foundation

extension SwiftSource {
  /// True if the code may depend on its line number, through `#line` or a macro that may ask for its location.
  var tellsItsLine: Bool { code.contains(where: mayTellLine) }

  /// True if a default argument of it may contain the line of a call, as `line: Int = #line` does.
  var tellsCallersLines: Bool {
    code.indices.dropFirst().contains { code[$0 - 1].kind == .assignment && mayTellLine(code[$0]) }
  }

  private func mayTellLine(_ token: SwiftToken) -> Bool {
    switch token.kind {
    case .macro: !Self.placelessMacros.contains(text(of: token))
    case .directive: text(of: token) == "#sourceLocation"
    default: false
    }
  }

  /// Words with a number sign whose meaning does not depend on the line.
  private static let placelessMacros: Set<String> = [
    "#available", "#unavailable", "#hasSymbol", "#selector", "#keyPath", "#file", "#fileID", "#filePath", "#function",
    "#column", "#dsohandle", "#isolation", "#colorLiteral", "#fileLiteral", "#imageLiteral", "#error", "#warning",
    "#externalMacro", "#Predicate", "#Expression", "#assert",
  ]
}

extension [SymbolOccurrence] {
  /// True if they show a call of a function that may take the call's line as a default argument, or a macro that may
  /// ask for its location. Functions of packages, sources and the toolchain's smaller libraries count, because the
  /// index does not show their defaults.
  ///
  /// Those of cells show in their sources. Of Swift's own functions that take the call's line, only the words of the
  /// runtime are listed.
  var mayTellLine: Bool {
    let calls = lazy.filter { !$0.isDeclaration && SymbolOccurrence.called.contains($0.kind) }
    return Set(calls.map(\.symbol)).contains(where: SymbolOccurrence.isOfOtherModule)
  }
}

extension SymbolOccurrence {
  fileprivate static let called: Set<Kind> = [
    .function, .instanceMethod, .classMethod, .staticMethod, .initializer, .macro,
  ]

  /// True for a symbol outside the cells, the front matter and the modules whose functions do not depend on lines.
  fileprivate static func isOfOtherModule(_ symbol: String) -> Bool {
    guard let words = DeclarationKey.demangle(symbol) else { return false }
    let extended = "(extension in "
    let from = words.range(of: extended)?.upperBound ?? words.startIndex
    let rest = words[from...].trimmingPrefix("static ")
    let module = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return !module.isEmpty && module.endIndex < rest.endIndex && !module.hasPrefix(ModuleNames.cellPrefix)
      && !placelessModules.contains(String(module))
  }

  private static let placelessModules = Set(
    [
      ModuleNames.parameters, "Swift", "_Concurrency", "Observation", "Foundation", "FoundationEssentials",
      "FoundationInternationalization",
    ] + CoreLibrary.modules)
}
