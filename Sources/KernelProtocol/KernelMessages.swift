import Display

/// A request of the runner to the kernel. Messages follow Jupyter's model, so that its protocol can become an adapter.
package enum KernelRequest: Equatable, Sendable, Codable {
  /// Load a compiled unit and run it to its end.
  case execute(KernelUnit)
  /// The answer to the ``KernelEvent/inputWanted(number:)`` with that number: a line without its end, or nil for the
  /// end of input.
  case input(String?, number: Int)
  /// The run has ended in order: take leave of other processes, then end.
  case finish
}

/// Compiled top-level code: a cell, the parameters, or one inline value of the prose.
package struct KernelUnit: Equatable, Sendable, Codable {
  /// A number that is unique in the run; traces use it to name the unit.
  package var index: Int
  /// The shared library's path.
  package var library: String
  /// The symbol of its entry point.
  package var entry: String
  /// True if it runs in a copy of the kernel that is discarded afterwards.
  package var inCopy: Bool
  /// Seconds after which the copy is ended; nil for no limit.
  package var secondsInCopy: Int?
  /// True if its code runs; else the library is loaded for the functions and types in it.
  package var runs: Bool
  /// True if input requests are answered; otherwise standard input is at its end.
  package var takesInput: Bool
  /// The values of the parameters that it declares, as JSON, by name.
  package var parameters: [String: String]
  /// The wishes of its options for figures.
  package var figures: FigureSettings
  /// The variables that it declares and that hold a random generator: their names, by the symbols of their memory.
  package var generators: [String: String]

  package init(
    index: Int, library: String, entry: String, inCopy: Bool, secondsInCopy: Int? = nil, runs: Bool = true,
    takesInput: Bool = false, parameters: [String: String] = [:], figures: FigureSettings = FigureSettings(),
    generators: [String: String] = [:]
  ) {
    self.index = index
    self.library = library
    self.entry = entry
    self.inCopy = inCopy
    self.secondsInCopy = secondsInCopy
    self.runs = runs
    self.takesInput = takesInput
    self.parameters = parameters
    self.figures = figures
    self.generators = generators
  }
}

/// A message of the kernel to the runner, apart from the bytes of its two streams.
package enum KernelEvent: Equatable, Sendable, Codable {
  /// The kernel can take its first request.
  case ready
  /// The kernel has taken up a unit; of one that it never took up, nothing has happened.
  case began
  case display(MIMEBundle, id: String)
  case update(MIMEBundle, id: String)
  case progress(ProgressReport)
  /// A value was displayed that could not be sent, for this reason.
  case notShown(reason: String)
  /// Removes the unit's outputs so far, at once or when the next one comes.
  case cleared(wait: Bool)
  /// The unit waits for a line of standard input, requested under a separate number.
  case inputWanted(number: Int)
  /// The value of a cell's last expression.
  case result(MIMEBundle)
  /// The value of an expression in prose.
  case inlineValue(MIMEBundle)
  /// Files that the unit used; sent before its end if there are any.
  case files(FileUse)
  /// The state that all ranks of a run should have in common; sent by one of several before the unit's end, and once for each call
  /// that waits for another rank for a second.
  case rank(RankState)
  /// The unit has ended and the kernel can take the next one.
  case finished(KernelOutcome)
}

/// The end of a unit, if the kernel lived to tell.
package enum KernelOutcome: Equatable, Sendable, Codable {
  case returned
  /// An error left top-level code; the trace starts with the innermost frame in cells.
  case threw(type: String, description: String, interrupted: Bool, trace: [CodePlace])
  /// The unit called `exit`.
  case exited(status: Int)
  /// The copy of the kernel that ran the unit died; its last words were sent before this event.
  case copyDied(signal: Int)
  /// The library could not be loaded.
  case notLoaded(reason: String)
}

/// An address in a unit's machine code.
package struct CodePlace: Equatable, Sendable, Codable {
  package var unit: Int
  /// Bytes from where the unit's library was loaded.
  package var offset: UInt64

  package init(unit: Int, offset: UInt64) {
    self.unit = unit
    self.offset = offset
  }
}
