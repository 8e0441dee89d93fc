import CCurl
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
        let direct = try DirectCurl(url: url, headers: ["Authorization: token key:secret", "X-Version: 3"], body: body)
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
                first[side].append(quantile(0.5, firsts[side]))
                whole[side].append(quantile(0.5, wholes[side]))
            }
            tails.append(quantile(0.99, firsts[0]))
        }
        line("first_byte", "sauda", "us", first[0])
        line("first_byte", "libcurl", "us", first[1])
        line("first_byte_p99", "sauda", "us", tails)
        line("answer", "sauda", "us", whole[0])
        line("answer", "libcurl", "us", whole[1])
        line("first_byte_ratio", "sauda", "x", zip(first[0], first[1]).map { $0 / $1 })
        line("answer_ratio", "sauda", "x", zip(whole[0], whole[1]).map { $0 / $1 })
    }

    private static func quantile(_ share: Double, _ values: [Double]) -> Double {
        values.sorted()[min(values.count - 1, Int(Double(values.count) * share))]
    }

    private static func line(_ label: String, _ peer: String, _ unit: String, _ values: [Double]) {
        func short(_ value: Double) -> Double { (value * 100).rounded() / 100 }
        let (middle, least, most) = (quantile(0.5, values), values.min() ?? 0, values.max() ?? 0)
        print(
            #"{"item":"wire","peer":"\#(peer)","case":"\#(label)","unit":"\#(unit)","median":\#(short(middle)),"#
                + #""min":\#(short(least)),"max":\#(short(most)),"runs":\#(values.count)}"#
        )
    }
}

/// One easy handle, used again and again on the caller's own thread: libcurl at its fastest.
@safe private final class DirectCurl {
    private let easy: UnsafeMutableRawPointer
    private var lines: UnsafeMutablePointer<curl_slist>?

    struct Failure: Error { var code: UInt32 }

    init(url: String, headers: [String], body: [UInt8]) throws {
        guard let easy = unsafe curl_easy_init() else { throw Failure(code: 0) }
        unsafe self.easy = easy
        for line in headers { unsafe lines = curl_slist_append(lines, line) }
        unsafe sauda_set_text(easy, CURLOPT_URL, url)
        unsafe sauda_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
        unsafe sauda_set_bytes(easy, CURLOPT_COPYPOSTFIELDS, body)
        unsafe sauda_set_lines(easy, CURLOPT_HTTPHEADER, lines)
        unsafe sauda_set_long(easy, CURLOPT_NOSIGNAL, 1)
        unsafe sauda_set_writer(easy, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count }
    }

    deinit {
        unsafe curl_easy_cleanup(easy)
        unsafe curl_slist_free_all(lines)
    }

    func perform() throws {
        let code = unsafe curl_easy_perform(easy)
        guard code == CURLE_OK else { throw Failure(code: code.rawValue) }
    }
}
