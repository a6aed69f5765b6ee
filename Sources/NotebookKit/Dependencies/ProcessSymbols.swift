/// Symbols of the C library, Foundation and the standard library with effects that no variable of a notebook shows.
enum ProcessSymbols {
  /// True if calling it changes process-wide state: the working directory, the environment, streams or signals.
  static func changesProcess(_ symbol: String) -> Bool {
    cName(of: symbol).map(changers.contains) ?? symbol.contains("changeCurrentDirectoryPath")
  }

  /// The generator state from which the C library draws random numbers, if the symbol uses it.
  static func randomState(_ symbol: String) -> StepEffects.Variable? {
    guard let name = cName(of: symbol), generators.contains(name) else { return nil }
    return StepEffects.Variable("random numbers of the C library")
  }

  /// True if it draws random numbers that no seed repeats.
  static func drawsUnseeded(_ symbol: String) -> Bool {
    if symbol == "s:s27SystemRandomNumberGeneratorV" || symbol.hasSuffix("4UUIDVACycfc") { return true }
    // `Int.random(in:)` without `using:`, and likewise `shuffled()`, `shuffle()` and `randomElement()`.
    return (symbol.hasPrefix("s:S") || symbol.hasPrefix("s:s")) && !symbol.contains("5using")
      && ["6random", "8shuffled", "7shuffle", "13randomElement"].contains { symbol.contains($0) }
  }

  private static func cName(of symbol: String) -> String? {
    symbol.hasPrefix("c:@F@") ? String(symbol.dropFirst(5)) : nil
  }

  private static let changers: Set<String> = [
    "chdir", "fchdir", "chroot", "umask", "setenv", "unsetenv", "putenv", "clearenv", "setlocale", "tzset", "dup2",
    "dup3", "freopen", "setvbuf", "setbuf", "setlinebuf", "signal", "sigaction", "sigprocmask", "setrlimit", "nice",
    "atexit",
  ]

  private static let generators: Set<String> = [
    "rand", "srand", "random", "srandom", "initstate", "setstate", "drand48", "erand48", "lrand48", "nrand48",
    "mrand48",
    "jrand48", "srand48", "seed48", "lcong48",
  ]
}
