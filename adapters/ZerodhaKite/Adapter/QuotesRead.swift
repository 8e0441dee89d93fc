import SaudaBroker
import SaudaCore

/// Full quotes, 500 instruments a call (protocol section 3.11).
struct QuotesRead: Dialogue {
    private static let perCall = 500

    private let api: KiteAPI
    private var left: ArraySlice<(id: InstrumentID, key: String)>
    private var asked: ArraySlice<(id: InstrumentID, key: String)> = []
    private var ticks: [Tick] = []
    private(set) var skipped: [String: Int] = [:]

    init(_ api: KiteAPI, _ instruments: [InstrumentID]) {
        self.api = api
        let known = instruments.compactMap { id in api.context.listings[id].map { (id: id, key: $0.orderKey) } }
        left = known[...]
        let unknown = instruments.count - known.count
        if unknown > 0 { skipped["an instrument that is not in the instrument list"] = unknown }
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            if case .response(let response) = input { try take(try Failures.data(response), now) }
            guard !left.isEmpty else { return .done(.quotes(ticks)) }
            asked = left.prefix(Self.perCall)
            left = left.dropFirst(Self.perCall)
            return .send(try api.get("/quote", asked.map { ("i", $0.key) }, endpoint: .quote))
        } catch {
            return .failed(error)
        }
    }

    private mutating func take(_ data: JSON, _ now: Timestamp) throws(BrokerError) {
        guard data.members != nil else { throw Failures.wrongShape("no quotes") }
        for (id, key) in asked {
            // What has no quote is left out of the answer.
            let quote = data[key]
            if quote.isNull { continue }
            guard let raw = quote["last_price"].decimal(places: 4), Price(raw: raw).isPlausible else {
                skipped["a quote without a possible price", default: 0] += 1
                continue
            }
            ticks.append(
                Tick(
                    instrument: id,
                    price: Price(raw: raw),
                    exchangeTime: KiteTime.stamp(quote["timestamp"]) ?? now,
                    source: .rest
                )
            )
        }
    }
}
