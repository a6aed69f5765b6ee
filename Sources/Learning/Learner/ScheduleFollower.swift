/// Reads a schedule before each training step.
final class ScheduleFollower: Callback {
  private let schedule: TrainingSchedule

  init(_ schedule: TrainingSchedule) { self.schedule = schedule }

  func respond(to event: Event, of learner: Learner) {
    guard event == .beforeBatch, learner.isTraining else { return }
    schedule.apply(at: learner.progress, to: learner.optimizer)
  }
}
