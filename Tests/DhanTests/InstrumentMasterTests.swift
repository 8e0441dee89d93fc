import DhanAdapter
import SaudaBroker
import SaudaCore
import Testing

/// Both layouts of the instrument master, protocol sections 6.1 to 6.4.
@Suite struct InstrumentMasterTests {
    private static let compactHeader =
        "SEM_EXM_EXCH_ID,SEM_SEGMENT,SEM_SMST_SECURITY_ID,SEM_INSTRUMENT_NAME,SEM_EXPIRY_CODE,SEM_TRADING_SYMBOL,SEM_LOT_UNITS,SEM_CUSTOM_SYMBOL,SEM_EXPIRY_DATE,SEM_STRIKE_PRICE,SEM_OPTION_TYPE,SEM_TICK_SIZE,SEM_EXPIRY_FLAG,SEM_EXCH_INSTRUMENT_TYPE,SEM_SERIES,SM_SYMBOL_NAME"
    /// Of section 6.1.
    private static let compactRows = [
        "NSE,E,1333,EQUITY,0,HDFCBANK,1.0,HDFC Bank,,,,5.0000,NA,ES,EQ,HDFC BANK LTD",
        "BSE,E,500180,EQUITY,0,HDFCBANK,1.0,HDFC Bank,,,,5.0000,NA,ES,A,HDFC BANK LTD.",
        "NSE,I,13,INDEX,0,NIFTY,1.0,Nifty 50,0001-01-01,,XX,0.0500,,INDEX,X,NIFTY",
        "NSE,D,58072,FUTIDX,0,NIFTY-Aug2026-FUT,65.0,NIFTY AUG FUT,2026-08-25 14:30:00,-0.01000,XX,10.0000,M,FUT,NA,",
        "NSE,D,35084,OPTIDX,0,NIFTY-Sep2026-29150-CE,65.0,NIFTY 29 SEP 29150 CALL,2026-09-29 14:30:00,29150.00000,CE,5.0000,M,OP,NA,",
        "NSE,D,106277,OPTSTK,0,HDFCBANK-Sep2026-700-CE,500.0,HDFCBANK 29 SEP 700 CALL,2026-09-29 14:30:00,700.50000,CE,5.0000,M,OP,NA,",
    ]
    private static let detailedHeader =
        "EXCH_ID,SEGMENT,SECURITY_ID,ISIN,INSTRUMENT,UNDERLYING_SECURITY_ID,UNDERLYING_SYMBOL,SYMBOL_NAME,DISPLAY_NAME,INSTRUMENT_TYPE,SERIES,LOT_SIZE,SM_EXPIRY_DATE,STRIKE_PRICE,OPTION_TYPE,TICK_SIZE,EXPIRY_FLAG,BRACKET_FLAG,COVER_FLAG,ASM_GSM_FLAG,ASM_GSM_CATEGORY,BUY_SELL_INDICATOR,BUY_CO_MIN_MARGIN_PER,BUY_CO_SL_RANGE_MAX_PERC,BUY_CO_SL_RANGE_MIN_PERC,BUY_BO_MIN_MARGIN_PER,BUY_BO_PROFIT_RANGE_MAX_PERC,BUY_BO_PROFIT_RANGE_MIN_PERC,MTF_LEVERAGE,SM_UPPER_LIMIT,SM_LOWER_LIMIT,SM_FREEZE_QTY,"
    private static let detailedRows = [
        "NSE,E,1333,INE040A01034,EQUITY,,HDFCBANK,HDFC BANK LTD,HDFC Bank,ES,EQ,1.0,,,,5.0000,NA,N,N,N,NA,A,0,0,0,0,0,0,3.4,1794.5,1468.3,0,",
        "NSE,D,35084,NA,OPTIDX,26000,NIFTY,NIFTY-Sep2026-29150-CE,NIFTY 29 SEP 29150 CALL,OP,NA,65.0,2026-09-29,29150.00000,CE,5.0000,M,N,N,N,NA,A,0,0,0,0,0,0,0,20.1000,0.0500,1756,",
        "BSE,D,864231,NA,FUTIDX,1,SENSEX,BSXFUT,SENSEX SEP FUT,FUT,NA,20.0,2026-09-24,-0.01000,XX,5.0000,M,N,N,N,NA,A,0,0,0,0,0,0,0,0,0,1000,",
    ]

