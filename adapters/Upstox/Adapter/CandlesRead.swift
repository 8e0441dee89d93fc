import SaudaBroker
import SaudaCore

/// Candles in pages as long as the broker takes them, oldest page first, and today's by a call of their own (protocol
/// section 7.2, trap T15).
struct CandlesRead: Dialogue {
    private let api: UpstoxAPI
    private let instrument: InstrumentID
    private let span: CandleSpan
    private let first: Day
    private let through: Day
    private var from: Day
    private var hasAskedToday = false
    private var list = CandleList()

    var skipped: [String: Int] { list.skipped }

    init(_ api: UpstoxAPI, _ instrument: InstrumentID, _ span: CandleSpan, from: Day, through: Day) {
        self.api = api
        self.instrument = instrument
        self.span = span
        first = from
        self.from = from
        self.through = through
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            if case .response(let response) = input { try take(try Failures.data(response)) }
            let last = min(through, now.day.advanced(by: -1))
            if from <= last { return .send(try page(through: last)) }
            guard !hasAskedToday, (first...max(first, through)).contains(now.day) else {
                return .done(.candles(list.candles))
            }
            hasAskedToday = true
            return .send(try today())
        } catch {
            return .failed(error)
        }
    }

    private func key() throws(BrokerError) -> String {
        guard let listing = api.context.listings[instrument] else {
            throw .upstox("the instrument is not in the instrument list", "Load the list again.", .changeRequest)
        }
        return PercentEncoding.text(listing.orderKey)
    }

    private var unit: String { span == .minute ? "minutes/1" : "days/1" }

    /// A month of minutes and ten years of days are taken; a little less is asked for.
    private mutating func page(through last: Day) throws(BrokerError) -> HTTPRequest {
        let end = min(last, from.advanced(by: span == .minute ? 27 : 3600))
        let path = "/v3/historical-candle/\(try key())/\(unit)/\(end)/\(from)"
        from = end.advanced(by: 1)
        return try api.get(path, endpoint: .candle)
    }

    private func today() throws(BrokerError) -> HTTPRequest {
        try api.get("/v3/historical-candle/intraday/\(try key())/\(unit)", endpoint: .candle)
    }

    private mutating func take(_ data: JSON) throws(BrokerError) {
        guard let items = data["candles"].items else { throw Failures.wrongShape("no list of candles") }
        var page: [Candle] = []
        for item in items {
            guard let candle = Self.candle(item.items ?? [], span) else {
                throw Failures.wrongShape("a candle that cannot be read")
            }
            // What was not asked for is no fault.
            guard (first...through).contains(candle.start.day) else { continue }
            page.append(candle)
        }
        for candle in page.sorted(by: { $0.start < $1.start }) {
            list.append(candle)
        }
    }

    /// Time, open, high, low, close, volume, open interest.
    private static func candle(_ values: [JSON], _ span: CandleSpan) -> Candle? {
        guard values.count >= 6, let time = IndiaTime.zoned(values[0]) else { return nil }
        return Candle(span, at: time, prices: values[1...4], volume: values[5])
    }
}
