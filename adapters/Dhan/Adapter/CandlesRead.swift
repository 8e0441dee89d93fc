import SaudaBroker
import SaudaCore

/// History: days in one call, minutes in pages of 90 days (protocol section 2.16). A candle that is still running is among
/// them when today is asked for.
struct CandlesRead: Dialogue {
    private let api: DhanAPI
    private let instrument: InstrumentID
    private let span: CandleSpan
    private let first: Day
    private let through: Day
    /// The first day not asked for yet.
    private var from: Day
    private var list = CandleList()

    var skipped: [String: Int] { list.skipped }

    init(_ api: DhanAPI, _ instrument: InstrumentID, _ span: CandleSpan, from: Day, through: Day) {
        self.api = api
        self.instrument = instrument
        self.span = span
        first = from
        self.from = from
        self.through = through
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            if case .response(let response) = input, let body = try Failures.bodyOrNothing(response) { try take(body) }
            guard from <= through else { return .done(.candles(list.candles)) }
            return .send(try page())
        } catch {
            return .failed(error)
        }
    }

    private mutating func page() throws(BrokerError) -> HTTPRequest {
        guard let listing = api.context.listings[instrument], let key = listing.security,
            let word = listing.instrumentWord
        else { throw .dhan("the instrument is not in the instrument list", "Load the list again.", .changeRequest) }
        let start = from
        let last = span == .day ? through : min(through, from.advanced(by: 89))
        from = last.advanced(by: 1)
        var body: DhanAPI.Members = [
            ("securityId", .text("\(key.id)")), ("exchangeSegment", .text(key.segment.word)),
            ("instrument", .text(word)),
            // Derivatives come back empty without it (trap T21).
            ("expiryCode", .number("0")), ("oi", .flag(false)),
        ]
        switch span {
        case .day:
            // The day named last is excluded.
            body += [("fromDate", .text("\(start)")), ("toDate", .text("\(from)"))]
            return try api.send(.post, "/charts/historical", body, endpoint: .data)
        case .minute:
            body += [
                ("interval", .text("1")), ("fromDate", .text("\(start) 00:00:00")),
                ("toDate", .text("\(last) 23:59:59")),
            ]
            return try api.send(.post, "/charts/intraday", body, endpoint: .data)
        }
    }

    private mutating func take(_ body: JSON) throws(BrokerError) {
        let names = ["timestamp", "open", "high", "low", "close", "volume"]
        let columns = names.compactMap { body[$0].items }
        guard columns.count == names.count, Set(columns.map(\.count)).count == 1 else {
            throw Failures.wrongShape("columns of candles that are missing or differ in length")
        }
        for row in columns[0].indices {
            let values = columns.map { $0[row] }
            guard let time = IndiaTime.candle(values[0]),
                let candle = Candle(span, at: time, prices: values[1...4], volume: values[5])
            else {
                throw Failures.wrongShape("a candle that cannot be read")
            }
            // For today the bounds are not kept; what was not asked for is no fault (trap T21).
            guard (first...through).contains(candle.start.day) else { continue }
            list.append(candle)
        }
    }
}
