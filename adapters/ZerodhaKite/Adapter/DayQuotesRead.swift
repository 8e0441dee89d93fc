import SaudaBroker
import SaudaCore

/// Last price and the day so far, 1000 instruments a call (protocol section 3.11).
struct DayQuotesRead: Dialogue {
    private static let perCall = 1000

    private let api: KiteAPI
    private var left: ArraySlice<(id: InstrumentID, key: String)>
    private var asked: ArraySlice<(id: InstrumentID, key: String)> = []
    private var quotes: [DayQuote] = []
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
            if case .response(let response) = input { try take(try Failures.data(response)) }
            guard !left.isEmpty else { return .done(.dayQuotes(quotes)) }
            asked = left.prefix(Self.perCall)
            left = left.dropFirst(Self.perCall)
            return .send(try api.get("/quote/ohlc", asked.map { ("i", $0.key) }, endpoint: .quote))
        } catch {
            return .failed(error)
        }
    }

    private mutating func take(_ data: JSON) throws(BrokerError) {
        guard data.members != nil else { throw Failures.wrongShape("no quotes") }
        for (id, key) in asked {
            // What has no quote is left out of the answer.
            let quote = data[key]
            if quote.isNull { continue }
            let day = quote["ohlc"]
            do throws(OrderReader.Unreadable) {
                let last = try OrderReader.price(quote, "last_price")
                guard last.isPlausible else { throw OrderReader.Unreadable(description: "no price") }
                quotes.append(
                    DayQuote(
                        instrument: id,
                        last: last,
                        open: try OrderReader.price(day, "open"),
                        high: try OrderReader.price(day, "high"),
                        low: try OrderReader.price(day, "low"),
                        close: try OrderReader.price(day, "close")
                    )
                )
            } catch {
                skipped["a quote without a possible price", default: 0] += 1
            }
        }
    }
}
