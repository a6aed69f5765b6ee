import Datasets
import TestSupport
import Foundation
import Learning
import Networks
import Tensors

/// The small model and data set of the fixtures under `train/`.
enum TinyLearner {
  /// `Linear 4-6, BatchNorm, ReLU`, the same 6-6, `Linear 6-3`; three parameter groups; formula weights.
  static func model(salt: Int) -> Sequential {
    var generator = MersenneTwister(seed: 1)
    func block(_ inputs: Int, _ outputs: Int) -> Sequential {
      Sequential {
        Linear(inputs: inputs, outputs: outputs, hasBias: false, using: &generator)
        BatchNormalization(channels: outputs)
        ReLU()
      }
    }
    let model = Sequential([block(4, 6), block(6, 6), Linear(inputs: 6, outputs: 3, using: &generator)])
    Formula.fill(model, salt: salt)
    return model
  }

  /// Train batches of 8 in order, the last 6 of 30 rows dropped; valid batches of 4.
  static func make(trainCount: Int? = nil, metrics: [Metric] = [.errorRate]) throws -> Learner {
    let salt = try salt
    let train: TensorSource
    if let trainCount {
      train = source(Formula.tensor("tiny_x", shape: [trainCount, 4], salt: salt) * 2, batchSize: 8, dropsLast: true)
    } else {
      train = try fixture("x", "y", batchSize: 8, dropsLast: true)
    }
    let valid = try fixture("xv", "yv", batchSize: 4, dropsLast: false)
    let model = model(salt: salt)
    let learner = Learner(
      TensorDataLoaders(train: train, valid: valid, classNames: ["low", "middle", "high"]), model: model,
      loss: CrossEntropy(), metrics: metrics, groups: model.layers,
      folder: folders.appending(path: UUID().uuidString))
    learner.showsProgress = false
    return learner
  }

  /// The folder of files that learners write, removed when the tests end.
  private static let folders: URL = {
    atexit { try? FileManager.default.removeItem(at: TinyLearner.folders) }
    return FileManager.default.temporaryDirectory.appending(path: "etude-learners-\(getpid())")
  }()

  /// The fixtures' salt, read off the ResNets' parameters.
  static var salt: Int {
    get throws { try Fixtures.parameters("resnet/resnet18.eval_logits.npy")["salt"] as? Int ?? 0 }
  }

  private static func fixture(_ x: String, _ y: String, batchSize: Int, dropsLast: Bool) throws -> TensorSource {
    TensorSource(
      inputs: try Fixtures.tensor("train/\(x)"),
      targets: .classes(try Fixtures.tensor("train/\(y)").scalars.map { Int($0) }), batchSize: batchSize,
      dropsLast: dropsLast)
  }

  /// Labels by the fixtures' rule: two thresholds on the inputs.
  private static func source(_ inputs: Tensor, batchSize: Int, dropsLast: Bool) -> TensorSource {
    let labels = (0..<inputs.shape[0]).map { row in
      (inputs[row, 0] > 0 ? 1 : 0) + (inputs[row, 1] + inputs[row, 2] > 0.4 ? 1 : 0)
    }
    return TensorSource(inputs: inputs, targets: .classes(labels), batchSize: batchSize, dropsLast: dropsLast)
  }
}

/// Records every training step over several fits.
final class Trace: Callback {
  private(set) var rates: [[Double]] = []
  private(set) var momenta: [[Double]] = []
  private(set) var rawLosses: [Double] = []
  private(set) var smoothLosses: [Double] = []
  private(set) var values: [[Double]] = []
  private(set) var stepCounts: [[Int]] = []

  func respond(to event: Event, of learner: Learner) {
    switch event {
    case .beforeBatch where learner.isTraining:
      rates.append(learner.optimizer.groups.map(\.hyperParameters.learningRate))
      momenta.append(learner.optimizer.groups.map(\.hyperParameters.momentum))
    case .afterBatch where learner.isTraining:
      rawLosses.append(Double(learner.lossValue))
      smoothLosses.append(Double(learner.recorder.smoothedLoss))
    case .afterFit:
      values += learner.recorder.epochs.map { [$0.trainLoss, $0.validLoss] + $0.metrics }
      stepCounts.append(learner.recorder.epochs.map(\.stepCount))
    default: break
    }
  }
}
