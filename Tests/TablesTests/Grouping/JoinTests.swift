import Tables
import Testing

@Suite("Joins")
struct JoinTests {
  let left: DataFrame = ["id": [1, 2, 2, nil, 4], "x": ["a", "b", "c", "d", "e"]]
  let right: DataFrame = ["id": [2, 3, 1, 2, nil], "y": [20, 30, 10, 21, 0]]

  @Test("An inner join has each pair of rows with equal keys")
  func inner() {
    #expect(
      left.joined(right, on: "id")
        == ["id": [1, 2, 2, 2, 2], "x": ["a", "b", "b", "c", "c"], "y": [10, 20, 21, 20, 21]])
  }

  @Test("A left join has every row of the left")
  func leftJoin() {
    #expect(
      left.joined(right, on: "id", kind: .left)
        == [
          "id": [1, 2, 2, 2, 2, nil, 4], "x": ["a", "b", "b", "c", "c", "d", "e"],
          "y": [10, 20, 21, 20, 21, nil, nil],
        ])
  }

  @Test("A right join has every row of the right, those without a pair at the end")
  func rightJoin() {
    #expect(
      left.joined(right, on: "id", kind: .right)
        == [
          "id": [1, 2, 2, 2, 2, 3, nil], "x": ["a", "b", "b", "c", "c", nil, nil], "y": [10, 20, 21, 20, 21, 30, 0],
        ])
  }

  @Test("A full join has every row of both")
  func full() {
    #expect(
      Array(left.joined(right, on: "id", kind: .full)["id", Int.self]) == [1, 2, 2, 2, 2, nil, 4, 3, nil])
  }

  @Test("Columns that both have are named after their side")
  func names() {
    let first: DataFrame = ["id": [1], "x": [2]]
    let second: DataFrame = ["key": [1], "x": [3], "id": [7]]
    #expect(
      first.joined(second, on: (left: "id", right: "key")).columnNames == ["left.id", "left.x", "right.x", "right.id"])
  }

  @Test("Keys of two types stop with both")
  func types() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let left: DataFrame = ["id": [1]]
      let right: DataFrame = ["id": ["1"]]
      _ = left.joined(right, on: "id")
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("“id” holds Int at the left and “id” String at the right"))
  }
}
