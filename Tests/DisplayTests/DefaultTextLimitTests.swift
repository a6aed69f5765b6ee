import Display
import Foundation
import Testing

@Suite("The text of values that are large or lead back to themselves")
struct DefaultTextLimitTests {
  private func text(_ value: Any) -> String? { MIMEBundle(showing: value).text(.plainText) }

  final class Node {
    var value: Int
    var next: Node?
    init(_ value: Int) { self.value = value }
  }

  /// A value that refers back to itself once ended the kernel by a stack overflow.
  @Test("A value that refers back to itself is written once")
  func cyclesEnd() {
    let first = Node(1)
    first.next = Node(2)
    first.next?.next = first
    #expect(text(first) == "Node(value: 1, next: Node(value: 2, next: Node(…)))")
    first.next = nil
  }

  @Test("A value that occurs twice in a list is written twice")
  func whatIsSharedIsWrittenTwice() {
    let node = Node(7)
    #expect(text([node, node]) == "[Node(value: 7, next: nil), Node(value: 7, next: nil)]")
  }

  @Test("A long linked list ends in an ellipsis")
  func longListsEnd() throws {
    var list: Node?
    for value in 0..<10_000 {
      let node = Node(value)
      node.next = list
      list = node
    }
    let written = try #require(text(list as Any))
    #expect(written.hasSuffix("…" + String(repeating: ")", count: 16)))
    // Released one by one: a chain that is released at once recurses as deep as it is long.
    while let node = list { (list, node.next) = (node.next, nil) }
  }

  @Test("A long collection shows its ends and its count")
  func longCollectionsShowTheirEnds() throws {
    #expect(text(Array(0..<100))?.contains("…") == false)
    #expect(text(Array(0..<101)) == "[0, 1, 2, 3, 4, …, 96, 97, 98, 99, 100  // 101 elements]")
    let cube = [[[Int]]](repeating: [[Int]](repeating: Array(0..<50), count: 50), count: 50)
    #expect(try #require(text(cube)).utf8.count < 200_000)
  }
}
