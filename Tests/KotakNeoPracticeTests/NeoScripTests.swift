import KotakNeoPractice
import SaudaBroker
import SaudaCore
import Testing

/// Section 6 of the reference.
@Suite struct NeoScripTests {
    private func table(_ text: String) -> [[String: String]] {
        let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        guard let header = lines.first else { return [] }
        return lines.dropFirst().map { line in
            Dictionary(uniqueKeysWithValues: zip(header, line).map { (String($0.0), String($0.1)) })
        }
    }

    private func file(_ name: String, _ desk: inout NeoDesk) throws -> NeoDesk.Answer {
        let paths = try #require(
            try desk.get("/script-details/1.0/masterscrip/file-paths").data["filesPaths"] as? [String]
        )
        let url = try #require(paths.first { $0.hasSuffix("/" + name) })
        #expect(url.hasPrefix("http://127.0.0.1:8080/wso2-scripmaster/v1/prod/2026-09-11/"))
        return try desk.send(.get, String(url.dropFirst("http://127.0.0.1:8080".count)), headers: [])
    }

    @Test(.enabled(if: Shared.wants("fixtures/kotak-neo/synthetic-nse_cm-v1.csv")))
    func `headers are as dirty as the broker's`() throws {
        var desk = try NeoDesk()
        let header = try NeoFixture.text("synthetic-nse_cm-v1.csv").split(separator: "\n").first
        for name in ["nse_cm-v1.csv", "bse_cm-v1.csv", "nse_fo.csv", "bse_fo.csv", "mcx_fo.csv", "cde_fo.csv"] {
            #expect(try file(name, &desk).text.split(separator: "\n").first == header, "\(name)")
        }
    }

    @Test func `a bare name fits two series, whose prices are not the same thing`() throws {
        var desk = try NeoDesk()
        let rows = table(try file("nse_cm-v1.csv", &desk).text)
        #expect(
            rows.filter { $0["pSymbolName"] == "RELIANCE" }.map { $0["pTrdSymbol"] } == ["RELIANCE-EQ", "RELIANCE-BL"]
        )
        let share = try #require(rows.first)
        #expect(share["pSymbol"] == "2885")
        #expect(share["pGroup"] == "EQ")
        #expect(share["pISIN"] == "INE002A01018")
        #expect(share["dTickSize "] == "10")
        #expect(share["lLotSize"] == "1")
        #expect(share["lExpiryDate "] == "-1")
        #expect(share["dStrikePrice;"] == "-1")
        #expect(share["dHighPriceRange "] == "165000")
        #expect(share["pCreditRating"] == "1350.00-1650.00")
        let index = try #require(rows.last)
        #expect(index["pSymbol"] == "26000")
        #expect(index["pISIN"] == "")
    }

    @Test func `derivatives of the NSE count from 1980, and their strikes have exponents`() throws {
        var desk = try NeoDesk()
        let rows = table(try file("nse_fo.csv", &desk).text)
        let option = try #require(rows.first { $0["pOptionType"] == "CE" })
        #expect(option["pTrdSymbol"] == "NIFTY2692225000CE")
        #expect(option["pScripRefKey"] == "NIFTY22SEP2625000.00CE")
        #expect(option["pInstType"] == "OPTIDX")
        #expect(option["lExpiryDate "] == "1474554600")
        #expect(option["dStrikePrice;"] == "2.5e+06")
        #expect(option["lFreezeQty"] == "1800")
        #expect(option["iLotSize"] == "65")
        let future = try #require(rows.first { $0["pOptionType"] == "XX" })
        #expect(future["pTrdSymbol"] == "NIFTY26SEPFUT")
        #expect(future["pInstType"] == "FUTIDX")
    }

    @Test func `other segments count from 1970, by the end of the day here or in London`() throws {
        var table = InstrumentTable()
        let gold = try #require(Day("2026-09-25"))
        let sensex = try #require(Day("2026-07-30"))
        try table.add(
            Instrument(
                symbol: "GOLDM",
                series: "",
                segment: .mcxCommodity,
                kind: .option(expiry: gold, strike: Price(rupees: 148_500), isCall: true),
                token: 480_001,
                tick: Price(paise: 50)
            )
        )
        try table.add(
            Instrument(
                symbol: "SENSEX",
                series: "",
                segment: .bseDerivatives,
                kind: .option(expiry: sensex, strike: Price("187.50") ?? .zero, isCall: false),
                token: 9,
                tick: Price(paise: 5),
                lot: Quantity(20)
            )
        )
        let catalogue = NeoCatalogue(PracticeSetup(instruments: table), on: NeoDesk.day)
        let rows = self.table(
            ([NeoListing.header] + catalogue.listings.map { $0.row(band: nil) }).joined(separator: "\n")
        )
        #expect(rows.map { $0["lExpiryDate "] } == ["1790380799", "1785436199"])
        #expect(rows.map { $0["pTrdSymbol"] } == ["GOLDM25SEP26148500CE", "SENSEX26JUL187.5PE"])
        #expect(rows.map { $0["dStrikePrice;"] } == ["1.485e+07", "18750"])
        #expect(rows.map { $0["pInstType"] } == ["OPTFUT", "IO"])
    }

    @Test func `files of other days are gone, and a search by half a name finds two`() throws {
        var desk = try NeoDesk()
        let root = "/wso2-scripmaster/v1/prod"
        #expect(try desk.get("\(root)/2026-09-10/transformed/nse_fo.csv").status == 403)
        #expect(try desk.get("\(root)/2026-09-11/transformed/nope.csv").status == 403)
        #expect(try desk.get("\(root)/2026-09-11").status == 404)
        let paths = try #require(
            try desk.get("/script-details/1.0/masterscrip/file-paths").data["filesPaths"] as? [String]
        )
        #expect(paths.filter { $0.contains("nse_c") }.count == 2)
        #expect(try desk.send(.get, "/script-details/1.0/masterscrip/file-paths", headers: []).code == 900_902)
    }
}
