import Display
import Foundation
import KernelProtocol
import NotebookKit

/// The overhead of running a notebook, with Jupyter's `nbconvert` as the peer.
enum RunnerBenchmarks {
  static func all() -> [Benchmark] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-benchmarks-\(getpid())")
    return [oneCell(in: folder), kernelReady, overhead(in: folder)] + compilations(in: folder) + [
      reportSize(in: folder)
    ]
  }

  // MARK: - Whole runs

  private static func oneCell(in folder: URL) -> Benchmark {
    Benchmark(name: "runner.one_cell.cached", runs: 5, peer: "notebook", limit: 300) {
      try timeOfRun(cells: ["1 + 1"], named: "one", in: folder)
    }
  }

  /// The time of a notebook of 200 cells beyond that of one cell, shared among them. It holds the loading of each cell's
  /// library, its run and the writing of the whole report after it.
  private static func overhead(in folder: URL) -> Benchmark {
    Benchmark(name: "runner.overhead.per_cell.of_200", runs: 5, limit: 1) {
      let many = try timeOfRun(cells: (0..<200).map { "let v\($0) = \($0)\nv\($0)" }, named: "many", in: folder)
      let one = try timeOfRun(cells: ["let v0 = 0\nv0"], named: "first", in: folder)
      return (many - one) / 199
    }
  }

  private static func reportSize(in folder: URL) -> Benchmark {
    Benchmark(name: "runner.report.without_outputs", runs: 1, unit: "bytes", limit: 30_000) {
      _ = try timeOfRun(cells: ["let a = 1"], named: "empty", in: folder)
      return Double(try Data(contentsOf: folder.appending(path: "Output/empty.html")).count)
    }
  }

  private static func timeOfRun(cells: [String], named name: String, in folder: URL) throws -> Double {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let text = "# Title\n\n" + cells.map { "```swift\n\($0)\n```\n" }.joined(separator: "\n")
    try Data(text.utf8).write(to: folder.appending(path: "\(name).md"))
    return try Benchmark.time { try run(programs.appending(path: "etude"), ["run", "\(name).md"], in: folder) }
  }

  private static func run(_ program: URL, _ arguments: [String], in folder: URL) throws {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw CocoaError(.executableLoad, userInfo: [NSFilePathErrorKey: "\(program.path) failed"])
    }
  }

  private static var programs: URL { CoreLibrary.runningCommand.deletingLastPathComponent() }

  // MARK: - Parts of a run

  private static var kernelReady: Benchmark {
    Benchmark(name: "runner.kernel.ready", runs: 11, limit: 10) {
      let library = try CoreLibrary()
      let start = ContinuousClock.now
      let kernel = try KernelProcess(
        program: library.kernel, folder: FileManager.default.temporaryDirectory,
        environment: ProcessInfo.processInfo.environment, mark: RunMark())
      let elapsed = try CellRuntime.wait {
        while let event = await kernel.next() {
          if case .message(.ready) = event { break }
        }
        let elapsed = ContinuousClock.now - start
        await kernel.endAndWait()
        return elapsed
      }
      return elapsed / .milliseconds(1)
    }
  }

  private static func compilations(in folder: URL) -> [Benchmark] {
    let source =
      "import Foundation\nimport Etude\nlet note = [440.0, 880.0].map { $0 * 2 }\ntry CellRuntime.result { note }\n"
    return [
      Benchmark(name: "runner.compile.first", runs: 11, limit: 500) {
        try timeOfCompilation(source + "// \(UUID())\n", cache: folder.appending(path: "warm"))
      },
      Benchmark(name: "runner.compile.first.cold_headers", runs: 1) {
        try timeOfCompilation(source, cache: folder.appending(path: "cold-\(UUID())"))
      },
    ]
  }

  private static func timeOfCompilation(_ source: String, cache: URL) throws -> Double {
    let compiler = CellCompiler(
      toolchain: try Toolchain(), library: try CoreLibrary(),
      cache: try CellCache(environment: ["XDG_CACHE_HOME": cache.path]), fileName: "note.md",
      scratch: cache.appending(path: "scratch"))
    try compiler.prepare()
    return try Benchmark.time {
      _ = try compiler.items(of: source)
      switch try compiler.compile(module: "Cell_1", source: source, imports: [], options: CompilationOptions()) {
      case .compiled(let module): _ = try compiler.link(module)
      case .rejected(let diagnostics): throw CocoaError(.executableLoad, userInfo: [NSFilePathErrorKey: diagnostics])
      }
    }
  }
}
