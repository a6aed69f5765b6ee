/// The inputs of a module's compilation besides its source.
package struct CompilationOptions: Hashable, Sendable {
  /// True if it is compiled with `-O`.
  package var optimize: Bool
  package var languageMode: LanguageMode
  /// True if a Swift 5 module sees a Swift 6 one, whose globals belong to the main actor, or uses other things that do at
  /// the top level.
  package var seesSwift6: Bool
  /// True if access control is off. Without it, the compiler leaves out overrides in a class whose superclass overrides
  /// methods of a third module's class, because it regards that module's internal methods as invisible.
  package var ignoresAccess = false

  package init(optimize: Bool = false, languageMode: LanguageMode = .swift5, seesSwift6: Bool = false) {
    self.optimize = optimize
    self.languageMode = languageMode
    self.seesSwift6 = seesSwift6
  }

  /// True if the globals of such a module belong to the main actor.
  var isolatesGlobals: Bool { languageMode == .swift6 || seesSwift6 }

  /// The compiler's arguments.
  var arguments: [String] {
    let mode =
      ["-swift-version", languageMode.rawValue, optimize ? "-O" : "-Onone"]
      + (ignoresAccess ? ["-disable-access-control"] : [])
    // Without complete checks, the compiler refuses in Swift 5 to read from the top level declarations of the main
    // actor.
    return mode + (languageMode == .swift5 && seesSwift6 ? ["-strict-concurrency=complete"] : [])
  }
}
