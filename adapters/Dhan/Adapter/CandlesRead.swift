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
    private var candles: [Candle] = []
    private(set) var skipped: [String: Int] = [:]

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
            guard from <= through else { return .done(.candles(candles)) }
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
            ("expiryCode", .number("0")), ("oi", .number("false")),
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
            guard let candle = Self.candle(columns.map { $0[row] }, span) else {
                throw Failures.wrongShape("a candle that cannot be read")
            }
            // For today the bounds are not kept; what was not asked for is no fault (trap T21).
            guard (first...through).contains(candle.start.day) else { continue }
            if let before = candles.last, candle.start <= before.start {
                skipped["a candle that is not later than the one before", default: 0] += 1
            } else if candle.isConsistent {
                candles.append(candle)
            } else {
                skipped["a candle whose high and low do not enclose it", default: 0] += 1
            }
        }
    }

    private static func candle(_ values: [JSON], _ span: CandleSpan) -> Candle? {
        guard let time = IndiaTime.candle(values[0]) else { return nil }
        let prices = values[1...4].compactMap { $0.decimal(places: 4) }
        guard prices.count == 4, prices.allSatisfy({ (0...Price.limit.raw).contains($0) }),
            let volume = values[5].integer, volume >= 0
        else { return nil }
        return Candle(
            start: span == .day ? time.day.at(TimeOfDay(0, 0)) : time,
            open: Price(raw: prices[0]),
            high: Price(raw: prices[1]),
            low: Price(raw: prices[2]),
            close: Price(raw: prices[3]),
            volume: Quantity(volume)
        )
    }
}
