import Cluster
import Datasets
import Display
import Files
import Foundation
import Networks
import Tensors

extension Learner {
  /// Trains for a number of epochs, each a pass over the training set and one over the validation set.
  ///
  /// ```swift
  /// try learner.fit(epochs: 3, learningRate: 1e-3)
  /// ```
  ///
  /// - Parameters:
  ///   - learningRate: A number, or a `LearningRate` over the parameter groups; the learner's own by default.
  ///   - weightDecay: Stays for later fits; unchanged if nil.
  ///   - schedule: The schedule of the settings that change from step to step; constant by default.
  ///   - callbacks: For this fit only.
  ///   - checkpoint: A file that is written after every epoch. If a killed run of the same plan left the file, training
  ///     resumes after its last epoch and gives the same result as an uninterrupted run, bit for bit. It is removed
  ///     when the fit is done.
  /// - Throws: `DatasetError.noBatches`, `LearningError.divergedLoss`, `NetworkError.targetOutOfRange` and
  ///   `.singleValueBatch`; `Interrupted` between two steps, with the model as it was after the last step; errors of
  ///   loaders and callbacks.
  public func fit(
    epochs: Int, learningRate: some LearningRateConvertible = LearningRate?.none, weightDecay: Double? = nil,
    schedule: TrainingSchedule? = nil,
    callbacks: [any Callback] = [], checkpoint: URL? = nil
  ) throws {
    guard epochs > 0 else { throw LearningError.noEpochs(epochs) }
    try checkParameters()
    if let count = schedule?.rates.count, count != 1, count != optimizer.groups.count {
      throw LearningError.scheduleOfOtherGroups(rateCount: count, groupCount: optimizer.groups.count)
    }
    guard loaders.train.batchCount > 0 else { throw DatasetError.noBatches(itemCount: loaders.train.itemCount) }
    if let decay = weightDecay ?? self.weightDecay { optimizer.set(\.weightDecay, to: decay) }
    let rates = try (learningRate.learningRate ?? self.learningRate).rates(groupCount: optimizer.groups.count)
    optimizer.set(\.learningRate, to: rates)
    if checkpoint != nil, let stateful = (self.callbacks + callbacks).first(where: { !$0.isResumable }) {
      throw LearningError.unrepeatableCallback(name: "\(type(of: stateful))")
    }
    let plan = CheckpointPlan(epochs: epochs, rates: rates, schedule: schedule?.name ?? "", learner: self)
    fitCallbacks = (schedule.map { [ScheduleFollower($0)] } ?? []) + callbacks
    fitCallbacks += checkpoint.map { [CheckpointWriter(url: $0, plan: plan)] } ?? []
    fitCallbacks += showsProgress ? [ProgressDisplay()] : []
    defer { endFit() }
    let firstEpoch = try checkpoint.map { try resume(from: $0, plan: plan) } ?? 0
    try distribution?.compare("\(firstEpoch)", as: "epoch of the checkpoint")
    try run(epochs: epochs, from: firstEpoch)
    guard let checkpoint else { return }
    if distribution?.ranks.isFirst ?? true { try remove(checkpoint) }
    // The next fit may ask for a checkpoint of that name.
    try distribution?.ranks.wait()
  }

  /// Removes the checkpoint of a fit that has ended: the next one of the same plan would continue from it.
  private func remove(_ checkpoint: URL) throws {
    do {
      try FileManager.default.removeItem(at: checkpoint)
    } catch CocoaError.fileNoSuchFile {
      return
    } catch {
      throw NetworkError.unusableFile(
        file: checkpoint.path, reason: "it could not be removed after the fit (\(SystemReason.of(error)))")
    }
  }

  /// - Throws: `LearningError.noParameters` or `.allFrozen` when nothing would be trained.
  private func checkParameters() throws {
    let trained = optimizer.groups.flatMap(\.parameters).map(\.parameter)
    guard !trained.isEmpty else { throw LearningError.noParameters }
    guard trained.contains(where: \.requiresGradient) else { throw LearningError.allFrozen }
  }

