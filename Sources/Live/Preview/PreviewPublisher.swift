import Foundation
import NotebookKit
import Synchronization

/// Renders the state of a session, and passes it to the server.
///
/// Changes that come while a page is rendered are shown together in the next one.
package final class PreviewPublisher: Sendable {
  private struct State {
    var next: LiveSnapshot?
    var isRendering = false
    /// Number of the notebook that was read last.
    var readCount = 0
  }

  private let server: PreviewServer
  private let queue = DispatchQueue(label: "page")
  private let reviewQueue = DispatchQueue(label: "review", qos: .utility)
  private let state = Mutex(State())
  private let renderer: RendererBox

  /// A renderer, which is used on one queue only.
  private final class RendererBox: @unchecked Sendable {
    let renderer: ReportRenderer
    init(_ renderer: ReportRenderer) { self.renderer = renderer }
  }

  package init(_ server: PreviewServer) {
    self.server = server
    renderer = RendererBox(ReportRenderer(for: server.surroundings))
  }

  package func show(_ snapshot: LiveSnapshot) {
    let begins = state.withLock { state in
      state.next = snapshot
      defer { state.isRendering = true }
      return !state.isRendering
    }
    if begins { queue.async { self.renderAll() } }
  }

  /// Waits until the server has everything shown so far.
  package func finish() async {
    await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
  }

  /// Shows the notebook's error; nil removes it.
  package func show(problem: String?) { queue.async { self.server.publish(problem: problem) } }

  /// Looks through a notebook that was read just now, and shows the warnings about it. The page does not wait for them.
  func review(_ notebook: Notebook) {
    let number = state.withLock { state in
      state.readCount += 1
      return state.readCount
    }
    reviewQueue.async {
      let isLatest = { self.state.withLock { $0.readCount == number } }
      guard isLatest() else { return }
      let warnings = NotebookReview.warnings(about: notebook).map(\.description)
      if isLatest() { self.server.publish(warnings: warnings) }
    }
  }

  private func renderAll() {
    while let snapshot = take() {
      server.publish(
        renderer.renderer.parts(
          of: snapshot.report, states: snapshot.states, previousOutputs: snapshot.previousOutputs))
      server.publish(status: SessionStatus(snapshot.activity))
    }
  }

  private func take() -> LiveSnapshot? {
    state.withLock { state in
      defer { state.next = nil }
      state.isRendering = state.next != nil
      return state.next
    }
  }
}

extension SessionStatus {
  init(_ activity: LiveSnapshot.Activity) {
    switch activity {
    case .idle: self = .idle
    case .starting: self = .starting
    case .running(let cell, let since): self = .running(cell: cell, since: since)
    case .ended:
      self = .stopped(
        reason: "The kernel has ended, and all values are lost. The next edit recomputes the values that it needs.")
    }
  }
}
