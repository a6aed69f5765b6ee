/// A generator of random numbers that gives the same for the same seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    // Streams of neighbouring seeds must not be shifted copies of each other.
    state = seed
    for _ in 0..<2 { state = next() }
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

extension ModelProgram {
  /// A program of 2 to 12 cells in which every name is declared before it is used.
  ///
  /// - Parameter parameters: The values of its parameters.
  static func random(using generator: inout SeededGenerator, parameters: [String: Int] = [:]) -> ModelProgram {
    var program = ModelProgram(cells: [], parameters: parameters)
    for _ in 0..<Int.random(in: 2...12, using: &generator) {
      program.cells.append(cell(after: program.names, using: &generator))
    }
    return program
  }

  /// The names that a further cell can use.
  private var names: [String] { Set(cells.flatMap { $0.compactMap(\.declared) }).union(parameters.keys).sorted() }

  /// A program with one cell replaced, inserted, removed or moved, or with another value of a parameter.
  func edited(using generator: inout SeededGenerator) -> ModelProgram {
    var program = self
    let place = cells.indices.randomElement(using: &generator) ?? 0
    let names = ModelProgram(cells: Array(cells[..<place]), parameters: parameters).names
    if let parameter = parameters.keys.sorted().randomElement(using: &generator), Bool.random(using: &generator) {
      program.parameters[parameter] = Int.random(in: -2...2, using: &generator)
      return program
    }
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: program.cells[place] = Self.cell(after: names, using: &generator)
    case 1: program.cells.insert(Self.cell(after: names, using: &generator), at: place)
    case 2 where cells.count > 1: program.cells.remove(at: place)
    default:
      let target = Int.random(in: 0..<cells.count, using: &generator)
      program.cells.insert(program.cells.remove(at: place), at: target)
    }
    return program
  }

  private static func cell(after names: [String], using generator: inout SeededGenerator) -> [Line] {
    var (known, taken) = (names, Set<String>())
    return (0..<Int.random(in: 1...4, using: &generator)).map { _ in
      let line = line(known, taken, using: &generator)
      taken.formUnion(line.uses.map(\.name))
      if let name = line.declared {
        taken.insert(name)
        if !known.contains(name) { known.append(name) }
      }
      return line
    }
  }

  /// A line that uses known names and declares one that its cell has not named before.
  private static func line(_ known: [String], _ taken: Set<String>, using generator: inout SeededGenerator) -> Line {
    func some(_ kinds: String) -> String? {
      known.filter { kinds.contains($0.prefix(1)) }.randomElement(using: &generator)
    }
    func new(_ kind: String) -> String? {
      // Few names, so that redefinitions are many.
      (1...4).map { "\(kind)\($0)" }.filter { !taken.contains($0) }.randomElement(using: &generator)
    }
    let reads = Bool.random(using: &generator) ? [some("vp")].compactMap(\.self) : []
    let line: Line? =
      switch Int.random(in: 0..<12, using: &generator) {
      case 0: new("v").flatMap { reads.contains($0) ? nil : .number($0, reads: reads) }
      case 1: new("b").map { .box($0, reads: reads) }
      case 2: new("b").flatMap { name in some("b").flatMap { $0 == name ? nil : .alias(name, of: $0) } }
      case 3: some("v").map { .write($0, reads: reads) }
      case 4: some("b").map { .add($0, reads: reads) }
      case 5: some("b").flatMap { box in some("b").map { .link(box, $0) } }
      case 6: some("b").map { .addToNext($0) }
      case 7: new("f").flatMap { name in some("vb").map { .function(name, adds: $0) } }
      case 8: new("c").flatMap { name in some("vb").map { .closure(name, adds: $0) } }
      case 9: some("fc").map { .call($0) }
      default: some("vbp").map { .show($0) }
      }
    return line ?? new("v").map { .number($0, reads: []) } ?? .show(known[0])
  }
}
