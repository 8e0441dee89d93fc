import DhanPractice
import SaudaBroker
import SaudaCore
import Testing

/// Section 6 of the reference.
@Suite struct DhanCatalogueTests {
    static let day = Day(number: 20_532)  // 2026-03-20, a Friday

    static func table() throws -> InstrumentTable {
        var table = InstrumentTable()
        for symbol in ["RELIANCE", "HDFCBANK", "TCS", "INFY", "SBIN", "DEMO", "OTHER"] {
            try table.add(Instrument(symbol: symbol, tick: Price(paise: 5)))
        }
        try table.add(Instrument(symbol: "HDFCBANK", segment: .bseEquity, token: 500_180, tick: Price(paise: 5)))
        try table.add(Instrument(symbol: "NIFTY 50", series: "", segment: .nseIndex, kind: .index, token: 1001))
        let weekly = try #require(Day("2026-03-24"))
        let monthly = try #require(Day("2026-03-31"))
        for (series, kind) in [
            ("W1", Instrument.Kind.option(expiry: weekly, strike: Price(rupees: 23_000), isCall: true)),
            ("M1", .option(expiry: monthly, strike: Price(rupees: 23_000), isCall: true)),
            ("F1", .future(expiry: monthly)),
        ] {
            try table.add(
                Instrument(
                    symbol: "NIFTY",
                    series: series,
                    segment: .nseDerivatives,
                    kind: kind,
                    tick: Price(paise: 5),
                    lot: Quantity(65),
                    freeze: Quantity(1756)
                )
            )
        }
        try table.add(
            Instrument(
                symbol: "CRUDEOIL",
                series: "",
                segment: .mcxCommodity,
                kind: .future(expiry: try #require(Day("2026-08-19"))),
                token: 449_735,
                tick: Price(rupees: 1)
            )
        )
        return table
    }

    private func catalogue() throws -> DhanCatalogue {
        DhanCatalogue(PracticeSetup(instruments: try Self.table()), on: Self.day)
    }

    @Test func `known ids are the real ones, and a number repeats across segments`() throws {
        let catalogue = try catalogue()
        let known = [("RELIANCE", "2885"), ("HDFCBANK", "1333"), ("TCS", "11536"), ("INFY", "1594"), ("SBIN", "3045")]
        for (symbol, id) in known {
            let slot = try #require(catalogue.find(.nseEquity, id))
            #expect(catalogue[slot].tradingSymbol == symbol)
        }
        let index = try #require(catalogue.find(.indices, "13"))
        #expect(catalogue[index].tradingSymbol == "NIFTY")
        #expect(catalogue[index].isIndex)
        // DEMO and OTHER have no number of their own.
        let share = try #require(catalogue.find(.nseEquity, "13"))
        #expect(catalogue[share].tradingSymbol == "DEMO")
        let next = try #require(catalogue.find(.nseEquity, "5001"))
        #expect(catalogue[next].tradingSymbol == "OTHER")
        #expect(catalogue.find(.nseDerivatives, "5001") != nil)
        #expect(catalogue.find(.nseEquity, "+13") == nil)
        #expect(catalogue.find(.nseEquity, "") == nil)
        #expect(catalogue.find(.nseEquity, "99999999999") == nil)
        #expect(catalogue.find(.bseEquity, "1333") == nil)
        #expect(catalogue.madeIndex == nil)
    }

    @Test func `the compact master has its sixteen columns, and ticks in paise`() throws {
        let lines = try catalogue().compact.split(separator: "\n").map(String.init)
        #expect(lines.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 16 })
        #expect(
            lines[0]
                == "SEM_EXM_EXCH_ID,SEM_SEGMENT,SEM_SMST_SECURITY_ID,SEM_INSTRUMENT_NAME,SEM_EXPIRY_CODE,"
                + "SEM_TRADING_SYMBOL,SEM_LOT_UNITS,SEM_CUSTOM_SYMBOL,SEM_EXPIRY_DATE,SEM_STRIKE_PRICE,"
                + "SEM_OPTION_TYPE,SEM_TICK_SIZE,SEM_EXPIRY_FLAG,SEM_EXCH_INSTRUMENT_TYPE,SEM_SERIES,SM_SYMBOL_NAME"
        )
        // As the samples of 6.1 have them.
        for line in [
            "NSE,E,1333,EQUITY,0,HDFCBANK,1.0,HDFC Bank,,,,5.0000,NA,ES,EQ,HDFC BANK LTD",
            "BSE,E,500180,EQUITY,0,HDFCBANK,1.0,HDFC Bank,,,,5.0000,NA,ES,A,HDFC BANK LTD",
            "MCX,M,449735,FUTCOM,0,CRUDEOIL-19Aug2026-FUT,1.0,CRUDEOIL AUG FUT,2026-08-19 23:30:00,-0.01000,XX,"
                + "100.0000,M,FUTCOM,,CRUDEOIL",
            "NSE,D,5001,OPTIDX,0,NIFTY-Mar2026-23000-CE,65.0,NIFTY 24 MAR 23000 CALL,2026-03-24 14:30:00,"
                + "23000.00000,CE,5.0000,W,OP,NA,",
            "NSE,D,5002,OPTIDX,0,NIFTY-Mar2026-23000-CE,65.0,NIFTY 31 MAR 23000 CALL,2026-03-31 14:30:00,"
                + "23000.00000,CE,5.0000,M,OP,NA,",
            "NSE,D,5003,FUTIDX,0,NIFTY-Mar2026-FUT,65.0,NIFTY MAR FUT,2026-03-31 14:30:00,-0.01000,XX,5.0000,M,FUT,"
                + "NA,",
        ] { #expect(lines.contains(line), "\(line)") }
        #expect(lines.contains { $0.hasPrefix("NSE,I,13,INDEX,0,NIFTY,1.0,NIFTY 50,0001-01-01,,XX,") })
    }

    @Test func `the detailed master has thirty-two names and a comma, limits and freeze quantities`() throws {
        let catalogue = try catalogue()
        let band = PriceBand(lower: Price(paise: 5), upper: Price(paise: 2010))
        let text = catalogue.detailed(of: nil) { catalogue[$0].isOption ? band : nil }
        let rows = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(rows.count == catalogue.listings.count + 1)
        #expect(rows.allSatisfy { $0.count == 33 && $0[32].isEmpty })
        // The sample row of the real file, but for id and date.
        let option =
            "NSE,D,5002,NA,OPTIDX,26000,NIFTY,NIFTY-Mar2026-23000-CE,NIFTY 31 MAR 23000 CALL,OP,NA,65.0,2026-03-31,"
            + "23000.00000,CE,5.0000,M,N,N,N,NA,A,0,0,0,0,0,0,0,20.1000,0.0500,1756,\n"
        #expect(text.contains(option))
        #expect(
            text.contains("\nNSE,E,1333,INE040A01034,EQUITY,,HDFCBANK,HDFC BANK LTD,HDFC Bank,ES,EQ,1.0,,,,5.0000,NA,")
        )
        let derivatives = catalogue.detailed(of: .nseDerivatives) { _ in nil }
        #expect(derivatives.split(separator: "\n").count == 4)
        #expect(catalogue.detailed(of: .bseCurrency) { _ in nil }.split(separator: "\n").count == 1)
    }

