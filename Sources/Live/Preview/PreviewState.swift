import Files
import Foundation
import NotebookKit

/// The state of open pages, with the events that told them.
struct PreviewState: Sendable {
  var page = LivePage()
  private(set) var status = SessionStatus.idle
  private(set) var problem: String?
  /// Sentences about slips in the notebook.
  private(set) var warnings: [String] = []
  /// The presenter's current step of the walkthrough; nil until there is one.
  private(set) var step: Int?
  /// The number of the event that last changed which cells there are, or their order.
  private var layoutEvent = 0

  /// Receives a newer page.
  mutating func publish(_ parts: PageParts, to hub: EventHub) {
    let cellBlocks = page.cellBlocks
    guard var message = page.update(to: parts) else { return }
    message["now"] = .integer(Date().milliseconds)
    hub.send(EventHub.Event("page", JSON.object(message).line))
    if page.cellBlocks != cellBlocks { layoutEvent = hub.lastEvent }
  }

  mutating func publish(_ status: SessionStatus, to hub: EventHub) {
    guard status != self.status else { return }
    self.status = status
    hub.send(statusEvent)
  }

  mutating func publish(problem: String?, to hub: EventHub) {
    guard problem != self.problem else { return }
    self.problem = problem
    hub.send(problemEvent)
  }

  mutating func publish(warnings: [String], to hub: EventHub) {
    guard warnings != self.warnings else { return }
    self.warnings = warnings
    hub.send(warningsEvent)
  }

  mutating func publish(step: Int?, to hub: EventHub) {
    guard step != self.step else { return }
    self.step = step
    hub.send(stepEvent)
  }

  /// True if cells have come, gone or moved since an event.
  func hasMovedCells(since event: Int) -> Bool { event < layoutEvent }

  // MARK: - Events

  private var statusEvent: EventHub.Event {
    var json = status.json.object ?? JSON.Object()
    json["now"] = .integer(Date().milliseconds)
    return EventHub.Event("status", JSON.object(json).line)
  }

  private var problemEvent: EventHub.Event {
    EventHub.Event("problem", JSON.object(["text": .string(problem ?? "")]).line)
  }

  private var warningsEvent: EventHub.Event {
    EventHub.Event("warnings", JSON.object(["texts": .array(warnings.map { .string($0) })]).line)
  }

  private var stepEvent: EventHub.Event {
    EventHub.Event("step", JSON.object(["step": step.map { .integer($0) } ?? .null]).line)
  }

  /// Everything, for a page that missed events that are no longer kept.
  var whole: [EventHub.Event] {
    var message = page.whole
    message["now"] = .integer(Date().milliseconds)
    return [EventHub.Event("page", JSON.object(message).line), statusEvent, problemEvent, warningsEvent, stepEvent]
  }

  /// The page for a browser that opens it.
  func html(for role: Role, presents: Bool, event: Int) -> Data {
    page.html(with: [
      "event": .integer(event), "now": .integer(Date().milliseconds), "role": .string(role.rawValue),
      "presents": .boolean(presents), "status": status.json, "problem": .string(problem ?? ""),
      "warnings": .array(warnings.map { .string($0) }),
      "step": step.map { .integer($0) } ?? .null,
    ])
  }
}