    private func read(_ text: String) throws -> (list: InstrumentList?, error: BrokerError?) {
        let end = try Kit.carryOut(.instruments, [HTTPResponse(status: 200, body: Array(text.utf8))]).end
        if case .done(.instruments(let list)) = end { return (list, nil) }
        return (nil, end.error)
    }

    private func file(_ header: String, _ rows: [String]) -> String { ([header] + rows).map { $0 + "\n" }.joined() }

    @Test func `the compact layout lists shares, indices and contracts with both keys`() throws {
        let list = try #require(try read(file(Self.compactHeader, Self.compactRows)).list)
        #expect(list.skipped.isEmpty && list.listings.count == Self.compactRows.count)
        let share = list.listings[0]
        #expect(share.feedKey == "NSE_EQ:1333:EQUITY" && share.orderKey == "NSE_EQ:1333")
        #expect(
            share.instrument
                == Instrument(symbol: "HDFCBANK", token: 1333, tick: Price(paise: 5), hasDerivatives: true)
        )
        #expect(list.listings[1].instrument.name == "HDFCBANK" && list.listings[1].orderKey == "BSE_EQ:500180")
        #expect(
            list.listings[2]
                == Listing(
                    Instrument(symbol: "NIFTY", series: "", segment: .nseIndex, kind: .index, token: 13),
                    feedKey: "IDX_I:13:INDEX",
                    orderKey: "IDX_I:13"
                )
        )
        let names = list.listings[3...].map(\.instrument.name)
        #expect(names == ["NIFTY-25Aug2026-FUT", "NIFTY-29Sep2026-29150-CE", "HDFCBANK-29Sep2026-700.5-CE"])
        let expiry = try #require(Day("2026-09-29"))
        let option = list.listings[4].instrument
        #expect(option.kind == .option(expiry: expiry, strike: Price(rupees: 29_150), isCall: true))
        #expect(
            option.lot == Quantity(65) && option.freeze == nil && list.listings[3].instrument.tick == Price(paise: 10)
        )
    }

    @Test func `the detailed layout adds freeze quantities, and names contracts alike`() throws {
        let list = try #require(try read(file(Self.detailedHeader, Self.detailedRows)).list)
        #expect(list.skipped.isEmpty)
        #expect(list.listings[1] == Sample.optionListing)
        #expect(list.listings[0].instrument.freeze == nil && !list.listings[0].instrument.hasDerivatives)
        let future = list.listings[2]
        #expect(future.instrument.name == "SENSEX-24Sep2026-FUT" && future.instrument.segment == .bseDerivatives)
        #expect(future.feedKey == "BSE_FNO:864231:FUTIDX" && future.instrument.freeze == Quantity(1000))
    }

    @Test func `the detailed list is asked for without a session`() throws {
        let talk = try Kit.carryOut(.instruments, [Kit.json("{}")], in: Kit.context(session: nil))
        let request = try #require(talk.sent.first)
        #expect(
            request.url == "https://images.dhan.co/api-data/api-scrip-master-detailed.csv" && request.headers.isEmpty
        )
    }

    @Test func `columns may stand in another order, and there may be more of them`() throws {
        func turned(_ row: String) -> String {
            (["x"] + row.split(separator: ",", omittingEmptySubsequences: false).reversed().map(String.init)).joined(
                separator: ","
            )
        }
        let rows = Self.compactRows.map(turned)
        let list = try #require(try read(file(turned(Self.compactHeader), rows)).list)
        #expect(list.listings.count == Self.compactRows.count && list.skipped.isEmpty)
    }

    @Test func `what sauda does not trade is counted by reason`() throws {
        let others = [
            "MCX,M,449735,FUTCOM,0,CRUDEOIL-19Aug2026-FUT,1.0,CRUDEOIL AUG FUT,2026-08-19 23:30:00,-0.01000,XX,100.0000,M,FUTCOM,,CRUDEOIL",
            "NSE,C,5,OPTCUR,0,EURINR-Aug2026-90-CE,1.0,X,2026-08-19,90,CE,0.25,M,OPTCUR,NA,",
            "NSE,E,2,EQUITY,0,GS2030,1.0,X,,,,5.0000,NA,Other,GS,X",
            "NSE,E,3,EQUITY,0,011NSETEST,1.0,X,,,,5.0000,NA,ES,EQ,X",
            "NSE,E,4,EQUITY,0,NOTICK,1.0,X,,,,0,NA,ES,EQ,X", "NSE,E,5,EQUITY,0,NOLOT,0,X,,,,5,NA,ES,EQ,X",
            "NSE,E,x,EQUITY,0,NOID,1.0,X,,,,5,NA,ES,EQ,X", "NSE,D,7,FUTSTK,0,ODD-Aug2026-FUT,1.0,X,,,XX,5,M,FUT,NA,",
            "NSE,D,8,OPTSTK,0,ODD-Aug2026-5-CE,1.0,X,2026-08-25,-0.01,CE,5,M,OP,NA,", "NSE,E,9",
        ]
        let list = try #require(try read(file(Self.compactHeader, others + Self.compactRows)).list)
        #expect(list.listings.count == Self.compactRows.count)
        #expect(list.skipped.values.reduce(0, +) == others.count)
        #expect(list.skipped["segment M of MCX"] == 1 && list.skipped["a test symbol of the exchange"] == 1)
    }

    @Test func `rows that claim the same key or name are all left out`() throws {
        let clash = [
            "NSE,E,1333,EQUITY,0,OTHER,1.0,X,,,,5,NA,ES,EQ,X",
            // Another id for a contract that is there already.
            "NSE,D,35085,OPTIDX,0,NIFTY-Sep2026-29150-CE,65.0,X,2026-09-29,29150,CE,5,M,OP,NA,",
            // One id in two segments is no clash.
            "NSE,E,13,EQUITY,0,ABB,1.0,X,,,,5,NA,ES,EQ,X",
        ]
        let list = try #require(try read(file(Self.compactHeader, Self.compactRows + clash)).list)
        #expect(list.skipped == ["a security id or name that stands twice": 4])
        #expect(
            list.listings.contains { $0.orderKey == "NSE_EQ:13" }
                && list.listings.contains { $0.orderKey == "IDX_I:13" }
        )
        #expect(!list.listings.contains { $0.orderKey == "NSE_EQ:1333" })
    }

    @Test func `weekly options of one month share the broker's symbol and are two here`() throws {
        let weekly = [
            "NSE,D,1,OPTIDX,0,NIFTY-Sep2026-29150-CE,65.0,X,2026-09-08 14:30:00,29150,CE,5,W,OP,NA,",
            "NSE,D,2,OPTIDX,0,NIFTY-Sep2026-29150-CE,65.0,X,2026-09-15 14:30:00,29150,CE,5,W,OP,NA,",
        ]
        let list = try #require(try read(file(Self.compactHeader, weekly)).list)
        #expect(list.listings.map(\.instrument.name) == ["NIFTY-08Sep2026-29150-CE", "NIFTY-15Sep2026-29150-CE"])
    }

    @Test("a list cut within a row is refused, at every byte", arguments: [true, false])
    func cut(isDetailed: Bool) throws {
        let header = isDetailed ? Self.detailedHeader : Self.compactHeader
        let rows = isDetailed ? Self.detailedRows : Self.compactRows
        let bytes = Array(file(header, rows).utf8)
        for count in 0..<bytes.count {
            let text = String(decoding: bytes.prefix(count), as: UTF8.self)
            let last = text.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
            // A whole row is known by its line's end, or by the comma that has to end it.
            let isWhole = last.isEmpty || (isDetailed && rows.contains(String(last)))
            if count <= header.utf8.count + 1 || !isWhole {
                #expect(try read(text).error?.recovery == .checkOrderBook, "\(count)")
            }
        }
    }

    @Test func `an error or a page instead of a list is what it is`() throws {
        #expect(try read("<html><body>502</body></html>").error?.recovery == .checkOrderBook)
        #expect(try read("").error?.recovery == .checkOrderBook)
        #expect(try read(Self.compactHeader + "\n").error != nil)
        let refusal = try Kit.carryOut(.instruments, [Kit.refusal(429, "DH-904", "Too many requests")])
        #expect(refusal.end.error?.recovery == .slowDown(after: .seconds(1)))
        #expect(try read(file(Self.compactHeader, Self.compactRows) + "NSE,E,\"never closed\n").error != nil)
    }
}
