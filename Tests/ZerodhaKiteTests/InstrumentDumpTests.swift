import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKiteAdapter

/// The instrument list, protocol section 3.13.
@Suite struct InstrumentDumpTests {
    private static let header =
        "instrument_token,exchange_token,tradingsymbol,name,last_price,expiry,strike,tick_size,lot_size,instrument_type,segment,exchange"
    private static let rows = [
        "408065,1594,INFY,INFOSYS,0.0,,0.0,0.05,1,EQ,NSE,NSE",
        "256265,1001,NIFTY 50,NIFTY 50,0,,0,0,0,EQ,INDICES,NSE",
        "265,1,SENSEX,SENSEX,0,,0,0,0,EQ,INDICES,BSE",
        "128028676,500112,SBIN,STATE BANK OF INDIA,0,,0,0.05,1,EQ,BSE,BSE",
        "13906178,54321,INFY26MARFUT,INFY,0.0,2026-03-26,0.0,0.05,75,FUT,NFO-FUT,NFO",
        "13906434,54322,NIFTY26O0625000.5CE,\"NIFTY\",0.0,2026-10-06,25000.5,0.05,75,CE,NFO-OPT,NFO",
        "13906690,54323,NIFTY26O0625000PE,NIFTY,0.0,2026-10-06,25000,0.05,75,PE,NFO-OPT,NFO",
        "3786241,14790,CENTRALBK-BE,CENTRAL BANK,0,,0,0.01,1,EQ,NSE,NSE",
        "4267265,16669,BAJAJ-AUTO,\"BAJAJ AUTO, LTD\",0,,0,1,1,EQ,NSE,NSE",
    ]
    private static let file = ([header] + rows).map { $0 + "\r\n" }.joined()

    private func read(_ text: String) throws -> (list: InstrumentList?, error: BrokerError?) {
        let (_, end, _) = try Kit.carryOut(.instruments, [HTTPResponse(status: 200, body: Array(text.utf8))])
        if case .done(.instruments(let list)) = end { return (list, nil) }
        return (nil, end.error)
    }

    @Test func `shares, indices and their derivatives are listed with both keys`() throws {
        let list = try #require(try read(Self.file).list)
        #expect(list.skipped.isEmpty && list.listings.count == Self.rows.count)
        let infosys = list.listings[0]
        #expect(infosys.feedKey == "408065" && infosys.orderKey == "NSE:INFY")
        #expect(
            infosys.instrument
                == Instrument(symbol: "INFY", token: 1594, tick: Price(paise: 5), hasDerivatives: true)
        )
        #expect(
            list.listings[1].instrument
                == Instrument(symbol: "NIFTY 50", series: "", segment: .nseIndex, kind: .index, token: 1001)
        )
        #expect(list.listings[2].instrument.segment == .bseIndex && list.listings[3].instrument.segment == .bseEquity)
        let expiry = try #require(Day("2026-10-06"))
        #expect(list.listings[4].instrument.lot == Quantity(75) && list.listings[4].instrument.name == "INFY26MARFUT")
        #expect(
            list.listings[5].instrument.kind == .option(expiry: expiry, strike: Price(paise: 2_500_050), isCall: true)
        )
        #expect(
            list.listings[6].instrument.kind == .option(expiry: expiry, strike: Price(rupees: 25_000), isCall: false)
        )
        #expect(
            list.listings[7].instrument.name == "CENTRALBK-BE" && list.listings[7].instrument.tick == Price(paise: 1)
        )
        #expect(list.listings[8].instrument.name == "BAJAJ-AUTO-EQ" && !list.listings[8].instrument.hasDerivatives)
    }

    @Test func `the list is asked for without a session`() throws {
        let (sent, _, _) = try Kit.carryOut(.instruments, [Kit.success("null")], in: Kit.context(session: nil))
        #expect(sent.first?.wire == "GET https://api.kite.trade/instruments\nX-Kite-Version: 3\n\n")
    }

    @Test func `line ends, a byte-order mark, columns in another order and new columns are fine`() throws {
        #expect(try read(Self.file.replacing("\r\n", with: "\n")).list?.listings.count == Self.rows.count)
        #expect(try read("\u{FEFF}" + Self.file).list?.listings.count == Self.rows.count)
        let wider = Self.file.replacing("\r\n", with: ",x\r\n").replacing("exchange,x", with: "exchange,isin")
        #expect(try read(wider).list?.listings.count == Self.rows.count)
    }

    @Test func `what sauda does not trade is counted by reason`() throws {
        let others = [
            "1,1,GOLD26APRFUT,GOLD,0,2026-04-05,0,1,1,FUT,MCX-FUT,MCX",
            "2,1,USDINR26MARFUT,USDINR,0,2026-03-27,0,0.0025,1,FUT,CDS-FUT,CDS",
            "256266,1001,94SFL28-YL,SHRIRAM,0,,0,0.01,1,EQ,NSE,NSE", "4,1,NOTICK,X,0,,0,0,1,EQ,NSE,NSE",
            "5,1,NOLOT,X,0,,0,0.05,0,EQ,NSE,NSE",
            "x,1,NOTOKEN,X,0,,0,0.05,1,EQ,NSE,NSE", "7,1,ODDFUT,X,0,,0,0.05,1,FUT,NFO-FUT,NFO",
            "8,1,ODDCE,X,0,2026-03-27,0,0.05,1,CE,NFO-OPT,NFO",
            "9,1,SHORT",
        ]
        let text = Self.file + others.map { $0 + "\n" }.joined() + "10,1,LAST,X,0,,0,0.05,1,EQ,NSE,NSE\n"
        let list = try #require(try read(text).list)
        #expect(list.listings.count == Self.rows.count + 1)
        #expect(list.skipped.values.reduce(0, +) == others.count)
        #expect(list.skipped["segment MCX-FUT of MCX"] == 1 && list.skipped["a security of NSE that is no share"] == 1)
    }

    @Test func `rows that claim the same symbol or token are all left out`() throws {
        let clash = Self.file + "408065,9,OTHER,X,0,,0,0.05,1,EQ,NSE,NSE\r\n1111,8,SBIN,X,0,,0,0.05,1,EQ,BSE,BSE\r\n"
        let list = try #require(try read(clash).list)
        #expect(list.skipped == ["a symbol or token that stands twice": 4])
        #expect(!list.listings.contains { $0.orderKey == "NSE:INFY" || $0.orderKey == "BSE:SBIN" })
    }

    @Test func `a list cut within a row is refused, at every byte`() throws {
        let bytes = Array(Self.file.utf8)
        for count in 0..<bytes.count {
            let text = String(decoding: bytes.prefix(count), as: UTF8.self)
            let result = try read(text)
            let row = text.split(separator: "\r\n", omittingEmptySubsequences: false).last ?? ""
            let isBetweenRows = row.isEmpty || row == "\r" || (Self.rows.contains { row == $0 || row == $0 + "\r" })
            if text.count <= Self.header.count + 1 || !isBetweenRows {
                #expect(result.error?.recovery == .checkOrderBook, "\(count)")
            }
        }
    }

    @Test func `an error or a page instead of a list is what it is`() throws {
        #expect(try read("<html><body>502</body></html>").error?.recovery == .checkOrderBook)
        #expect(try read("").error?.recovery == .checkOrderBook)
        #expect(try read(Self.header + "\n").error != nil)
        let refusal = try Kit.carryOut(.instruments, [Kit.refusal(429, "NetworkException", "Too many requests")])
        #expect(refusal.end.error?.recovery == .slowDown(after: .seconds(1)))
        #expect(try read(Self.file + "1,2,\"never closed\n").error != nil)
    }
}
