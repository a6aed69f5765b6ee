extension CompilerDiagnostics {
  /// True if warnings say that the compiler ignores a conformance for one that is stated elsewhere.
  static func tellOfIgnoredConformance(_ warnings: String) -> Bool {
    warnings.contains("' was already stated in the ")
  }

  /// True if errors say that something is the main actor's and its use is not.
  static func tellOfMainActor(_ errors: String) -> Bool {
    errors.contains(/error: .*\bmain actor-isolated .* nonisolated context/)
  }

  /// The diagnostics in the reader's words: without module names of cells, lines of generated code, or warnings that
  /// arise only because cells are modules.
  package func inNotebook(source: String, fileName: String = "") -> CompilerDiagnostics {
    var result = self
    let awaitsWithoutSaying = source.contains(
      /\blet\b[^\n]*= try CellRuntime.wait \{\n#sourceLocation[^\n]*\n *try await/)
    result.preamble = []
    result.diagnostics = []
    // A source without these directives is all its writer's own.
    let isMarked = source.contains("#sourceLocation(")
    let context = CompilerDiagnostic.Context(fileName: fileName, writtenNames: Self.writtenModuleNames(in: source))
    for diagnostic in diagnostics.map({ $0.atOpening(fileName) })
    where !(isMarked && diagnostic.isOfNobodysLine(fileName)) {
      if diagnostic.isAboutModules || awaitsWithoutSaying && diagnostic.isAboutIdleMarks { continue }
      result.add(diagnostic.inNotebook(context))
    }
    if source.contains("@_dynamicReplacement(for: init(") { result.explainInitialValues() }
    // For a failure without a location in the notebook, the reason is reported at the cell's first line.
    if !result.diagnostics.contains(where: { $0.severity == .error }) {
      let place = Self.firstPlace(in: source)
      for diagnostic in diagnostics where diagnostic.severity == .error {
        var told = diagnostic.inNotebook(context)
        (told.place, told.excerpt) = (place, [])
        result.add(told)
      }
      if result.diagnostics.isEmpty, !preamble.isEmpty {
        result.diagnostics = [
          CompilerDiagnostic(place: place, severity: .error, message: Self.reason(in: preamble))
        ]
      }
    }
    return result
  }

  /// The names of modules among them that the user wrote, perhaps for one of the cell's own types.
  private static func writtenModuleNames(in source: String) -> Set<Substring> {
    guard source.utf8.contains("Cell_".utf8) || source.utf8.contains("Parameters".utf8) else { return [] }
    // The imports are above the reader's lines.
    let first = source.matches(of: /#sourceLocation\(file: "(.*)", line: \d+\)/).first { $0.output.1 != "(imports)" }
    let written = source[(first?.range.upperBound ?? source.startIndex)...]
    return Set(written.matches(of: /\b(?:Cell_\w+|Parameters)\b/).map(\.output))
  }

  /// The diagnostics with the numbers of cells instead of their modules' names.
  ///
  /// - Parameter number: The number of the cell with this module; nil if there is none.
  package func telling(cellOf number: (String) -> Int?) -> CompilerDiagnostics {
    var result = self
    result.diagnostics = diagnostics.map { diagnostic in
      diagnostic.mapTexts { text in
        // A module that cannot be imported does not belong to a cell.
        if text.hasPrefix("no such module '") { return text }
        return text.replacing(/\bmodule(?: '(Cell_\w+|Parameters)'|<(Cell_\w+|Parameters)>)/) { match in
          guard let name = match.output.1 ?? match.output.2 else { return String(match.output.0) }
          if name == ModuleNames.parameters { return "the front matter" }
          return number(String(name)).map { "cell \($0)" } ?? "another cell"
        }
      }
    }
    return result
  }

  /// The initial values that a struct gives its properties are not known in another cell's initializer.
  private mutating func explainInitialValues() {
    for index in diagnostics.indices
    where diagnostics[index].message.contains("without initializing all stored properties") {
      diagnostics[index].message +=
        ". Set the properties that have initial values as well, or declare the initializer in the type's cell."
    }
  }

  /// The compiler may say one thing twice.
  private mutating func add(_ diagnostic: CompilerDiagnostic) {
    if diagnostics.contains(where: { $0.place == diagnostic.place && $0.message == diagnostic.message }) { return }
    diagnostics.append(diagnostic)
  }

  /// The position of the first line that a reader wrote.
  private static func firstPlace(in source: String) -> String {
    for match in source.matches(of: /#sourceLocation\(file: "(.*)", line: (\d+)\)/) where match.output.1 != "(imports)"
    {
      return "\(match.output.1):\(match.output.2):1"
    }
    return "<unknown>:0"
  }

  /// The message of a tool without a source location: the linker, or a crashed compiler.
  private static func reason(in preamble: [String]) -> String {
    let symbols = preamble.compactMap { line in
      line.firstMatch(of: /error: undefined symbol: (.*)/).map { "`\($0.output.1)`" }
    }
    if !symbols.isEmpty { return "no library defines \(symbols.joined(separator: ", "))" }
    return "the Swift compiler crashed on this code. Rewrite the code, or split it into several cells"
  }
}

extension CompilerDiagnostic {
  /// The start of a warning that each import of a cell causes. It is about libraries that are changed under programs
  /// which were compiled with them.
  fileprivate static let aboutHiddenImports = "using '@_implementationOnly' without enabling library evolution"

  /// True if it warns about something that can only happen between modules of different authors.
  fileprivate var isAboutModules: Bool {
    guard severity == .warning else { return false }
    if message.hasPrefix("extension declares a conformance of imported type") { return true }
    if message.hasPrefix(Self.aboutHiddenImports) { return true }
    if message.contains(/^'(Cell_\w+|Parameters)' inconsistently imported as implementation-only/) { return true }
    // The compiler derives these for internal types automatically.
    return message.contains(/to protocol '(Sendable|BitwiseCopyable)' was already stated in the type's module/)
  }

  /// True if it warns about the generated `try await` of an `async let`.
  fileprivate var isAboutIdleMarks: Bool {
    severity == .warning && message.contains(/^no (calls to throwing functions|'async' operations) occur within/)
  }

  /// The error about a bracket that nothing closes at the bracket's place: its own is the end of the generated source.
  ///
  /// - Parameter fileName: The notebook's name.
  fileprivate func atOpening(_ fileName: String) -> CompilerDiagnostic {
    guard severity == .error, isOfNobodysLine(fileName),
      let opening = notes.first(where: { $0.message.hasPrefix("to match this opening '") }),
      !opening.isOfNobodysLine(fileName)
    else { return self }
    var result = self
    (result.place, result.excerpt) = (opening.place, opening.excerpt)
    result.message += " " + opening.message
    result.notes.removeAll { $0 == opening }
    return result
  }

  /// True if its position is in generated code.
  ///
  /// - Parameter fileName: The notebook's name, which may equal the name of a module.
  fileprivate func isOfNobodysLine(_ fileName: String) -> Bool {
    if !fileName.isEmpty, place.hasPrefix(fileName + ":") { return false }
    return place.contains(/^\(imports\):|^<unknown>|^(Cell_\w+|Parameters|Operators_\w+)[.:]|\/main\.swift:/)
  }

  /// The cell of the diagnostics.
  fileprivate struct Context {
    var fileName: String
    /// Names that the user wrote, which are not removed from the compiler's messages.
    var writtenNames: Set<Substring>
  }

  fileprivate func inNotebook(_ context: Context) -> CompilerDiagnostic {
    var result = self
    if let imported = importedCell {
      result.message = "a cell cannot import `\(imported)`. Remove the line: a cell sees what earlier cells declare"
      result.notes = []
      return result
    }
    // The name of the compiler's group of warnings helps nobody here.
    result.message = Self.withoutModules(message, context).replacing(" [#no-usage]", with: "")
    // A reader cannot fix a generated line.
    if !isOfNobodysLine(context.fileName), let advice { result.message += ". " + advice }
    result.excerpt = excerpt.filter {
      !$0.hasPrefix("[#ImplementationOnlyDeprecated]:") && !$0.hasPrefix("[#no-usage]:")
    }.map {
      Self.withoutModules($0, context)
    }
    // An interface has its own spelling of declarations, and no one reads the generated source.
    result.notes = notes.filter { !$0.isOfNobodysLine(context.fileName) }.map { $0.inNotebook(context) }
    return result
  }

  /// The module of an earlier cell, or of the parameters, that the reader's code imports, which imports it already.
  private var importedCell: Substring? {
    if let match = message.wholeMatch(of: /no such module '(Cell_\w+)'/) { return match.output.1 }
    let beginning = /ambiguous implicit access level for import of '(Cell_\w+|Parameters)'/
    return message.prefixMatch(of: beginning)?.output.1
  }

  private static func withoutModules(_ text: String, _ context: Context) -> String {
    text.replacing(/'?\/[^\s':]*\/(?:main\.swift|[^\s':]*\.swiftmodule)'?/, with: "the cell's module")
      .replacing(/\b(Cell_\w+|Parameters)\./) { match in
        context.writtenNames.contains(match.output.1) ? String(match.output.0) : ""
      }
  }

  /// True if it warns of a value that nothing uses, and that no cell shows.
  var isAboutUnusedValue: Bool { severity == .warning && message.contains(/\bis unused(?:$|\.| \[)/) }

  /// The advice for an error that two files of one program would have as well, or that a cell knows better.
  private var advice: String? {
    if isAboutUnusedValue {
      return "Only the last value of a cell is shown by itself. Show this one by `display(…)`, or drop it by `_ =`"
    }
    if message.contains("prevents automatic synthesis of")
      || message.contains(/must occur in the same source file as/)
    {
      return "Declare it in the cell that declares the type."
    }
    if message == "no such module '\(ModuleNames.parameters)'" {
      return "Parameters need no import. A package's module needs its package under `packages:` in the "
        + "front matter."
    }
    if message.hasPrefix("no such module '") {
      return "A package's module needs its package under `packages:` in the front matter."
    }
    if message.hasPrefix("'main' attribute cannot be used in a module that contains top-level code") {
      return "Remove `@main`: a notebook's cells are its program. Call the type's `main()` in a cell."
    }
    if message.contains(/^redundant conformance of/) {
      return "An earlier cell that declares it needs it for a variable's value. Change that cell instead."
    }
    if message == "'self' used before 'self.init' call or assignment to 'self'" {
      return "In an extension of a type of another cell, delegate with `self.init(…)`, "
        + "or declare the initializer in the cell that declares the type."
    }
    return nil
  }
}
