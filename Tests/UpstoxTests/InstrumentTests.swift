import SaudaBroker
import SaudaCore
import Testing
import UpstoxAdapter

/// Instrument files, section 3.
@Suite struct InstrumentTests {
    private static let share =
        #"{"segment":"NSE_EQ","name":"SAMPLE LTD","exchange":"NSE","isin":"INE000A01020","instrument_type":"EQ","instrument_key":"NSE_EQ|INE000A01020","lot_size":1,"freeze_quantity":100000.0,"exchange_token":"90001","tick_size":5.0,"trading_symbol":"SAMPLE","security_type":"NORMAL","cas_eligible":true}"#
    private static let index =
        #"{"segment":"NSE_INDEX","name":"Nifty 50","exchange":"NSE","instrument_type":"INDEX","instrument_key":"NSE_INDEX|Nifty 50","exchange_token":"26000","trading_symbol":"NIFTY"}"#
    private static let option =
        #"{"weekly":false,"segment":"NSE_FO","name":"NIFTY","exchange":"NSE","expiry":1798741799000,"instrument_type":"CE","asset_symbol":"NIFTY","underlying_symbol":"NIFTY","instrument_key":"NSE_FO|90102","lot_size":65,"freeze_quantity":1800.0,"exchange_token":"90102","minimum_lot":65,"underlying_key":"NSE_INDEX|Nifty 50","tick_size":5.0,"underlying_type":"INDEX","trading_symbol":"NIFTY 25000 CE 31 DEC 26","strike_price":25000.0,"qty_multiplier":1.0}"#
    private static let future =
        #"{"segment":"NSE_FO","name":"SAMPLE","exchange":"NSE","expiry":1798741799000,"instrument_type":"FUT","underlying_symbol":"SAMPLE","underlying_key":"NSE_EQ|INE000A01020","instrument_key":"NSE_FO|90103","lot_size":250,"freeze_quantity":10000.0,"exchange_token":"90103","tick_size":10.0,"trading_symbol":"SAMPLE FUT 31 DEC 26"}"#
    private static let fund =
        #"{"segment":"BSE_EQ","name":"SAMPLE GOLD FUND","exchange":"BSE","isin":"INF000A01020","instrument_type":"E","instrument_key":"BSE_EQ|INF000A01020","lot_size":1,"freeze_quantity":100000.0,"exchange_token":"590001","tick_size":1.0,"trading_symbol":"SAMPLEGOLD"}"#
    /// The share alone, packed.
    private static let packed = Hex.bytes(
        "1f8b08000000000000ff5d4f410ac23010fc8ae45c642378d05bc11e042d4abd898458d71adaa6da6cc156fdbb1b952aee6d"
            + "66676667b737e1302bd192988a388954b41681b0ba44c649b85c2da2c16233630eafe949db0cdf3a268c3396c13c8e002004"
            + "0923f0ac7554373e50517bf6ea57e20f9d63dbdfbaffb98b8a94331ddb64208e356287ead2684b86d824c1cf10be65145539"
            + "fa16135e480e2093e69f84b11752ad0fc666cab5e5be2afa9fc463f70408a6c31bfa000000"
    )

    private func read(_ nse: String, _ bse: String = "[\(fund)]") throws -> (list: InstrumentList?, error: BrokerError?)
    {
        let talk = try Kit.carryOut(.instruments, [nse, bse].map { HTTPResponse(status: 200, body: Array($0.utf8)) })
        if case .done(.instruments(let list)) = talk.end { return (list, nil) }
        return (nil, talk.end.error)
    }

