import SaudaBroker
import SaudaCore
import SaudaNet
import SaudaService
import SaudaStore
import ZerodhaKiteAdapter

/// From an engine's decision to the first byte of its order at the server, on a warm loopback connection: the intent
/// appended and synced, then link, adapter and transport; beside libcurl sending the same request directly.
///
/// The server refuses each order, so that none stays open and all rounds find the link alike.
enum LinkBench {
    private static let orders = 1_000
    private static let refusal =
        #"{"status":"error","message":"no","data":null,"error_type":"InputException"}"#

    static func run(rounds: Int, folder: String) async throws {
        let server = try WireServer(status: "400 Bad Request", body: refusal)
        let rig = try LinkBenchRig(port: server.port, journal: "\(folder)/bench-\(WireServer.now).journal")
        let link = rig.link
        let running = Task { await link.run() }
        let direct = try DirectCurl(rig.request(1))
        var ways: [[Double]] = []
        var sync: [[Double]] = []
        var whole: [[Double]] = []
        var raw: [[Double]] = []
        var number: UInt64 = 0
        for round in 0...rounds {
            var (links, syncs, wholes, raws): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
            for _ in 0..<orders {
                number += 1
                let decided = WireServer.now
                try rig.keep(number)
                let synced = WireServer.now
                await rig.place(number)
                links.append(Double(server.firstByte - synced) / 1000)
                syncs.append(Double(synced - decided) / 1000)
                wholes.append(Double(server.firstByte - decided) / 1000)
                // Both sides come from a sync: the caches are cold and the cores asleep.
                try rig.keep(number)
                let start = WireServer.now
                try direct.perform()
                raws.append(Double(server.firstByte - start) / 1000)
            }
            // The first round warms up.
            guard round > 0 else { continue }
            ways.append(links)
            sync.append(syncs)
            whole.append(wholes)
            raw.append(raws)
        }
        link.stop()
        await running.value
        func each(_ share: Double, _ rounds: [[Double]]) -> [Double] { rounds.map { Quantile.of(share, $0) } }
        BenchLine.show("order_first_byte", "sauda", "us", each(0.5, ways))
        BenchLine.show("order_first_byte_p99", "sauda", "us", each(0.99, ways))
        BenchLine.show("order_first_byte", "libcurl", "us", each(0.5, raw))
        BenchLine.show("order_ratio", "sauda", "x", zip(each(0.5, ways), each(0.5, raw)).map { $0 / $1 })
        BenchLine.show("journal_sync", "sauda", "us", each(0.5, sync))
        BenchLine.show("journal_sync_p99", "sauda", "us", each(0.99, sync))
        BenchLine.show("decision", "sauda", "us", each(0.5, whole))
        BenchLine.show("decision_p99", "sauda", "us", each(0.99, whole))
    }
}
