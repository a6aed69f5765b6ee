import Display
import Foundation
import KernelProtocol

/// Maps addresses in machine code to lines of the notebook.
package struct Tracer: Sendable {
  /// The notebook as it is now.
  package var notebook: Notebook
  private let symbolize: Symbolizer
  private let countsWithinCells: Bool
  /// By unit, the cells that count their own lines.
  private var cells: [Int: Cell] = [:]
  /// The library of each unit that has run, by its index.
  private var libraries: [Int: URL] = [:]
  /// For each of them, the mapping from lines of its module to the notebook's.
  private var moves: [Int: Int] = [:]
  /// For each module name, the number of lines by which a step has moved since its compilation.
  private(set) var movesOfModules: [String: Int] = [:]

  /// The output of `llvm-symbolizer` for its arguments; nil if it cannot be run.
  package typealias Symbolizer = @Sendable ([String]) -> String?

  /// - Parameter countsWithinCells: True if lines are counted from the first line of each cell, and not in a notebook.
  package init(notebook: Notebook, countsWithinCells: Bool = false, symbolize: @escaping Symbolizer) {
    self.notebook = notebook
    self.countsWithinCells = countsWithinCells
    self.symbolize = symbolize
  }

  /// Receives the module of a step as it is in the notebook now.
  package mutating func note(_ module: CompiledModule, of step: RunStep) {
    libraries[step.unit] = module.library
    moves[step.unit] = step.line - module.line
    movesOfModules[module.name] = step.line - module.line
    if countsWithinCells { cells[step.unit] = step.cell }
  }

  /// The notebook's lines on the call stack of a failure, innermost first, and the compiler's description of a trap
  /// without a message.
  package struct Trace: Equatable {
    package var places: [Place] = []
    package var lines: [Int] { places.map(\.line) }
    /// As in `arithmetic overflow`, for traps that print nothing.
    package var runtimeFailure: String?
    /// The linkage name of the outermost function.
    package var outermost: String?
  }

  /// A line of a step.
  package struct Place: Equatable {
    /// The step's unit, if its lines are its own.
    package var unit: Int?
    package var line: Int
  }

  /// A trap without words in the library that cells call.
  package struct LibraryTrap: Equatable {
    /// As in `Index out of range`; nil if the compiler gives none.
    package var reason: String?
    /// As in `FileList.swift:22`.
    package var place: String?
  }

  /// Follows return addresses in the kernel's program.
  package func libraryTrap(_ crash: CrashReport) -> LibraryTrap {
    var trap = LibraryTrap()
    guard let program = crash.program, let answer = answer(crash.libraryTrace.map { (program, $0) }) else {
      return trap
    }
    for word in answer {
      if let range = word.range(of: Self.failureMark) {
        trap.reason = trap.reason ?? String(word[range.upperBound...])
      } else if let slash = word.lastIndex(of: "/"), word[slash...].contains(".swift:") {
        trap.place = trap.place ?? String(word[word.index(after: slash)...])
      }
    }
    return trap
  }

  /// Follows return addresses; those in generated code are left out.
  package func trace(_ places: [CodePlace]) -> Trace {
    // Deep recursion repeats one line, so 24 frames are enough.
    let inputs = places.prefix(24).compactMap { place in
      libraries[place.unit].map { (unit: place.unit, file: $0.path, offset: place.offset) }
    }.filter { $0.offset > 0 }
    var trace = Trace()
    guard let answer = answer(inputs.map { ($0.file, $0.offset) }) else { return trace }
    var unit: Int?
    var following = inputs[...]
    for word in answer {
      if word.hasPrefix("0x") {
        // The answers to one input follow its address.
        unit = following.popFirst()?.unit
      } else if !word.contains(":") {
        trace.outermost = word
      }
      if let range = word.range(of: Self.failureMark) {
        trace.runtimeFailure = trace.runtimeFailure ?? String(word[range.upperBound...])
      } else if let line = line(of: word) {
        let place = Place(
          unit: countsWithinCells ? unit : nil, line: line + (unit.flatMap { moves[$0] } ?? 0))
        if place != trace.places.last { trace.places.append(place) }
      }
    }
    return trace
  }

  private static let failureMark = "Swift runtime failure: "

  /// For each return address, the address, then its functions and lines, one per string; nil if there are none.
  private func answer(_ addresses: [(file: String, offset: UInt64)]) -> [String]? {
    let inputs = addresses.filter { $0.offset > 0 }.map { file, offset in
      // A return address is the instruction after the call.
      "CODE \"\(file)\" 0x" + String(offset - 1, radix: 16)
    }
    if inputs.isEmpty { return nil }
    return symbolize(["--inlines", "--addresses", "--output-style=GNU", "--functions=linkage"] + inputs)?
      .split(separator: "\n").map(String.init)
  }

  /// The notebook's line in `…/lesson2.md:41`; nil for places elsewhere.
  private func line(of place: String) -> Int? {
    guard let colon = place.lastIndex(of: ":"),
      let line = Int(place[place.index(after: colon)...].prefix { $0.isNumber })
    else { return nil }
    let file = place[..<colon].split(separator: "/").last.map(String.init)
    return file == notebook.file.lastPathComponent && line > 0 ? line : nil
  }

  /// The lines with their text, for the reader.
  package func excerpt(_ trace: Trace) -> String {
    trace.places.prefix(12).map { place in
      let cell = place.unit.flatMap { cells[$0] }
      let lines = cell?.source.split(separator: "\n", omittingEmptySubsequences: false) ?? notebook.lines
      let text = lines[safe: place.line - (cell?.line ?? 1)]?.trimmingCharacters(in: .whitespaces) ?? ""
      let name = cell.map { "Cell \($0.index + 1), line " } ?? notebook.file.lastPathComponent + ":"
      return "\(name)\(place.line): \(text)"
    }
    .joined(separator: "\n")
  }
}
