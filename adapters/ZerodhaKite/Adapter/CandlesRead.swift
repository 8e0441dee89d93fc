import SaudaBroker
import SaudaCore

/// History in pages: 60 days of minutes or 2,000 days a call (protocol section 3.12). A candle that is still running
/// is among them when today is asked for.
struct CandlesRead: Dialogue {
    private let api: KiteAPI
    private let instrument: InstrumentID
    private let span: CandleSpan
    private let through: Day
    /// The first day not asked for yet.
    private var from: Day
    private var list = CandleList()

    var skipped: [String: Int] { list.skipped }

    init(_ api: KiteAPI, _ instrument: InstrumentID, _ span: CandleSpan, from: Day, through: Day) {
        self.api = api
        self.instrument = instrument
        self.span = span
        self.from = from
        self.through = through
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            if case .response(let response) = input { try take(try Failures.data(response)) }
            guard from <= through else { return .done(.candles(list.candles)) }
            return .send(try page())
        } catch {
            return .failed(error)
        }
    }

    private mutating func page() throws(BrokerError) -> HTTPRequest {
        guard let listing = api.context.listings[instrument] else {
            throw .kite("the instrument is not in the instrument list", "Load the list again.", .changeRequest)
        }
        let last = min(through, from.advanced(by: (span == .minute ? 60 : 2000) - 1))
        let query = [
            ("from", KiteTime.text(from, TimeOfDay(0, 0))), ("to", KiteTime.text(last, TimeOfDay(23, 59, 59))),
        ]
        from = last.advanced(by: 1)
        return try api.get(
            "/instruments/historical/\(PercentEncoding.text(listing.feedKey))/\(span == .minute ? "minute" : "day")",
            query,
            endpoint: .historical
        )
    }

    private mutating func take(_ data: JSON) throws(BrokerError) {
        guard let rows = data["candles"].items else { throw Failures.wrongShape("no list of candles") }
        for row in rows {
            guard let candle = Self.candle(row, span) else { throw Failures.wrongShape("a candle that cannot be read") }
            list.append(candle)
        }
    }

    private static func candle(_ row: JSON, _ span: CandleSpan) -> Candle? {
        guard let values = row.items, values.count >= 6, let time = KiteTime.candle(values[0]) else { return nil }
        return Candle(span, at: time, prices: values[1...4], volume: values[5])
    }
}
