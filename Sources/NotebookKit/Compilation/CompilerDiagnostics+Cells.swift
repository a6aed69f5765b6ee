extension CompilerDiagnostics {
  /// The diagnostics in the reader's words: no module names of cells, no line that no reader wrote, no warning about
  /// what is only a matter of cells being modules.
  package func inNotebook(source: String) -> CompilerDiagnostics {
    var result = self
    let awaitsWithoutSaying = source.contains(
      /\blet\b[^\n]*= try CellRuntime.wait \{\n#sourceLocation[^\n]*\n *try await/)
    result.diagnostics = []
    for diagnostic in diagnostics {
      if diagnostic.isAboutModules || awaitsWithoutSaying && diagnostic.isAboutIdleMarks { continue }
      // The compiler may say one thing twice.
      let known = result.diagnostics.contains {
        $0.place == diagnostic.place && $0.message == diagnostic.inNotebook.message
      }
      if !known { result.diagnostics.append(diagnostic.inNotebook) }
    }
    return result
  }
}

extension CompilerDiagnostic {
  /// The beginning of a warning that each import of a cell draws. It is about libraries that are changed under programs
  /// which were compiled with them.
  fileprivate static let aboutHiddenImports = "using '@_implementationOnly' without enabling library evolution"

  /// Whether it warns of what can only happen between modules that others write.
  fileprivate var isAboutModules: Bool {
    guard severity == .warning else { return false }
    if message.hasPrefix("extension declares a conformance of imported type") { return true }
    if message.hasPrefix(Self.aboutHiddenImports) { return true }
    // The compiler derives these for internal types by itself.
    return message.contains(/to protocol '(Sendable|BitwiseCopyable)' was already stated in the type's module/)
  }

  /// Whether it warns of the `try await` that an `async let` is given.
  fileprivate var isAboutIdleMarks: Bool {
    severity == .warning && message.contains(/^no (calls to throwing functions|'async' operations) occur within/)
  }

  fileprivate var inNotebook: CompilerDiagnostic {
    var result = self
    result.message = Self.withoutModules(message)
    if let advice { result.message += ". " + advice }
    result.excerpt = excerpt.filter { !$0.hasPrefix("[#ImplementationOnlyDeprecated]:") }.map(Self.withoutModules)
    // An interface shows declarations in words of its own, and the generated source is nobody's.
    result.notes = notes.filter { !$0.place.contains(/^Cell_\d+\.|\/main\.swift:/) }.map(\.inNotebook)
    return result
  }

  private static func withoutModules(_ text: String) -> String {
    text.replacing(/\bCell_\d+\./, with: "")
  }

  /// What to do about an error that one file of a program of two would have as well.
  private var advice: String? {
    if message.contains("prevents automatic synthesis of")
      || message.contains(/must occur in the same source file as/)
    {
      return "Declare it in the cell that declares the type."
    }
    if message.hasPrefix("no such module '") {
      return "A package's module needs its package under `packages:` in the front matter."
    }
    if message.hasPrefix("'main' attribute cannot be used in a module that contains top-level code") {
      return "Leave `@main` out: a notebook's cells are its program. Call the type's `main()` in a cell."
    }
    if message == "'self' used before 'self.init' call or assignment to 'self'" {
      return "In an extension of a type of another cell, delegate with `self.init(…)`, "
        + "or declare the initializer in the cell that declares the type."
    }
    return nil
  }
}
