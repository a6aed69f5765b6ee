import Foundation

/// `benchmarks [PREFIX…]` times everything whose name begins with one of the prefixes, or everything;
/// `benchmarks --layers [BATCH]` each convolution of a ResNet-34; `benchmarks --networks [BATCH SIZE]…` whole steps.
let subjects: [() -> [Benchmark]] = [
  SignalBenchmarks.all, PlottingBenchmarks.all, TrainingBenchmarks.all, DataBenchmarks.all, RunnerBenchmarks.all,
]

let words = CommandLine.arguments.dropFirst()
let benchmarks = subjects.flatMap { $0() }

if words.first == "--once" {
  if let benchmark = benchmarks.first(where: { $0.name == words.last }) { print(try benchmark.work()) }
} else if words.first == "--layers" {
  ConvolutionTable(batch: words.dropFirst().first.flatMap { Int($0) } ?? 32).print()
} else if words.first == "--networks" {
  let sizes = words.compactMap { Int($0) }
  for index in stride(from: 0, to: sizes.count - 1, by: 2) {
    try NetworkTimes(batch: sizes[index], size: sizes[index + 1]).print()
  }
  if sizes.count < 2 { try NetworkTimes().print() }
} else {
  for benchmark in benchmarks where words.isEmpty || words.contains(where: { benchmark.name.hasPrefix($0) }) {
    // Unbuffered, so each line shows when it is there.
    FileHandle.standardOutput.write(Data((try benchmark.line() + "\n").utf8))
  }
}
