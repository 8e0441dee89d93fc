import KotakNeoAdapter
import SaudaBroker
import SaudaCore
import Testing

/// The frames of the shared fixtures, protocol section 7.6.
@Suite struct HSMVectorTests {
    private static let file = "fixtures/kotak-neo/synthetic-hsm-vectors.json"

    private func vectors(_ direction: String) throws -> [(name: String, bytes: [UInt8], decoded: JSON)] {
        let items = try #require(try Shared.json(Self.file)["vectors"].items)
        return try items.filter { $0["direction"].text == direction }.map { vector in
            let name = try #require(vector["name"].text)
            let bytes = Hex.bytes(try #require(vector["hex"].text))
            #expect(vector["bytes"].integer == Int64(bytes.count), "\(name)")
            return (name, bytes, vector["decoded"])
        }
    }

    @Test(.enabled(if: Shared.wants(file)))
    func `every request is written byte by byte as in the vectors`() throws {
        let share = "sf|nse_cm|2885"
        let requests: [String: [UInt8]] = [
            "connect": HSMRequest.connect(token: Secret("tok"), sid: Secret("sid1")),
            "heartbeat": HSMRequest.heartbeat,
            "subscribe-two-scrips-channel2": HSMRequest.subscribe([share, "sf|nse_fo|56526"], channel: 2),
            "subscribe-index-channel1": HSMRequest.subscribe(["if|nse_cm|Nifty 50"], channel: 1),
            "subscribe-depth-channel3": HSMRequest.subscribe(["dp|nse_cm|2885"], channel: 3),
            "unsubscribe-depth-channel3": HSMRequest.unsubscribe(["dp|nse_cm|2885"], channel: 3),
            "snapshot-request": HSMRequest.snapshot([share]),
            "acknowledge": HSMRequest.acknowledge(12345),
        ]
        let wanted = try vectors("client")
        #expect(wanted.count == requests.count)
        for vector in wanted { #expect(requests[vector.name] == vector.bytes, "\(vector.name)") }
    }

    @Test(.enabled(if: Shared.wants(file)))
    func `every reply and every data frame decodes to its fields, computed ones too`() throws {
        // The data frames of the file are those of a connection that wants acknowledgements.
        var decoder = HSMDecoder(isNumbered: true)
        var packets = 0
        for vector in try vectors("server") {
            if !vector.name.hasPrefix("data-") { decoder = HSMDecoder(isNumbered: true) }
            let text = unsafe decoder.text(of: vector.bytes.span.bytes)
            #expect(!text.isMalformed && text.notes.isEmpty, "\(vector.name) \(text)")
            let wanted = vector.decoded.items ?? [vector.decoded]
            #expect(text.lines.count == wanted.count, "\(vector.name)")
            for (line, fields) in zip(text.lines, wanted) {
                let found = try JSON(line)
                for (name, value) in try #require(fields.members) {
                    #expect(isSame(found[name], value), "\(vector.name) \(name) \(found[name]) \(value)")
                    packets += 1
                }
            }
            if vector.name == "connect-ok-noack" { decoder = HSMDecoder(isNumbered: true) }
        }
        #expect(packets > 100)
    }

    /// The same text, the same number, or the same moment.
    private func isSame(_ found: JSON, _ wanted: JSON) -> Bool {
        if found == wanted { return true }
        guard let found = found.text, let wanted = wanted.text else { return false }
        if let a = Money(found), let b = Money(wanted) { return a == b }
        // 10/09/2026 09:00:00, India time.
        let parts = wanted.split { $0 == "/" || $0 == " " }
        guard parts.count == 4, let day = Day("\(parts[2])-\(parts[1])-\(parts[0])"), let time = TimeOfDay(parts[3])
        else { return false }
        return found == "\(day.at(time))"
    }

    @Test(.enabled(if: Shared.wants(file)))
    func `every prefix of every server frame is malformed and changes nothing`() throws {
        for vector in try vectors("server") {
            for count in 0..<vector.bytes.count {
                var decoder = HSMDecoder(isNumbered: true)
                let cut = Array(vector.bytes.prefix(count))
                let text = unsafe decoder.text(of: cut.span.bytes)
                #expect(text.isMalformed && text.lines.count == 1, "\(vector.name) \(count)")
            }
        }
    }

    @Test(.enabled(if: Shared.wants(file)))
    func `mutated frames end nothing and still give JSON`() throws {
        let frames = try vectors("server").map(\.bytes)
        var random = SplitMix(state: 7_001)
        var decoder = HSMDecoder(isNumbered: true)
        for _ in 0..<20_000 {
            let frame = random.mutated(frames.randomElement(using: &random) ?? [])
            for line in unsafe decoder.text(of: frame.span.bytes).lines { _ = try JSON(line) }
        }
    }
}