  private func run(epochs: Int, from firstEpoch: Int) throws {
    epochCount = epochs
    if firstEpoch == 0 {
      recorder = Recorder(metricNames: metrics.map(\.name))
      step = 0
    }
    epoch = firstEpoch
    progress = Double(firstEpoch) / Double(epochs)
    try stage(.beforeFit, .afterFit, leftBy: .fit) {
      for epoch in firstEpoch..<epochs {
        self.epoch = epoch
        try stage(.beforeEpoch, .afterEpoch, leftBy: .epoch) { try runEpoch() }
      }
    }
  }

  private func endFit() {
    optimizer.clearGradients()
    fitCallbacks = []
    strayParameters = nil
    batch = nil
    mixing = nil
    outputs = nil
    isTraining = false
  }

  // MARK: - An epoch

  private func runEpoch() throws {
    let start = ContinuousClock.now
    isTraining = true
    progress = Double(epoch) / Double(epochCount)
    try stage(.beforeTraining, .afterTraining, leftBy: .training) { try trainPass() }
    isTraining = false
    var result = Validation(loss: .nan, metrics: metrics.map { _ in .nan })
    var isValidated = false
    try stage(.beforeValidation, .afterValidation, leftBy: .validation) {
      guard loaders.valid.batchCount > 0 else { return }
      result = try validationPass(loaders.valid)
      isValidated = true
    }
    guard isValidated || loaders.valid.batchCount == 0 else { return }
    let elapsed = start.duration(to: .now).components
    recorder.record(
      epoch: epoch, validLoss: result.loss, metrics: result.metrics,
      seconds: Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18)
  }

  private func trainPass() throws {
    let passSeed = DerivedSeed.pass(passCount, of: seed)
    let context = TrainingContext(seed: passSeed)
    var batchIndex = 0
    let stream = try loaders.train.batches(pass: passCount)
    passCount += 1
    while let batch = try stream.next() {
      try Interruption.check()
      self.batch = batch
      mixing = nil
      try stage(.beforeBatch, .afterBatch, leftBy: .batch) {
        // A callback may have replaced it.
        let batch = self.batch ?? batch
        if let distribution {
          try trainStep(batch, index: batchIndex, passSeed: passSeed, distribution)
        } else {
          try trainStep(batch, context)
        }
      } bookkeeping: {
        batchIndex += 1
        progress += 1 / Double(loaders.train.batchCount * epochCount)
        step += 1
        recordStep()
      }
      try strayParameters?.check()
    }
  }

  private func trainStep(_ batch: Batch, _ context: TrainingContext) throws {
    let loss = try forward(batch, context)
    try followed(by: .afterBackward) { loss.backward() }
    try followed(by: .afterStep) { optimizer.step() }
    optimizer.clearGradients()
  }

  /// The loss of a batch, which has a gradient and is finite.
  private func forward(_ batch: Batch, _ context: TrainingContext) throws -> Tensor {
    guard batch.count > 0 else { throw LearningError.emptyBatch(step: step) }
    let outputs = try training(context) { model(batch.inputs) }
    try followed(by: .afterPrediction) { self.outputs = outputs.detached }
    let loss = try mixing?.meanLoss(loss, outputs, batch.targets) ?? meanLoss(outputs, batch.targets)
    try requireGradient(of: loss)
    try followed(by: .afterLoss) { lossValue = loss.scalar }
    try requireFinite(lossValue)
    return loss
  }

  func requireGradient(of loss: Tensor) throws {
    guard loss.isTracked else { throw LearningError.lossWithoutGradient }
    if strayParameters == nil { strayParameters = StrayParameters(of: loss, in: self) }
  }

  func requireFinite(_ loss: Float) throws {
    guard loss.isFinite else {
      let rate = optimizer.groups.last?.hyperParameters.learningRate ?? .nan
      throw LearningError.divergedLoss(loss: loss, epoch: epoch, step: step, learningRate: rate)
    }
  }

  private func recordStep() {
    let settings = optimizer.groups.last?.hyperParameters ?? HyperParameters()
    recorder.record(loss: lossValue, learningRate: settings.learningRate, momentum: settings.momentum)
  }
}
