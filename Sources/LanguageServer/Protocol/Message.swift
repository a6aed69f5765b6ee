import Files

/// A message of JSON-RPC 2.0.
package enum Message: Equatable, Sendable {
  /// - Parameter id: A number or a text.
  case request(id: JSON, method: String, parameters: JSON)
  case notification(method: String, parameters: JSON)
  /// - Parameter id: The identifier of the request; null if the request could not be read.
  case response(id: JSON, Result<JSON, ResponseError>)

  /// Decodes a message; nil for JSON that is not one.
  package init?(_ json: JSON) {
    guard let members = json.object else { return nil }
    let id = members["id"].flatMap { $0.isIdentifier ? $0 : nil }
    if members["method"] == nil, members["id"] == .null, let error = members["error"] {
      self = .response(id: .null, .failure(ResponseError(error)))
      return
    }
    switch (members["method"]?.string, id) {
    case (let method?, let id?): self = .request(id: id, method: method, parameters: members["params"] ?? .null)
    case (let method?, nil):
      if members["id"] != nil { return nil }
      self = .notification(method: method, parameters: members["params"] ?? .null)
    case (nil, let id?):
      if let error = members["error"] {
        self = .response(id: id, .failure(ResponseError(error)))
      } else if let result = members["result"] {
        self = .response(id: id, .success(result))
      } else {
        return nil
      }
    case (nil, nil): return nil
    }
  }

  package var json: JSON {
    switch self {
    case .request(let id, let method, let parameters):
      Self.object(["id": id, "method": .string(method)], parameters)
    case .notification(let method, let parameters): Self.object(["method": .string(method)], parameters)
    case .response(let id, .success(let result)): Self.object(["id": id, "result": result])
    case .response(let id, .failure(let error)):
      Self.object(["id": id, "error": ["code": .integer(error.code), "message": .string(error.message)]])
    }
  }

  private static func object(_ members: KeyValuePairs<String, JSON>, _ parameters: JSON = .null) -> JSON {
    var object: JSON.Object = ["jsonrpc": "2.0"]
    for (name, value) in members { object[name] = value }
    if parameters != .null { object["params"] = parameters }
    return .object(object)
  }
}

/// The error of a request without a result, by the codes of the protocol.
package struct ResponseError: Error, Equatable, Sendable {
  package var code: Int
  /// A sentence for the user.
  package var message: String

  package init(code: Int, message: String) {
    self.code = code
    self.message = message
  }

  /// Reads the error of a response.
  fileprivate init(_ json: JSON) {
    self.init(code: json["code"]?.integer ?? 0, message: json["message"]?.string ?? "")
  }

  package static let invalidRequestCode = -32600
  package static let unknownMethodCode = -32601
  package static let parametersCode = -32602
  package static let internalCode = -32603
  package static let parseCode = -32700
  package static let notInitializedCode = -32002
  package static let unknownCode = -32001
  package static let requestFailedCode = -32803
  package static let contentModifiedCode = -32801
  package static let cancelledCode = -32800

  package static let cancelled = ResponseError(code: cancelledCode, message: "The request was cancelled.")
  package static let contentModified = ResponseError(
    code: contentModifiedCode, message: "The notebook has changed since the request.")

  /// A request that is understood and cannot be granted.
  package static func refused(_ reason: String) -> ResponseError {
    ResponseError(code: requestFailedCode, message: reason)
  }
}

extension JSON {
  /// True for a valid identifier of a request.
  fileprivate var isIdentifier: Bool {
    switch self {
    case .number, .string: true
    default: false
    }
  }
}
