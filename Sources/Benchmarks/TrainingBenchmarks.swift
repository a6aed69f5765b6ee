import Etude

/// The work that PyTorch does in the lesson; its times are of `resnet_step.py`, channels last.
enum TrainingBenchmarks {
  static func all() -> [Benchmark] {
    [
      Benchmark(name: "training.resnet34.step.32x128", runs: 7, peer: 873, target: 0.45) {
        try NetworkTimes(runs: 1).stepSeconds() * 1e3
      },
      Benchmark(name: "training.resnet34.inference.32x128", runs: 7, peer: 174, target: 0.5) {
        NetworkTimes(runs: 1).inferenceSeconds() * 1e3
      },
    ]
  }
}
