import Foundation
import Live
import Testing

@Suite("Events for open pages") struct EventHubTests {
  private let whole: @Sendable () -> [EventHub.Event] = { [EventHub.Event("page", "whole")] }

  /// The events that listeners have received once the hub has ended.
  private func text(_ stream: AsyncStream<Data>) async -> String {
    var data = Data()
    for await piece in stream { data += piece }
    return String(decoding: data, as: UTF8.self).replacing("retry: 500\n\n", with: "")
  }

  @Test("Every page gets every event, numbered") func everyPage() async {
    let hub = EventHub()
    let pages = [hub.listen(after: 0, whole: whole), hub.listen(after: 0, whole: whole)]
    hub.send(EventHub.Event("status", "1"))
    hub.send(EventHub.Event("page", "2"))
    hub.end()
    for page in pages {
      #expect(await text(page) == "id: 1\nevent: status\ndata: 1\n\nid: 2\nevent: page\ndata: 2\n\n")
    }
  }

  @Test("A returning page gets the events that it missed") func missed() async {
    let hub = EventHub()
    for number in 1...3 { hub.send(EventHub.Event("page", "\(number)")) }
    let page = hub.listen(after: 2, whole: whole)
    hub.end()
    #expect(await text(page) == "id: 3\nevent: page\ndata: 3\n\n")
  }

  @Test("A page that missed too much gets the whole state") func tooMuch() async {
    let hub = EventHub()
    let long = String(repeating: "x", count: 9 << 20)
    for _ in 1...3 { hub.send(EventHub.Event("page", long)) }
    let page = hub.listen(after: 1, whole: whole)
    hub.end()
    #expect(await text(page) == "id: 3\nevent: page\ndata: whole\n\n")
  }

  @Test("A page of an earlier server gets the whole state") func earlierServer() async {
    let hub = EventHub()
    let page = hub.listen(after: 40, whole: whole)
    hub.end()
    #expect(await text(page) == "id: 0\nevent: page\ndata: whole\n\n")
  }

  @Test("A heartbeat has no number, so a page keeps its last event number") func beat() async {
    let hub = EventHub()
    hub.send(EventHub.Event("page", "1"))
    let page = hub.listen(after: 1, whole: whole)
    hub.beat()
    hub.end()
    #expect(await text(page) == "event: beat\ndata: {}\n\n")
  }

  @Test("A page that does not read is disconnected and does not block others") func slow() async {
    let hub = EventHub()
    let slow = hub.listen(after: 0, whole: whole)
    for number in 1...400 { hub.send(EventHub.Event("status", "\(number)")) }
    #expect(hub.listenerCount == 0)
    #expect(await text(slow).contains("data: 1\n"))
  }

  @Test("A page that is gone is forgotten") func gone() async {
    let hub = EventHub()
    let task = Task { for await _ in hub.listen(after: 0, whole: whole) {} }
    while hub.listenerCount == 0 { await Task.yield() }
    task.cancel()
    await task.value
    #expect(hub.listenerCount == 0)
  }
}
