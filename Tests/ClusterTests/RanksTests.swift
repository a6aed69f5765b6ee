import Cluster
import Display
import Tensors
import Testing

@Suite("Ranks")
struct RanksTests {
  @Test("A process that was started alone is the only rank, and gets its own values")
  func alone() throws {
    let ranks = try Ranks.all
    #expect(ranks.rank == 0 && ranks.count == 1 && ranks.isFirst)
    #expect(try ranks.broadcast("a") == "a")
    #expect(try ranks.gather(3) == [3])
    #expect(try ranks.sum(Tensor([1, 2])).scalars == [1, 2])
    #expect(try ranks.gather(Tensor([1, 2])).map(\.scalars) == [[1, 2]])
    try ranks.wait()
    #expect(throws: ClusterError.noRank(1, count: 1)) { try ranks.broadcast("a", from: 1) }
  }

  @Test("Sums beside the computation come in the order in which they were given")
  func background() throws {
    let sums = BackgroundSum(try Ranks.all)
    defer { sums.end() }
    sums.add([1, 2])
    sums.add([3])
    #expect(try sums.results() == [[1, 2], [3]])
    #expect(try sums.results() == [])
  }

  @Test(
    "The environment tells the rank, whatever launched it",
    arguments: [
      (["OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "4"], 1, 4, false),
      (["PMI_RANK": "0", "PMI_SIZE": "2"], 0, 2, true),
      (["PMIX_RANK": "3", "SLURM_PROCID": "3", "SLURM_STEP_NUM_TASKS": "8"], 3, 8, false),
    ])
  func launched(environment: [String: String], rank: Int, count: Int, isMPICH: Bool) throws {
    let launched = try #require(LaunchedRank(environment))
    #expect(launched.rank == rank && launched.count == count && launched.isMPICH == isMPICH)
    #expect(LaunchedRank(LaunchedRank.removed(from: environment)) == nil)
  }

  @Test(
    "A process that is alone has no rank",
    arguments: [
      [:], ["OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "1"], ["SLURM_STEP_NUM_TASKS": "4"],
      ["PMI_RANK": "5", "PMI_SIZE": "2"],
    ])
  func alone(environment: [String: String]) { #expect(LaunchedRank(environment) == nil) }

  @Test("A rank that does not come, or runs other code, is named with what to do")
  func messages() {
    #expect(
      ClusterError.silent(rank: 3, seconds: 600, work: "sum").description
        == "Rank 3 did not reach sum within 600 s. See its output; if it was running, give more time by "
        + "ETUDE_RANK_TIMEOUT.")
    #expect(
      ClusterError.diverged(rank: 1, expected: "weights a", found: "weights b").description
        == "Rank 1 is at weights b, and this one at weights a. All ranks must run the same: use no clocks, "
        + "machines or unseeded generators.")
    #expect(
      ClusterError.unavailable(reason: "no library").description
        == "The ranks cannot be joined: no library. Install Open MPI with `apt install openmpi-bin`, and start with its "
        + "mpirun.")
  }
  @Test("The log of calls has their number, and other hashes for other calls and another order")
  func calls() {
    func log(_ works: [String]) -> CallLog {
      let log = CallLog()
      for work in works { _ = log.note(work) }
      return log
    }
    #expect(log(["a", "b"]).note("c") == log(["x", "y"]).note("c"))
    #expect(log(["a", "b"]).count == 2)
    #expect(log(["a", "b"]).digest == log(["a", "b"]).digest)
    #expect(Set([["a", "b"], ["b", "a"], ["ab"], ["a"], []].map { log($0).digest }).count == 5)
  }

  @Test("Traffic is none alone, and a difference of two moments")
  func traffic() throws {
    #expect(try Ranks.all.traffic == Traffic())
    var later = Traffic()
    (later.messagesSent, later.bytesSent, later.messagesReceived, later.bytesReceived) = (3, 120, 2, 80)
    var earlier = Traffic()
    (earlier.messagesSent, earlier.bytesSent) = (1, 40)
    #expect("\(later - earlier)" == "sent 2 messages, 80 bytes; received 2 messages, 80 bytes")
  }
}
