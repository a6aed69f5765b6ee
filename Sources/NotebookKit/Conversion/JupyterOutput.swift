import Display
import Files
import Foundation

/// Outputs of a cell in nbformat.
enum JupyterOutput {
  /// Nil for output that a notebook cannot contain: progress.
  static func json(_ output: CellOutput, executionCount: JSON) -> JSON? {
    switch output {
    case .stream(let stream, let text): return self.stream(stream.rawValue, text)
    case .warning(let text), .notice(let text): return stream("stderr", text + "\n")
    case .progress: return nil
    case .display(let bundle, _): return .object(display("display_data", bundle))
    case .result(let bundle):
      var result = display("execute_result", bundle)
      result["execution_count"] = executionCount
      return .object(result)
    case .failure(let failure):
      let details = failure.details.split(separator: "\n", omittingEmptySubsequences: false)
      return [
        "ename": .string(failure.kind.rawValue), "evalue": .string(failure.summary), "output_type": "error",
        "traceback": .array(
          ([failure.summary] + (failure.details.isEmpty ? [] : details.map(String.init))).map { .string($0) }),
      ]
    }
  }

  private static func stream(_ name: String, _ text: String) -> JSON {
    ["name": .string(name), "output_type": "stream", "text": .lines(text)]
  }

  private static func display(_ type: String, _ bundle: MIMEBundle) -> JSON.Object {
    let bundle = JupyterBundle(bundle, text: JSON.lines)
    return ["data": .object(bundle.data), "metadata": .object(bundle.metadata), "output_type": .string(type)]
  }
}
