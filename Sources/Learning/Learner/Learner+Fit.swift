import Datasets
import Display
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
  ///   - learningRate: The learner's own if nil.
  ///   - weightDecay: Stays for later fits; unchanged if nil.
  ///   - schedule: What changes from step to step; nothing by default.
  ///   - callbacks: For this fit alone.
  ///   - checkpoint: A file that is written after every epoch. If it is there already, from a run of the same plan that
  ///     was killed, training goes on behind its last epoch and ends where an undisturbed run does, bit for bit. It is
  ///     removed when the fit is done.
  /// - Throws: `DatasetError.noBatches`, `.divergedLoss`, `.targetOutOfRange`, `.singleValueBatch`; `Interrupted`
  ///   between two steps, with the model as it was after the last step; whatever loaders and callbacks throw.
  public func fit(
    epochs: Int, learningRate: LearningRate? = nil, weightDecay: Double? = nil, schedule: TrainingSchedule? = nil,
    callbacks: [any Callback] = [], checkpoint: URL? = nil
  ) throws {
    guard epochs > 0 else { throw LearningError.noEpochs(epochs) }
    try checkParameters()
    guard loaders.train.batchCount > 0 else { throw DatasetError.noBatches(itemCount: loaders.train.itemCount) }
    if let decay = weightDecay ?? self.weightDecay { optimizer.set(\.weightDecay, to: decay) }
    let rates = try (learningRate ?? self.learningRate).rates(groupCount: optimizer.groups.count)
    optimizer.set(\.learningRate, to: rates)
    let plan = CheckpointPlan(epochs: epochs, rates: rates, schedule: schedule?.name ?? "", learner: self)
    fitCallbacks = (schedule.map { [ScheduleFollower($0)] } ?? []) + callbacks
    fitCallbacks += checkpoint.map { [CheckpointWriter(url: $0, plan: plan)] } ?? []
    fitCallbacks += showsProgress ? [ProgressDisplay()] : []
    defer { endFit() }
    try run(epochs: epochs, from: try checkpoint.map { try resume(from: $0, plan: plan) } ?? 0)
    if let checkpoint { try? FileManager.default.removeItem(at: checkpoint) }
  }

  /// The same at one rate for the whole model.
  ///
  /// - Throws: As `fit` with a ``LearningRate`` does.
  public func fit(
    epochs: Int, learningRate: Double, weightDecay: Double? = nil, schedule: TrainingSchedule? = nil,
    callbacks: [any Callback] = [], checkpoint: URL? = nil
  ) throws {
    try fit(
      epochs: epochs, learningRate: .uniform(learningRate), weightDecay: weightDecay, schedule: schedule,
      callbacks: callbacks, checkpoint: checkpoint)
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
    let context = TrainingContext(seed: seed &+ 1_000_003 &* UInt64(passCount))
    let stream = try loaders.train.batches(pass: passCount)
    passCount += 1
    while let batch = try stream.next() {
      try Interruption.check()
      self.batch = batch
      try stage(.beforeBatch, .afterBatch, leftBy: .batch) {
        try trainStep(batch, context)
      } bookkeeping: {
        progress += 1 / Double(loaders.train.batchCount * epochCount)
        step += 1
        recordStep()
      }
      try strayParameters?.check()
    }
  }

  private func trainStep(_ batch: Batch, _ context: TrainingContext) throws {
    guard batch.count > 0 else { throw LearningError.emptyBatch(step: step) }
    let outputs = try training(context) { model(batch.inputs) }
    self.outputs = outputs.detached
    try send(.afterPrediction)
    let loss = try meanLoss(outputs, batch.targets)
    guard loss.isTracked else { throw LearningError.lossWithoutGradient }
    if strayParameters == nil { strayParameters = StrayParameters(of: loss, in: self) }
    lossValue = loss.scalar
    try send(.afterLoss)
    guard lossValue.isFinite else {
      throw LearningError.divergedLoss(loss: lossValue, epoch: epoch, step: step, learningRate: lastRate)
    }
    loss.backward()
    try send(.afterBackward)
    optimizer.step()
    try send(.afterStep)
    optimizer.clearGradients()
  }

  /// The loss of a batch, which must be one number.
  private func meanLoss(_ outputs: Tensor, _ targets: Targets) throws -> Tensor {
    let mean = try loss(outputs, targets)
    guard mean.count == 1 else {
      throw LearningError.misshapenLoss(loss: "\(type(of: loss))", shape: mean.shape)
    }
    return mean
  }

  private func recordStep() {
    let settings = optimizer.groups.last?.hyperParameters ?? HyperParameters()
    recorder.record(loss: lossValue, learningRate: settings.learningRate, momentum: settings.momentum)
  }

  private var lastRate: Double { optimizer.groups.last?.hyperParameters.learningRate ?? .nan }

  // MARK: - Validation

  /// The numbers of a pass that does not train.
  struct Validation {
    var loss: Double
    var metrics: [Double]
  }

  /// Mean loss and metrics over a set that is not trained on; the validation set if none is given.
  ///
  /// - Throws: ``LearningError/noLabels(for:)`` for a set without labels; what the source, the loss or a metric throws.
  public func validate(on source: (any BatchSource)? = nil) throws -> (loss: Double, metrics: [Double]) {
    let source = source ?? loaders.valid
    guard source.isLabelled else { throw LearningError.noLabels(for: "Validation") }
    let result = try validationPass(source)
    return (result.loss, result.metrics)
  }

  func validationPass(_ source: any BatchSource) throws -> Validation {
    var tally = ValidationTally(metrics: metrics)
    try eachBatch(of: source) { batch, outputs in
      self.batch = batch
      try stage(.beforeBatch, .afterBatch, leftBy: .batch) {
        self.outputs = outputs
        try send(.afterPrediction)
        lossValue = try meanLoss(outputs, batch.targets).scalar
        try send(.afterLoss)
        try tally.add(loss: lossValue, outputs: outputs, targets: batch.targets)
      }
    }
    return try tally.result()
  }

  /// Walks a source and lets the model answer, without gradients.
  func eachBatch(of source: any BatchSource, _ body: (Batch, Tensor) throws -> Void) throws {
    let stream = try source.batches(pass: 0)
    while let batch = try stream.next() {
      try Interruption.check()
      try withoutGradients { try body(batch, model(batch.inputs)) }
    }
  }

  // MARK: - Events

  /// Runs a part of training between its events; a cancellation of that part ends it and no more.
  ///
  /// - Parameter bookkeeping: Comes before the closing event, also after a cancellation.
  private func stage(
    _ before: Event, _ after: Event, leftBy cancellation: Cancellation, _ body: () throws -> Void,
    bookkeeping: () -> Void = {}
  ) throws {
    do {
      try send(before)
      try body()
    } catch let thrown as Cancellation where thrown == cancellation {}
    bookkeeping()
    try send(after)
  }
}