    @Test func `an ISIN that is made up has the right check digit`() throws {
        let catalogue = try catalogue()
        let slot = try #require(catalogue.find(.nseEquity, "13"))
        let isin = catalogue[slot].isin
        #expect(isin.hasPrefix("INE") && isin.utf8.count == 12)
        // ISO 6166: with its check digit an ISIN's Luhn sum ends with 0.
        func luhn(_ text: String) -> Int {
            var digits: [Int] = []
            for character in text {
                let value = Int(String(character), radix: 36) ?? 0
                digits += String(value).compactMap(\.wholeNumberValue)
            }
            return digits.reversed().enumerated().reduce(0) { sum, digit in
                let value = digit.element * (digit.offset % 2 + 1)
                return sum + value / 10 + value % 10
            }
        }
        #expect(luhn(isin) % 10 == 0)
        #expect(luhn("INE040A01034") % 10 == 0)
    }

    @Test func `an index is made of the shares where the table has none`() throws {
        var table = InstrumentTable()
        try table.add(Instrument(symbol: "INFY", tick: Price(paise: 5)))
        let catalogue = DhanCatalogue(PracticeSetup(instruments: table), on: Self.day)
        #expect(catalogue.madeIndex == catalogue.find(.indices, "13"))
        #expect(catalogue.find(InstrumentID(index: 0)) == catalogue.find(.nseEquity, "1594"))
        #expect(
            catalogue.compact.contains("NSE,I,13,INDEX,0,NIFTY,1.0,Nifty 50,0001-01-01,,XX,0.0500,,INDEX,X,NIFTY\n")
        )
    }
}
