import Files

/// The content of `history_request`.
package struct HistoryQuery {
  private let content: JSON.Object

  package init(_ content: JSON.Object) { self.content = content }

  /// The content of the reply.
  package func content(from history: InputHistory) -> JSON.Object {
    let hasOutputs = content["output"] == .boolean(true)
    let items = entries(of: history).map { entry -> JSON in
      let input = JSON.string(entry.input)
      let output = entry.output.map { JSON.string($0) } ?? .null
      return [.integer(entry.session), .integer(entry.line), hasOutputs ? [input, output] : input]
    }
    return ["status": "ok", "history": .array(items)]
  }

  private func entries(of history: InputHistory) -> [InputHistory.Entry] {
    let count = content["n"]?.integer
    switch content["hist_access_type"]?.string {
    case "range":
      return history.range(
        session: content["session"]?.integer ?? 0, start: content["start"]?.integer ?? 1, stop: content["stop"]?.integer
      )
    case "search":
      return history.search(
        content["pattern"]?.string ?? "*", count: count, isUnique: content["unique"] == .boolean(true))
    default: return history.tail(count ?? 10)
    }
  }
}
