import SaudaBroker
import SaudaCore

/// The options of one underlying (protocol section 3.8): those around its price, as many as the broker gives unasked,
/// forty strikes by the notes of its own client.
///
/// A chain does not say what the underlying costs: its quote is asked first.
struct ChainRead: Dialogue {
    private let api: NeoAPI
    private let underlying: InstrumentID
    private let expiry: Day
    private var quotes: QuotesRead<Tick>
    private var last: Price?
    private(set) var skipped: [String: Int] = [:]

    init(_ api: NeoAPI, _ underlying: InstrumentID, expiry: Day) {
        self.api = api
        self.underlying = underlying
        self.expiry = expiry
        quotes = QuotesRead(api, [underlying])
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            if last != nil, case .response(let response) = input { return .done(try take(response)) }
            // Looked at before anything is sent.
            let ask = try Self.ask("option-chain", api, underlying, "&expiry=\(expiry)&instrument_type=option")
            let step = quotes.next(input, at: now)
            guard case .done(let result) = step else { return step }
            guard case .quotes(let ticks) = result, let tick = ticks.first else {
                throw Failures.wrongShape("no price of the underlying")
            }
            last = tick.price
            return .send(ask)
        } catch {
            return .failed(error)
        }
    }

    /// The days on which options of an underlying end.
    static func expiries(_ api: NeoAPI, _ underlying: InstrumentID) -> SingleRead {
        SingleRead(send: { () throws(BrokerError) in try ask("expiries", api, underlying, "&instrument_type=option") })
        {
            response throws(BrokerError) in
            if saysNone(response) { return Reading(.optionExpiries([])) }
            guard let items = try Failures.body(response)["expiries"].items else {
                throw Failures.wrongShape("no list of expiries")
            }
            var days: [Day] = []
            for item in items {
                guard let day = item.text.flatMap({ Day($0) }) else {
                    throw Failures.wrongShape("an expiry that is no day")
                }
                days.append(day)
            }
            return Reading(.optionExpiries(days.sorted()))
        }
    }

    private static func ask(
        _ call: String,
        _ api: NeoAPI,
        _ underlying: InstrumentID,
        _ more: String
    ) throws(BrokerError) -> HTTPRequest {
        guard let instrument = api.context.listings[underlying]?.instrument else {
            throw OrderRequests.impossible("the instrument is not in the instrument list")
        }
        let exchange =
            switch instrument.segment {
            case .nseEquity, .nseIndex: "nse_fo"
            case .bseEquity, .bseIndex: "bse_fo"
            default: throw OrderRequests.impossible("options are asked for by a listed share or index")
            }
        let query = "exchange=\(exchange)&underlying=\(PercentEncoding.text(instrument.symbol))\(more)"
        return try api.data("/market-data/1.0/watchlist/\(call)?\(query)", endpoint: .quote)
    }

    /// Nothing comes as an error, as with candles.
    private static func saysNone(_ response: HTTPResponse) -> Bool {
        Failures.refusal(response)?.words.lowercased().contains("no data found") == true
    }

    // MARK: - The answer

    private mutating func take(_ response: HTTPResponse) throws(BrokerError) -> ErrandResult {
        var strikes: [Price: OptionChain.Strike] = [:]
        if !Self.saysNone(response) {
            let data = try Failures.body(response)["data"]
            // Another day's options under this one's name would be worse than none.
            if let day = data["common_data"]["expiryDt"].text.flatMap({ Day($0) }), day != expiry {
                throw Failures.wrongShape("the options of another expiry than asked")
            }
            guard let calls = data["call"].items, let puts = data["put"].items else {
                throw Failures.wrongShape("no option chain")
            }
            add(calls, isCall: true, to: &strikes)
            add(puts, isCall: false, to: &strikes)
        }
        return .optionChain(
            OptionChain(
                underlying: underlying,
                expiry: expiry,
                last: last ?? .zero,
                strikes: strikes.values.sorted { $0.price < $1.price }
            )
        )
    }

    private mutating func add(_ rows: [JSON], isCall: Bool, to strikes: inout [Price: OptionChain.Strike]) {
        for row in rows {
            do throws(QuoteFault) {
                let price = try Self.price(row["instrument"], "strikePrice")
                guard price.isPlausible, row["instrument"]["optionType"].text == (isCall ? "CE" : "PE") else {
                    throw QuoteFault(text: "of no possible option")
                }
                var strike = strikes[price] ?? OptionChain.Strike(price, call: nil, put: nil)
                guard (isCall ? strike.call : strike.put) == nil else { throw QuoteFault(text: "of one option twice") }
                if isCall { strike.call = try Self.quote(row) } else { strike.put = try Self.quote(row) }
                strikes[price] = strike
            } catch {
                skipped["a row of an option chain: \(error.text)", default: 0] += 1
            }
        }
    }

    private static func quote(_ row: JSON) throws(QuoteFault) -> OptionChain.Quote {
        let quote = row["quote"]
        return OptionChain.Quote(
            last: try price(quote, "ltp"),
            close: try price(quote, "prevClose"),
            // A chain tells no bids and offers.
            bid: .zero,
            bidQuantity: .zero,
            ask: .zero,
            askQuantity: .zero,
            volume: try count(quote, "volume"),
            openInterest: try count(row["openInterest"], "current"),
            greeks: nil
        )
    }

    /// Zero where nobody has traded.
    private static func price(_ row: JSON, _ name: String) throws(QuoteFault) -> Price {
        guard let raw = WireText.decimal(row[name], places: 4), (0...Price.limit.raw).contains(raw) else {
            throw QuoteFault(text: "no possible price in '\(name)'")
        }
        return Price(raw: raw)
    }

    private static func count(_ row: JSON, _ name: String) throws(QuoteFault) -> Quantity {
        if row[name].isNull { return .zero }
        guard let count = WireText.integer(row[name]), (0...1_000_000_000_000).contains(count) else {
            throw QuoteFault(text: "no possible count in '\(name)'")
        }
        return Quantity(count)
    }
}
