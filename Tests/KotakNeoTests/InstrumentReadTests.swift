import KotakNeoAdapter
import SaudaBroker
import SaudaCore
import Testing

/// The instrument list, protocol section 6.1, and the case from the field end to end.
@Suite struct InstrumentReadTests {
    private static let root = "https://lapi.kotaksecurities.com/wso2-scripmaster/v1/prod/2026-09-10/"

    private static func paths(_ files: [String], root: String = root) -> HTTPResponse {
        let list = files.map { "\"\(root)\($0)\"" }.joined(separator: ",")
        return Kit.json(#"{"data":{"baseFolder":"x","filesPaths":[\#(list)]}}"#)
    }

    private static let header =
        "pSymbol,pGroup,pExchSeg,pSymbolName,pTrdSymbol,pOptionType,dTickSize ,lLotSize,lExpiryDate ,lPrecision,"
        + "dStrikePrice;,lFreezeQty\n"

    private static func csv(_ rows: String) -> HTTPResponse {
        HTTPResponse(status: 200, body: Array((header + rows).utf8))
    }

    private static let nse = csv(
        "8075,EQ,nse_cm,DALBHARAT,DALBHARAT-EQ,,10,1,-1,2,-1,46141\n"
            + "90099,BL,nse_cm,DALBHARAT,DALBHARAT-BL,,10,1,-1,2,-1,9999\n"
    )
    private static let bse = csv("542216,A,bse_cm,DALBHARAT,DALBHARAT,,5,1,-1,2,-1,50000\n")
    private static let futures = csv("56526,XX,nse_fo,NIFTY,NIFTY26OCTFUT,XX,10,65,1477578600,2,-1,1800\n")

    private static let all = [
        "transformed/cde_fo.csv", "transformed/mcx_fo.csv", "transformed/nse_fo.csv", "transformed/nse_com.csv",
        "transformed-v1/bse_cm-v1.csv", "transformed-v1/nse_cm-v1.csv", "transformed/nse_cm.csv",
    ]

    @Test func `the files of the day are asked for by their whole names, and nobody says who he is`() throws {
        let (sent, end, _) = try Kit.carryOut(
            .instruments,
            [Self.paths(Self.all), Self.nse, Self.bse, Self.futures]
        )
        #expect(
            sent.map(\.path) == [
                "/script-details/1.0/masterscrip/file-paths", Self.root + "transformed-v1/nse_cm-v1.csv",
                Self.root + "transformed-v1/bse_cm-v1.csv", Self.root + "transformed/nse_fo.csv",
            ]
        )
        #expect(sent.first?.header("Authorization") == "accesstoken01")
        #expect(sent.dropFirst().allSatisfy { $0.headers.isEmpty })
        guard case .instruments(let list)? = end.result else {
            Issue.record("\(end)")
            return
        }
        #expect(
            list.listings.map(\.orderKey) == [
                "nse_cm|DALBHARAT-EQ", "nse_cm|DALBHARAT-BL", "bse_cm|DALBHARAT", "nse_fo|NIFTY26OCTFUT",
            ]
        )
        #expect(list.skipped == ["no file bse_fo.csv today": 1])
    }

    @Test func `a file at a stranger's address, a list without NSE and a file that is not there are no list`() throws {
        let strange = try Kit.carryOut(.instruments, [Self.paths(Self.all, root: "https://x.y/")])
        #expect(strange.sent.count == 1)
        #expect(strange.end.error?.recovery == .stop)
        let twice = Self.paths(["a/nse_cm-v1.csv", "b/nse_cm-v1.csv"])
        for answer in [Self.paths(["transformed/nse_fo.csv", "nse_com.csv"]), twice, Kit.json("{}")] {
            #expect(try Kit.carryOut(.instruments, [answer]).end.error?.recovery == .checkOrderBook)
        }
        // Yesterday's is refused with 403: no reason to sign in again.
        let paths = Self.paths(Self.all)
        for answer in [HTTPResponse(status: 403), HTTPResponse(status: 404), Kit.json("<html>"), Kit.json("{}")] {
            #expect(try Kit.carryOut(.instruments, [paths, answer]).end.error?.recovery == .checkOrderBook)
        }
    }

    @Test func `a segment without a row is none, but of NSE's shares`() throws {
        let paths = Self.paths(["nse_cm-v1.csv", "bse_fo.csv"])
        let empty = try Kit.carryOut(.instruments, [paths, Self.nse, Self.csv("")])
        guard case .instruments(let list)? = empty.end.result else {
            Issue.record("\(empty.end)")
            return
        }
        #expect(list.listings.count == 2)
        #expect(try Kit.carryOut(.instruments, [paths, Self.csv("")]).end.error?.recovery == .checkOrderBook)
    }

    @Test func `a practice server's files are where it is, whatever its list says`() throws {
        let practice = KotakNeo(
            endpoints: Endpoints(["api": "http://p:1", "files": "http://p:1", "login": "http://p:1"])
        )
        let (sent, _, _) = try Kit.carryOut(
            .instruments,
            [Self.paths(["transformed-v1/nse_cm-v1.csv"]), Self.nse],
            of: practice
        )
        #expect(
            sent.map(\.url) == [
                "http://p:1/script-details/1.0/masterscrip/file-paths",
                "http://p:1/wso2-scripmaster/v1/prod/2026-09-10/transformed-v1/nse_cm-v1.csv",
            ]
        )
    }

    /// A price of 10 rupees was shown for a share at 2,100, because its series was dropped on the way: list, quote, feed
    /// and order have to mean the same instrument.
    @Test func `ten rupees of DALBHARAT-BL reach neither price nor order of DALBHARAT-EQ`() throws {
        let (_, end, _) = try Kit.carryOut(.instruments, [Self.paths(["nse_cm-v1.csv"]), Self.nse])
        guard case .instruments(let list)? = end.result else {
            Issue.record("\(end)")
            return
        }
        var table = ListingTable()
        for (index, listing) in list.listings.enumerated() {
            try table.add(listing, as: InstrumentID(index: UInt32(index)))
        }
        let share = try #require(table.find(orderKey: "nse_cm|DALBHARAT-EQ"))
        let context = try Kit.context(["feed": "hsm"], listings: table)
        func quote(_ token: String, _ symbol: String, _ price: String) -> String {
            #"{"exchange_token":"\#(token)","display_symbol":"\#(symbol)","exchange":"nse_cm","ltp":"\#(price)","#
                + #""lstup_time":"1789011000"}"#
        }
        let both = Kit.json(
            "[\(quote("90099", "DALBHARAT-BL", "10.0000")),\(quote("8075", "DALBHARAT-EQ", "2100.0000"))]"
        )
        let read = try Kit.carryOut(.quotes([share]), [both], in: context)
        #expect(read.sent.first?.path.hasSuffix("/nse_cm|8075/all") == true)
        guard case .quotes(let ticks)? = read.end.result else {
            Issue.record("\(read.end)")
            return
        }
        #expect(ticks.map(\.price) == [Price(rupees: 2100)])
        // The right token with the other's name and price.
        let mixed = Kit.json("[\(quote("8075", "DALBHARAT-BL", "10.0000"))]")
        #expect(try Kit.carryOut(.quotes([share]), [mixed], in: context).end.result == .quotes([]))
        // The feed is asked for the share's token, and the other's packets are nobody's.
        var talk = Talk(HSMCodec(table, token: Secret("t"), sid: Secret("s")))
        _ = talk.opened()
        _ = talk.receive(HSMSample.accepted)
        var asked: [UInt8] = []
        for case .binary(let bytes) in talk.want([share]).send { asked += bytes }
        let topics = String(decoding: asked, as: UTF8.self)
        #expect(topics.contains("sf|nse_cm|8075") && !topics.contains("90099"))
        func packet(_ id: Int32, _ token: String, _ paise: Int32) -> [UInt8] {
            var values = HSMSample.reliance
            values[5] = paise
            return HSMSample.snapshot(id, "sf|nse_cm|\(token)", HSMSample.scrip(values))
        }
        let heard = talk.receive(HSMSample.data([packet(7, "90099", 1000), packet(8, "8075", 210_000)]))
        #expect(heard.ticks.map(\.instrument) == [share])
        #expect(heard.ticks.map(\.price) == [Price(rupees: 2100)])
        let order = OrderRequest(
            id: OrderID(number: 1),
            account: AccountID(index: 0),
            instrument: share,
            side: .sell,
            product: .delivery,
            variety: .regular,
            terms: OrderTerms(kind: .limit, quantity: Quantity(1), limit: Price(rupees: 2100)),
            strategy: StrategyID(index: 0),
            reason: "test"
        )
        let placed = try Kit.neo.request(.place(order, tag: "a"), in: context)
        #expect(placed.data?["ts"] == .text("DALBHARAT-EQ"))
        #expect(placed.data?["es"] == .text("nse_cm"))
    }
}