    @Test func `the public files of two exchanges are asked for, without a token`() throws {
        let answers = [
            HTTPResponse(status: 200, body: Self.packed), HTTPResponse(status: 200, body: Array("[\(Self.fund)]".utf8)),
        ]
        let talk = try Kit.carryOut(.instruments, answers)
        #expect(
            talk.sent.map(\.url) == [
                "https://assets.upstox.com/market-quote/instruments/exchange/NSE.json.gz",
                "https://assets.upstox.com/market-quote/instruments/exchange/BSE.json.gz",
            ]
        )
        #expect(talk.sent.allSatisfy { $0.headers.isEmpty })
        guard case .done(.instruments(let list)) = talk.end else {
            Issue.record("\(talk.end)")
            return
        }
        #expect(list.listings.map(\.instrument.name) == ["SAMPLE-EQ", "SAMPLEGOLD"])
    }

    @Test func `ticks are paise, days of expiry India's, and a share knows that it has derivatives`() throws {
        let list = try #require(try read("[\(Self.share),\(Self.index), \(Self.option)\n,\(Self.future)]").list)
        #expect(list.skipped.isEmpty)
        let rows = list.listings
        #expect(
            rows.map(\.orderKey) == [
                "NSE_EQ|INE000A01020", "NSE_INDEX|Nifty 50", "NSE_FO|90102", "NSE_FO|90103", "BSE_EQ|INF000A01020",
            ]
        )
        #expect(rows.map(\.feedKey) == rows.map(\.orderKey))
        var share = Sample.shareListing.instrument
        share.hasDerivatives = true
        #expect(rows[0].instrument == share)
        #expect(rows[1].instrument == Sample.niftyListing.instrument)
        #expect(rows[2].instrument == Sample.optionListing.instrument)
        #expect(rows[3].instrument.name == "SAMPLE-31Dec2026-FUT")
        #expect(rows[3].instrument.tick == Price(paise: 10))
        #expect(rows[4].instrument.kind == .etf)
        #expect(rows[4].instrument.segment == .bseEquity)
        #expect(rows[4].instrument.tick == Price(paise: 1))
    }

    @Test(
        "rows of other kinds and rows that cannot be are counted and left out",
        arguments: [
            ("NSE_EQ\"", "NCD_FO\""), ("NSE_EQ\"", "\""), ("\"segment\":\"NSE_EQ\",", ""),
            ("\"INE000A01020\"", "\"INE000A07027\""),
            ("\"EQ\"", "\"SG\""), ("\"EQ\"", "\"XX\""), ("NSE_EQ|", "BSE_EQ|"), ("NSE_EQ|INE000A01020", "NSE_EQ|"),
            ("\"SAMPLE\"", "\"\""), ("\"SAMPLE\"", "\"011NSETEST\""), (":5.0", ":0"), (":5.0", ":0.05"),
            (":5.0", ":1e300"),
            (":5.0", ":\"5.0\""), ("\"lot_size\":1", "\"lot_size\":0"), ("\"lot_size\":1", "\"lot_size\":1.5"),
        ]
    )
    func leftOut(old: String, new: String) throws {
        let row = Self.share.replacing(old, with: new, maxReplacements: 1)
        #expect(row != Self.share)
        let list = try #require(try read("[\(row),\(Self.index)]").list)
        #expect(list.listings.map(\.instrument.symbol) == ["NIFTY", "SAMPLEGOLD"])
        #expect(list.skipped.values.reduce(0, +) == 1)
    }

    @Test(
        "derivatives without expiry, strike or a known kind are counted and left out",
        arguments: [
            (":1798741799000", ":0"), (":1798741799000", ":1798741799"), (":25000.0", ":0"), (":25000.0", ":null"),
            ("\"CE\"", "\"XX\""), ("\"underlying_symbol\":\"NIFTY\",", "\"underlying_symbol\":\"\","),
            (":65,", ":null,"),
        ]
    )
    func strangeDerivative(old: String, new: String) throws {
        let row = Self.option.replacing(old, with: new, maxReplacements: 1)
        let list = try #require(try read("[\(row),\(Self.index)]").list)
        #expect(list.listings.count == 2)
        #expect(list.skipped.values.reduce(0, +) == 1)
    }

    @Test func `what stands twice is left out, both of it`() throws {
        let list = try #require(try read("[\(Self.share),\(Self.share),\(Self.index)]").list)
        #expect(list.listings.map(\.instrument.symbol) == ["NIFTY", "SAMPLEGOLD"])
        #expect(list.skipped == ["an instrument key or name that stands twice": 2])
    }

    @Test func `no beginning of a list is taken for the whole`() throws {
        let whole = "[\(Self.share),\(Self.index)]"
        for length in 0..<whole.utf8.count {
            let error = try read(String(decoding: whole.utf8.prefix(length), as: UTF8.self)).error
            #expect(error?.recovery == .checkOrderBook, "\(length) bytes")
        }
        for length in 0..<Self.packed.count {
            let talk = try Kit.carryOut(.instruments, [HTTPResponse(status: 200, body: Array(Self.packed[..<length]))])
            #expect(talk.end.error?.recovery == .checkOrderBook, "\(length) bytes")
        }
    }

    @Test(
        "other shapes are no list",
        arguments: [
            "[]", "{}", "[1]", "[[]]", "[{}{}]", "[{},]", "[{}]x", "[{\"a\":\"}\\\"]", "null", "<html></html>",
            #"{"status":"error","errors":[]}"#,
        ]
    )
    func noList(body: String) throws { #expect(try read(body).error?.recovery == .checkOrderBook) }
}
