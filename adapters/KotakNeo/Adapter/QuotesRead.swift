import SaudaBroker
import SaudaCore

/// Quotes of many instruments, 25 a call (protocol section 3.8).
struct QuotesRead<Row: Sendable>: Dialogue {
    private typealias Known = (id: InstrumentID, listing: Listing)
    typealias RowRead = @Sendable (JSON, InstrumentID, Listing, Timestamp) throws(QuoteFault) -> Row

    private let api: NeoAPI
    private let read: RowRead
    private let result: @Sendable ([Row]) -> ErrandResult
    /// Still to ask, in the order of the question.
    private var batches: [ArraySlice<Known>] = []
    private var asked: ArraySlice<Known> = []
    private var rows: [Row] = []
    private(set) var skipped: [String: Int] = [:]

    /// - Parameter read: makes a row of an instrument's quote.
    private init(
        _ api: NeoAPI,
        _ instruments: [InstrumentID],
        result: @escaping @Sendable ([Row]) -> ErrandResult,
        read: @escaping RowRead
    ) {
        self.api = api
        self.read = read
        self.result = result
        var known = instruments.compactMap { id in api.context.listings[id].map { (id: id, listing: $0) } }[...]
        let unknown = instruments.count - known.count
        if unknown > 0 { skipped["an instrument that is not in the instrument list"] = unknown }
        while !known.isEmpty {
            batches.append(known.prefix(25))
            known = known.dropFirst(25)
        }
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            if case .response(let response) = input { try take(response, now) }
            guard !batches.isEmpty else { return .done(result(rows)) }
            asked = batches.removeFirst()
            // `|` and `,` stay as they are: whether the broker takes them encoded is not known.
            let keys = asked.map { PercentEncoding.text($0.listing.feedKey, keeping: "|") }.joined(separator: ",")
            return .send(try api.data("/script-details/1.0/quotes/neosymbol/\(keys)/all", endpoint: .quote))
        } catch {
            return .failed(error)
        }
    }

    private mutating func take(_ response: HTTPResponse, _ now: Timestamp) throws(BrokerError) {
        if Failures.refusal(response)?.code == 1009 {
            // One that has no quote refuses all of its call: it is looked for among halves.
            guard asked.count > 1 else {
                skipped["an instrument that the broker has no quote of", default: 0] += 1
                return
            }
            let middle = asked.startIndex + asked.count / 2
            batches.insert(contentsOf: [asked[..<middle], asked[middle...]], at: 0)
            return
        }
        guard let items = try Failures.body(response).items else { throw Failures.wrongShape("no list of quotes") }
        // In no order that is promised.
        var quotes: [String: JSON] = [:]
        for item in items {
            guard let segment = item["exchange"].text, let token = item["exchange_token"].text,
                quotes.updateValue(item, forKey: "\(segment)|\(token)") == nil
            else { throw Failures.wrongShape("a quote of nothing that was asked, or two of one instrument") }
        }
        for (id, listing) in asked {
            guard let quote = quotes[listing.feedKey] else { continue }
            do throws(QuoteFault) {
                rows.append(try read(quote, id, listing, now))
            } catch {
                skipped["a quote: \(error.text)", default: 0] += 1
            }
        }
    }

    private static func last(_ quote: JSON, of listing: Listing) throws(QuoteFault) -> Price {
        // A price of RELIANCE-BL is none of RELIANCE-EQ: the name has to agree with the token.
        if listing.instrument.segment == .nseEquity, let name = WireText.word(quote["display_symbol"]) {
            guard listing.orderKey == "nse_cm|\(name)" else { throw QuoteFault(text: "of another symbol than asked") }
        }
        let price = try price(quote, "ltp")
        guard price.isPlausible else { throw QuoteFault(text: "without a price") }
        return price
    }

    private static func price(_ quote: JSON, _ name: String) throws(QuoteFault) -> Price {
        guard let raw = WireText.decimal(quote[name], places: 4), (0...Price.limit.raw).contains(raw) else {
            throw QuoteFault(text: "no possible price in '\(name)'")
        }
        return Price(raw: raw)
    }
}

/// Why a quote is left out.
struct QuoteFault: Error {
    var text: String
}

extension QuotesRead where Row == Tick {
    init(_ api: NeoAPI, _ instruments: [InstrumentID]) {
        self.init(api, instruments, result: { .quotes($0) }) { quote, id, listing, now throws(QuoteFault) in
            let price = try Self.last(quote, of: listing)
            let seconds = WireText.integer(quote["lstup_time"]) ?? 0
            // Minutes-old quotes were reported: their time tells. Of an index it is taken as of now.
            let stated = (1..<1 << 40).contains(seconds) ? Timestamp(microseconds: seconds * 1_000_000) : nil
            guard let time = stated ?? (listing.instrument.kind == .index ? now : nil) else {
                throw QuoteFault(text: "without a time")
            }
            guard time <= now.advanced(by: .seconds(86_400)) else {
                throw QuoteFault(text: "of a time far ahead of the clock")
            }
            return Tick(instrument: id, price: price, exchangeTime: time, source: .rest)
        }
    }
}

extension QuotesRead where Row == DayQuote {
    /// Last price and the day so far.
    init(_ api: NeoAPI, _ instruments: [InstrumentID]) {
        self.init(api, instruments, result: { .dayQuotes($0) }) { quote, id, listing, _ throws(QuoteFault) in
            let day = quote["ohlc"]
            return DayQuote(
                instrument: id,
                last: try Self.last(quote, of: listing),
                open: try Self.price(day, "open"),
                high: try Self.price(day, "high"),
                low: try Self.price(day, "low"),
                // The previous one, whatever its name says (trap 17).
                close: try Self.price(day, "close")
            )
        }
    }
}
