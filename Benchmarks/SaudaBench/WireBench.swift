import SaudaBroker
import SaudaCore
import SaudaNet

/// From the call to the first byte at the server and to the answer, on a warm loopback connection: sauda's transport beside
/// libcurl called directly, turn by turn in one process.
enum WireBench {
    private static let requests = 2_000

    static func run(rounds: Int) async throws {
        let server = try WireServer()
        let url = "http://127.0.0.1:\(server.port)/orders/regular"
        let body = Array("exchange=NSE&tradingsymbol=INFY&transaction_type=SELL&quantity=50&price=1500.00".utf8)
        let transport = try CurlTransport()
        let request = HTTPRequest(
            .post,
            url,
            headers: [HTTPHeader("Authorization", "token key:secret"), HTTPHeader("X-Version", "3")],
            body: body,
            endpoint: "orders"
        )
        let direct = try DirectCurl(request)
        var first: [[Double]] = [[], []]
        var whole: [[Double]] = [[], []]
        var tails: [Double] = []
        for round in 0...rounds {
            var firsts: [[Double]] = [[], []]
            var wholes: [[Double]] = [[], []]
            for _ in 0..<requests {
                for side in 0..<2 {
                    let start = WireServer.now
                    if side == 0 {
                        _ = try await transport.perform(request, within: .seconds(10))
                    } else {
                        try direct.perform()
                    }
                    wholes[side].append(Double(WireServer.now - start) / 1000)
                    firsts[side].append(Double(server.firstByte - start) / 1000)
                }
            }
            // The first round warms up.
            guard round > 0 else { continue }
            for side in 0..<2 {
                first[side].append(Quantile.of(0.5, firsts[side]))
                whole[side].append(Quantile.of(0.5, wholes[side]))
            }
            tails.append(Quantile.of(0.99, firsts[0]))
        }
        BenchLine.show("first_byte", "sauda", "us", first[0])
        BenchLine.show("first_byte", "libcurl", "us", first[1])
        BenchLine.show("first_byte_p99", "sauda", "us", tails)
        BenchLine.show("answer", "sauda", "us", whole[0])
        BenchLine.show("answer", "libcurl", "us", whole[1])
        BenchLine.show("first_byte_ratio", "sauda", "x", zip(first[0], first[1]).map { $0 / $1 })
        BenchLine.show("answer_ratio", "sauda", "x", zip(whole[0], whole[1]).map { $0 / $1 })
    }
}
