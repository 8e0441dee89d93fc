import KotakNeoAdapter
import SaudaBroker
import SaudaCore
import Testing

/// Quotes and candles, protocol section 3.8.
@Suite struct MarketReadTests {
    private static let folder = "fixtures/kotak-neo/"

    private static func quote(
        _ token: String,
        _ ltp: String,
        symbol: String = "RELIANCE-EQ",
        segment: String = "nse_cm",
        time: String = "1789011000"
    ) -> String {
        #"{"exchange_token":"\#(token)","display_symbol":"\#(symbol)","exchange":"\#(segment)","#
            + #""lstup_time":"\#(time)","ltp":"\#(ltp)","ohlc":{"open":"1400.0000","high":"1412.5000","#
            + #""low":"1399.0500","close":"1398.2000"},"depth":null}"#
    }

    private static let reliance = quote("2885", "1410.3000")

    private func tick(_ id: InstrumentID, _ price: Price, at seconds: Int64 = 1_789_011_000) -> Tick {
        Tick(
            instrument: id,
            price: price,
            exchangeTime: Timestamp(microseconds: seconds * 1_000_000),
            source: .rest
        )
    }

    @Test func `quotes are asked by segment and token, an index by its name, with the app's key alone`() throws {
        let answer = Kit.json(
            "[\(Self.quote("Nifty 50", "25010.0500", symbol: "NIFTY-IN", time: "0")),\(Self.reliance)]"
        )
        let (sent, end, skipped) = try Kit.carryOut(.quotes([Sample.reliance, Sample.nifty]), [answer])
        #expect(
            sent.map(\.path) == ["/script-details/1.0/quotes/neosymbol/nse_cm|2885,nse_cm|Nifty%2050/all"]
        )
        #expect(sent.first?.header("Authorization") == "accesstoken01")
        #expect(sent.first?.header("Auth") == nil)
        #expect(sent.first?.header("Sid") == nil)
        let index = Tick(
            instrument: Sample.nifty,
            price: Price(paise: 2_501_005),
            exchangeTime: Kit.now,
            source: .rest
        )
        #expect(end.result == .quotes([tick(Sample.reliance, Price(paise: 141_030)), index]))
        #expect(skipped.isEmpty)
    }

    @Test(.enabled(if: Shared.wants(folder + "quotes-all.json")))
    func `the fixture's quote gives last price and day, whose close is of the day before`() throws {
        var table = ListingTable()
        let bank = InstrumentID(index: 0)
        try table.add(
            Listing(Instrument(symbol: "HDFCBANK"), feedKey: "nse_cm|1333", orderKey: "nse_cm|HDFCBANK-EQ"),
            as: bank
        )
        let context = try Kit.context(listings: table)
        let answer = HTTPResponse(status: 200, body: try Shared.bytes(Self.folder + "quotes-all.json"))
        let price = Price(paise: 80_160)
        #expect(
            try Kit.carryOut(.quotes([bank]), [answer], in: context).end.result
                == .quotes([tick(bank, price, at: 1_782_374_657)])
        )
        let day = DayQuote(
            instrument: bank,
            last: price,
            open: Price(paise: 79_850),
            high: Price(paise: 80_445),
            low: Price(paise: 79_600),
            close: Price(paise: 79_320)
        )
        #expect(try Kit.carryOut(.dayQuotes([bank]), [answer], in: context).end.result == .dayQuotes([day]))
    }

    @Test func `one token without a quote refuses a call, and is found among halves`() throws {
        let bad = Kit.json(#"{"stat":"Not_Ok","emsg":"Invalid instrument/code","stCode":1009}"#)
        let other = Self.quote("2031", "3100.0000", symbol: "M&M-EQ")
        let (sent, end, skipped) = try Kit.carryOut(
            .quotes([Sample.reliance, Sample.future, Sample.mahindra]),
            [bad, Kit.json("[\(Self.reliance)]"), bad, bad, Kit.json("[\(other)]")]
        )
        #expect(
            sent.map { $0.path.split(separator: "/")[4] } == [
                "nse_cm|2885,nse_fo|56526,nse_cm|2031", "nse_cm|2885", "nse_fo|56526,nse_cm|2031", "nse_fo|56526",
                "nse_cm|2031",
            ]
        )
        #expect(
            end.result
                == .quotes([tick(Sample.reliance, Price(paise: 141_030)), tick(Sample.mahindra, Price(rupees: 3100))])
        )
        #expect(skipped == ["an instrument that the broker has no quote of": 1])
    }

    @Test func `quotes that cannot be are counted and left out`() throws {
        for (quote, reason) in [
            (Self.quote("2885", "10.0000", symbol: "RELIANCE-BL"), "of another symbol than asked"),
            (Self.quote("2885", "0.0000"), "without a price"), (Self.quote("2885", "-1"), "no possible price in 'ltp'"),
            (Self.quote("2885", ""), "no possible price in 'ltp'"),
            (Self.quote("2885", "1410.30", time: ""), "without a time"),
            (Self.quote("2885", "1410.30", time: "1899011000"), "of a time far ahead of the clock"),
        ] {
            let (_, end, skipped) = try Kit.carryOut(.quotes([Sample.reliance]), [Kit.json("[\(quote)]")])
            #expect(end.result == .quotes([]))
            #expect(skipped == ["a quote: \(reason)": 1])
        }
        // Missing ones are no error, unknown instruments are not asked for.
        let none = try Kit.carryOut(.quotes([Sample.reliance]), [Kit.json("[]")])
        #expect(none.end.result == .quotes([]))
        let unknown = try Kit.carryOut(.quotes([InstrumentID(index: 99)]), [])
        #expect(unknown.end.result == .quotes([]))
        #expect(unknown.skipped == ["an instrument that is not in the instrument list": 1])
    }

    @Test func `two quotes of one instrument, and what is no list, are no answer`() throws {
        for body in ["[\(Self.reliance),\(Self.reliance)]", "{}", #"[{"ltp":"1"}]"#, "<html>", #"{"stat":"Ok"}"#] {
            let end = try Kit.carryOut(.quotes([Sample.reliance]), [Kit.json(body)]).end
            #expect(end.error?.recovery == .checkOrderBook, "\(body)")
        }
        // Said at times, and gone with the next call (section 3.8).
        for status in [200, 400] {
            let upstream = Kit.json(#"{"code":400,"message":"Failed to call upstream quote API"}"#, status: status)
            #expect(try Kit.carryOut(.quotes([Sample.reliance]), [upstream]).end.error?.recovery == .checkOrderBook)
        }
    }

    @Test func `many are asked for 25 a call`() throws {
        var table = ListingTable()
        let ids = (0..<60).map { InstrumentID(index: UInt32($0)) }
        for (index, id) in ids.enumerated() {
            let share = Instrument(symbol: "S\(index)", token: Int64(index + 1))
            try table.add(
                Listing(share, feedKey: "nse_cm|\(index + 1)", orderKey: "nse_cm|S\(index)-EQ"),
                as: id
            )
        }
        let empty = [HTTPResponse](repeating: Kit.json("[]"), count: 3)
        let (sent, end, _) = try Kit.carryOut(.dayQuotes(ids), empty, in: Kit.context(listings: table))
        #expect(sent.map { $0.path.split(separator: "/")[4].split(separator: ",").count } == [25, 25, 10])
        #expect(end.result == .dayQuotes([]))
    }

    // MARK: - Candles

    private static func candles(_ rows: String) -> HTTPResponse {
        Kit.json(#"{"status":"success","interval":"1min","data":{"candles":[\#(rows)]}}"#)
    }

    private static func day(_ text: String) throws -> Day { try #require(Day(text)) }

    private static let minute = #"["2026-08-20T09:15:00+0530",1400.5,1401,1399.05,1400,120,0]"#

    @Test func `minutes are asked for thirty days a call, days for 180`() throws {
        let from = try Self.day("2026-06-01")
        let through = try Self.day("2026-08-20")
        let empty = Self.candles("")
        let minutes = try Kit.carryOut(
            .candles(Sample.reliance, .minute, from: from, through: through),
            [empty, empty, Self.candles(Self.minute)]
        )
        let head = "/market-data/1.0/historical/details?neosymbol=nse_cm%7C2885&"
        #expect(
            minutes.sent.map(\.path) == [
                head + "fromdate=2026-06-01&todate=2026-06-30&interval=1min",
                head + "fromdate=2026-07-01&todate=2026-07-30&interval=1min",
                head + "fromdate=2026-07-31&todate=2026-08-20&interval=1min",
            ]
        )
        let candle = Candle(
            start: through.at(TimeOfDay(9, 15)),
            open: Price(paise: 140_050),
            high: Price(rupees: 1401),
            low: Price(paise: 139_905),
            close: Price(rupees: 1400),
            volume: Quantity(120)
        )
        #expect(minutes.end.result == .candles([candle]))
        let days = try Kit.carryOut(
            .candles(Sample.nifty, .day, from: from, through: through),
            [Self.candles(#"["2026-08-20T09:15:00+05:30",1400.5,1401,1399.05,1400,120]"#)]
        )
        #expect(
            days.sent.map(\.path) == [
                "/market-data/1.0/historical/details?neosymbol=nse_cm%7CNifty%2050&fromdate=2026-06-01"
                    + "&todate=2026-08-20&interval=D"
            ]
        )
        var daily = candle
        daily.start = through.at(TimeOfDay(0, 0))
        #expect(days.end.result == .candles([daily]))
    }

    @Test(
        "a span without candles comes as an error",
        arguments: ["No data found for the given duration", "Market has not yet opened"]
    )
    func noCandles(words: String) throws {
        let fault = Kit.json(#"{"status":"ERROR","fault":{"code":400,"message":"\#(words)"}}"#, status: 400)
        let day = try Self.day("2026-08-20")
        let end = try Kit.carryOut(.candles(Sample.reliance, .minute, from: day, through: day), [fault]).end
        #expect(end.result == .candles([]))
        let other = Kit.json(#"{"status":"ERROR","fault":{"code":400,"message":"Invalid interval"}}"#, status: 400)
        let refused = try Kit.carryOut(.candles(Sample.reliance, .minute, from: day, through: day), [other]).end
        #expect(refused.error?.recovery == .changeRequest)
    }

    @Test func `candles that repeat, contradict themselves or were not asked for are counted`() throws {
        let day = try Self.day("2026-08-20")
        let odd = [
            Self.minute, Self.minute, #"["2026-08-20T09:16:00+0530",1400,1390,1399,1400,1,0]"#,
            #"["2026-08-19T09:15:00+0530",1400,1401,1399,1400,1,0]"#,
        ]
        let (_, end, skipped) = try Kit.carryOut(
            .candles(Sample.reliance, .minute, from: day, through: day),
            [Self.candles(odd.joined(separator: ","))]
        )
        guard case .candles(let candles)? = end.result else {
            Issue.record("\(end)")
            return
        }
        #expect(candles.count == 1)
        #expect(skipped.values.reduce(0, +) == 3)
        for row in [
            #"["2026-08-20T09:15:00Z",1,1,1,1,1]"#, #"["2026-08-20T09:15:00+0530",1,1,1,1]"#,
            #"["2026-08-20T09:15:00+0530",1,1,1,"x",1]"#, #"["2026-08-20T09:15:00+0530",1,1,1,1,-1]"#, "1",
        ] {
            let broken = try Kit.carryOut(
                .candles(Sample.reliance, .minute, from: day, through: day),
                [Self.candles(row)]
            ).end
            #expect(broken.error?.recovery == .checkOrderBook, "\(row)")
        }
    }
}
