import Foundation
import KotakNeoAdapter
import SaudaBroker
import SaudaCore
import Testing

/// The scrip master, protocol section 6.
@Suite struct ScripFileTests {
    private static let folder = "fixtures/kotak-neo/"
    private static let shares = folder + "synthetic-nse_cm-v1.csv"
    private static let derivatives = folder + "synthetic-nse_fo.csv"

    private static let header =
        "pSymbol,pGroup,pExchSeg,pSymbolName,pTrdSymbol,pOptionType,dTickSize ,lLotSize,lExpiryDate ,lPrecision,"
        + "dStrikePrice;,lFreezeQty\n"
    private static let two =
        header + "8075,EQ,nse_cm,DALBHARAT,DALBHARAT-EQ,,10,1,-1,2,-1,46141\n"
        + "90099,BL,nse_cm,DALBHARAT,DALBHARAT-BL,,10,1,-1,2,-1,9999\n"

    private func list(_ text: String) throws -> InstrumentList { try ScripFile.list(Array(text.utf8)) }

    @Test(.enabled(if: Shared.wants(shares)))
    func `shares keep their series, and an index its name in the feed`() throws {
        let list = try ScripFile.list(try Shared.bytes(Self.shares))
        let names = list.listings.map { "\($0.instrument.name) \($0.feedKey) \($0.orderKey)" }
        #expect(names.contains("RELIANCE-EQ nse_cm|2885 nse_cm|RELIANCE-EQ"))
        #expect(names.contains("RELIANCE-BL nse_cm|90001 nse_cm|RELIANCE-BL"))
        #expect(names.contains("NIFTY nse_cm|Nifty 50 nse_cm|NIFTY"))
        let idea = try #require(list.listings.first { $0.instrument.symbol == "IDEA" })
        #expect(idea.instrument.tick == Price(paise: 1) && idea.instrument.segment == .nseEquity)
    }

    @Test(.enabled(if: Shared.wants(derivatives)))
    func `derivatives have their day, strike, lot and largest order`() throws {
        let list = try ScripFile.list(try Shared.bytes(Self.derivatives))
        let put = try #require(list.listings.first { $0.orderKey == "nse_fo|NIFTY2692221000PE" }).instrument
        let day = try #require(Day("2026-09-22"))
        #expect(put.kind == .option(expiry: day, strike: Price(rupees: 21_000), isCall: false))
        #expect(put.lot == Quantity(65) && put.freeze == Quantity(1800) && put.tick == Price(paise: 5))
        let future = try #require(list.listings.first { $0.orderKey == "nse_fo|NIFTY26OCTFUT" }).instrument
        #expect(future.kind == .future(expiry: try #require(Day("2026-10-27"))))
    }

    @Test(.enabled(if: Shared.wants(derivatives)))
    func `an expiry that contradicts its symbol refuses the file`() throws {
        let text = String(decoding: try Shared.bytes(Self.derivatives), as: UTF8.self)
        // The same number read as a moment since 1970.
        #expect(throws: BrokerError.self) { try list(text.replacing("1474554600", with: "1474468200")) }
        #expect(throws: BrokerError.self) { try list(text.replacing("1477578600", with: "1480170600")) }
    }

    /// The case from the field: a price asked for DALBHARAT showed 10.00, and the share stood at 2,100.
    @Test func `ten rupees of another series are never the price of DALBHARAT-EQ`() throws {
        var table = ListingTable()
        let listings = try list(Self.two).listings
        for (index, listing) in listings.enumerated() { try table.add(listing, as: InstrumentID(index: UInt32(index))) }
        #expect(table.find(orderKey: "nse_cm|DALBHARAT") == nil)
        let share = try #require(table.find(orderKey: "nse_cm|DALBHARAT-EQ"))
        let other = try #require(table.find(orderKey: "nse_cm|DALBHARAT-BL"))
        var talk = Talk(HSMCodec(table, token: Secret("t"), sid: Secret("s")))
        _ = talk.opened()
        _ = talk.want([share])
        _ = talk.receive(HSMSample.accepted)
        func frame(_ id: Int32, _ token: String, _ paise: Int32) -> [UInt8] {
            HSMSample.data([HSMSample.snapshot(id, "sf|nse_cm|\(token)", HSMSample.scrip([5: paise, 23: 1, 24: 2]))])
        }
        #expect(talk.receive(frame(1, "90099", 1000)).ticks.isEmpty)
        #expect(talk.receive(frame(2, "8075", 210_000)).ticks.map(\.price) == [Price(rupees: 2100)])
        _ = talk.want([share, other])
        let both = talk.receive(frame(1, "90099", 1000)).ticks + talk.receive(frame(2, "8075", 210_005)).ticks
        #expect(both.map(\.instrument) == [other, share])
        #expect(both.map(\.price) == [Price(rupees: 10), Price(paise: 210_005)])
    }

    @Test func `clashes, other segments and odd rows are counted and left out`() throws {
        let odd =
            Self.two + "8075,BE,nse_cm,OTHER,OTHER-BE,,10,1,-1,2,-1,1\n" + "1,GB,nse_cm,GOLD,GOLD-GB,,10,1,-1,2,-1,1\n"
            + "2,EQ,nse_cm,BARE,BARE,,10,1,-1,2,-1,1\n" + "x,EQ,nse_cm,X,X-EQ,,10,1,-1,2,-1,1\n"
            + "3,XX,mcx_fo,GOLD,GOLD26SEPFUT,XX,10,1,1790380799,2,-1,1\n" + "4,EQ,nse_cm,A,A-EQ,,0,1,-1,2,-1,1\n"
            + "5,EQ\n"
            + "6,,nse_cm,SOMETHING,SOMETHING,,-1,1,-1,2,-1,0\n"
            + "7,EQ,nse_cm,BAJAJ-AUTO,BAJAJ-AUTO-EQ,,5,1,-1,2,-1,1\n"
        let list = try list(odd)
        #expect(list.listings.map(\.instrument.name) == ["DALBHARAT-BL", "BAJAJ-AUTO-EQ"])
        #expect(list.skipped.values.reduce(0, +) == 9 && list.skipped["a symbol or token that stands twice"] == 2)
    }

    @Test func `a list that is cut anywhere in its last row is refused`() throws {
        let start = Self.two.utf8.count - "90099,BL,nse_cm,DALBHARAT,DALBHARAT-BL,,10,1,-1,2,-1,9999\n".utf8.count
        for count in start + 1..<Self.two.utf8.count {
            #expect(throws: BrokerError.self) { try ScripFile.list(Array(Self.two.utf8.prefix(count))) }
        }
        for text in ["", "pSymbol\n", Self.header, "<html>"] { #expect(throws: BrokerError.self) { try list(text) } }
    }

    @Test func `mutated lists end nothing`() throws {
        var random = SplitMix(state: 6)
        for _ in 0..<3000 { _ = try? ScripFile.list(random.mutated(Array(Self.two.utf8))) }
    }
}
