import Foundation

/// `benchmarks [PREFIX…]` times everything whose name begins with one of the prefixes, or everything;
/// `benchmarks --keep FOLDER VERSION` also compares the lines with the last in the folder, and keeps them there;
/// `benchmarks --compare EARLIER LATER` compares two files of lines;
/// `benchmarks --layers [BATCH]` times each convolution of a ResNet-34; `benchmarks --networks [BATCH SIZE]…` whole steps.
let subjects: [() -> [Benchmark]] = [
  SignalBenchmarks.all, PlottingBenchmarks.all, TrainingBenchmarks.all, DataBenchmarks.all, RunnerBenchmarks.all,
]

let words = Array(CommandLine.arguments.dropFirst())

@MainActor func benchmarks() -> [Benchmark] { subjects.flatMap { $0() } }

@MainActor func measure(_ prefixes: [String]) throws -> [BenchmarkLine] {
  let peers = Peers()
  if peers == nil {
    FileHandle.standardError.write(Data("ETUDE_PEER_PYTHON names no Python, so that no line has a ratio.\n".utf8))
  }
  return try benchmarks().filter { benchmark in
    prefixes.isEmpty || prefixes.contains { benchmark.name.hasPrefix($0) }
  }.map { benchmark in
    let line = try benchmark.line(beside: peers)
    // Unbuffered, so that each line shows when it is there.
    FileHandle.standardOutput.write(Data((line.text + "\n").utf8))
    return line
  }
}

switch words.first {
case "--once": if let benchmark = benchmarks().first(where: { $0.name == words.last }) { print(try benchmark.work()) }
case "--layers": ConvolutionTable(batch: words.dropFirst().first.flatMap { Int($0) } ?? 32).print()
case "--networks":
  let sizes = words.compactMap { Int($0) }
  for index in stride(from: 0, to: sizes.count - 1, by: 2) {
    try NetworkTimes(batch: sizes[index], size: sizes[index + 1]).print()
  }
  if sizes.count < 2 { try NetworkTimes().print() }
case "--compare" where words.count == 3:
  let (earlier, later) = (URL(filePath: words[1]), URL(filePath: words[2]))
  print(
    KeptLines.comparison(
      of: try KeptLines.lines(of: later), with: try KeptLines.lines(of: earlier), named: earlier.lastPathComponent))
case "--keep" where words.count == 3:
  let kept = KeptLines(folder: URL(filePath: words[1]))
  let earlier = try kept.latest()
  let before = try earlier.map { try KeptLines.lines(of: $0) }
  let lines = try measure([])
  try kept.keep(lines, of: words[2])
  if let earlier, let before {
    print(KeptLines.comparison(of: lines, with: before, named: earlier.lastPathComponent))
  }
case let word? where word.hasPrefix("--"):
  FileHandle.standardError.write(Data("“\(word)” is not an option, or lacks a word; see main.swift.\n".utf8))
  exit(2)
default: _ = try measure(words)
}
