import Etude

/// The work that PyTorch does in the lesson, there with channels last.
enum TrainingBenchmarks {
  static func all() -> [Benchmark] {
    [
      Benchmark(name: "training.resnet34.step.32x128", runs: 5, peer: "resnet34.step", target: 0.33) {
        try NetworkTimes(runs: 1).stepSeconds() * 1e3
      },
      Benchmark(name: "training.resnet34.inference.32x128", runs: 7, peer: "resnet34.inference", target: 0.45) {
        NetworkTimes(runs: 1).inferenceSeconds() * 1e3
      },
    ]
  }
}
