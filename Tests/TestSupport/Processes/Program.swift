import Foundation

/// A program to run as a process, with all its inputs.
public struct Program {
  /// The executable file.
  public var url: URL
  /// The arguments after the program's name.
  public var arguments: [String]
  /// The environment; this process's own by default.
  public var environment: [String: String]
  /// The working folder; this process's own by default.
  public var folder: URL?
  /// The content of standard input; none by default.
  public var input: Data

  /// A program with this process's environment and folder.
  public init(
    _ url: URL, _ arguments: [String] = [], environment: [String: String] = ProcessInfo.processInfo.environment,
    in folder: URL? = nil, input: Data = Data()
  ) {
    self.url = url
    self.arguments = arguments
    self.environment = environment
    self.folder = folder
    self.input = input
  }

  /// A program that the package builds, such as `etude`.
  ///
  /// - Throws: ``NotBuilt`` if it is not beside this process's executable.
  public static func built(_ name: String, _ arguments: [String] = [], in folder: URL? = nil) throws -> Program {
    let url = builtPrograms.appending(path: name)
    guard isBuilt(name) else { throw NotBuilt(path: url.path) }
    return Program(url, arguments, in: folder)
  }

  /// True if the package's program `name` is there.
  public static func isBuilt(_ name: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: builtPrograms.appending(path: name).path)
  }

  /// The folder of the programs that were built with the tests: that of this process's own executable.
  public static let builtPrograms = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent()

  /// Runs the program to its end.
  public func run() throws -> ProgramResult { try start().result() }

  /// Starts the program and comes back while it runs.
  public func start() throws -> RunningProgram { try RunningProgram(self) }
}

/// A program of the package that was not built before its test ran.
public struct NotBuilt: Error, CustomStringConvertible {
  /// The file that is missing.
  public let path: String

  /// The file, and the command that makes it.
  public var description: String { "There is no program at \(path). Run `swift build -c release` first." }
}
