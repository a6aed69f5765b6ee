import Foundation

/// `benchmarks [PREFIX…]` times everything whose name begins with one of the prefixes, or everything.
let subjects: [() -> [Benchmark]] = [SignalBenchmarks.all, PlottingBenchmarks.all]

let words = CommandLine.arguments.dropFirst()
let benchmarks = subjects.flatMap { $0() }

if words.first == "--once" {
  if let benchmark = benchmarks.first(where: { $0.name == words.last }) { print(try benchmark.work()) }
} else {
  for benchmark in benchmarks where words.isEmpty || words.contains(where: { benchmark.name.hasPrefix($0) }) {
    // Unbuffered, so that each line shows when it is there.
    FileHandle.standardOutput.write(Data((try benchmark.line() + "\n").utf8))
  }
}
