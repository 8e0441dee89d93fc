import KotakNeoPractice
import SaudaBroker
import SaudaCore
import Testing

/// Sections 7, 8 and 9 of the reference: what the server sends is byte for byte what the vectors have.
@Suite(.enabled(if: NeoFeedFixtures.areThere)) struct NeoFrameTests {
    private let share = NeoFeedListing(.nseShares, 2885, symbol: "RELIANCE-EQ")
    private let index = NeoFeedListing(.nseShares, 26000, symbol: "Nifty 50", isIndex: true)
    private let nine = Timestamp(microseconds: 1_789_011_000_000_000)

    private func price(_ text: String) throws -> Price { try #require(Price(text)) }

    private func row(_ text: String, _ quantity: UInt32, _ orders: UInt16) throws -> NeoFeedTick.Row {
        NeoFeedTick.Row(try price(text), quantity: quantity, orders: orders)
    }

    private func shareTick() throws -> NeoFeedTick {
        var tick = NeoFeedTick()
        (tick.updated, tick.lastTrade) = (nine, nine)
        tick.volume = Quantity(5_120_345)
        tick.last = try price("1412.30")
        tick.lastQuantity = Quantity(12)
        (tick.bought, tick.offered) = (801_200, 702_300)
        tick.bids = [try row("1412.25", 40, 3)]
        tick.offers = [try row("1412.35", 75, 4)]
        tick.average = try price("1409.10")
        (tick.low, tick.high) = (try price("1399.80"), try price("1415.00"))
        (tick.lowerLimit, tick.upperLimit) = (try price("1262.90"), try price("1543.50"))
        (tick.yearHigh, tick.yearLow) = (try price("1608.80"), try price("1114.85"))
        (tick.open, tick.close) = (try price("1403.00"), try price("1403.20"))
        tick.turnover = Money(raw: 72_150_781_395_000)
        return tick
    }

    private func indexTick() throws -> NeoFeedTick {
        var tick = NeoFeedTick()
        tick.lastTrade = nine
        (tick.last, tick.close) = (try price("25340.60"), try price("25230.00"))
        (tick.high, tick.low, tick.open) = (try price("25390.00"), try price("25188.00"), try price("25200.00"))
        (tick.yearHigh, tick.yearLow) = (try price("26373.00"), try price("21743.00"))
        return tick
    }

    // MARK: - HSM

    @Test func `answers of HSM are those of the reference (7.3)`() throws {
        let named = try NeoFeedFixtures.frames("synthetic-hsm-vectors.json")
        #expect(NeoHex.text(NeoHSMFrame.welcome(acknowledgeEvery: 5)) == named["connect-ok-ack5"])
        #expect(NeoHex.text(NeoHSMFrame.welcome(acknowledgeEvery: 0)) == named["connect-ok-noack"])
        #expect(NeoHex.text(NeoHSMFrame.answer(.connection, false)) == named["connect-refused"])
        #expect(NeoHex.text(NeoHSMFrame.answer(.subscribe, true)) == named["subscribe-ok"])
        #expect(NeoHex.text(NeoHSMFrame.answer(.subscribe, false)) == named["subscribe-refused"])
    }

    @Test func `snapshots and updates of HSM are those of the reference (7.4 to 7.6)`() throws {
        let named = try NeoFeedFixtures.frames("synthetic-hsm-vectors.json")
        var first = NeoHSMData(number: 1)
        first.snapshot(7, .scrip, share, NeoHSMTopic.scrip.values(share, try shareTick()))
        #expect(NeoHex.text(first.bytes) == named["data-scrip-snapshot"])

        var second = NeoHSMData(number: 2)
        let changes: [Int32?] = [nil, nil, nil, 1_789_011_001, 5_120_357, 141_245, 12]
        second.update(7, changes + Array(repeating: nil, count: 6))
        #expect(NeoHex.text(second.bytes) == named["data-scrip-update"])

        var third = NeoHSMData(number: 3)
        third.snapshot(9, .index, index, NeoHSMTopic.index.values(index, try indexTick()))
        #expect(NeoHex.text(third.bytes) == named["data-index-snapshot"])

        var fourth = NeoHSMData(number: 4)
        var tick = try shareTick()
        tick.bids = try (0..<5).map {
            try row("\(Price(paise: 141_225 - 5 * $0))", UInt32(40 + 10 * $0), UInt16($0 + 1))
        }
        tick.offers = try (0..<5).map {
            try row("\(Price(paise: 141_235 + 5 * $0))", UInt32(75 + 10 * $0), UInt16($0 + 2))
        }
        fourth.snapshot(11, .depth, share, NeoHSMTopic.depth.values(share, tick))
        fourth.update(7, [nil, nil, nil, nil, nil, 141_250])
        #expect(NeoHex.text(fourth.bytes) == named["data-depth-snapshot-plus-scrip-update"])
    }

    @Test func `requests of HSM are read as the reference has them (7.2)`() throws {
        let named = try NeoFeedFixtures.frames("synthetic-hsm-vectors.json")
        func read(_ name: String) throws -> NeoHSMRequest? {
            NeoHSMRequest(NeoHex.bytes(try #require(named[name])))
        }
        #expect(try read("connect") == .connect(token: "tok", sid: "sid1"))
        #expect(try read("heartbeat") == .throttle(0))
        #expect(
            try read("subscribe-two-scrips-channel2")
                == .subscribe(["sf|nse_cm|2885", "sf|nse_fo|56526"], channel: 2)
        )
        #expect(try read("subscribe-index-channel1") == .subscribe(["if|nse_cm|Nifty 50"], channel: 1))
        #expect(try read("subscribe-depth-channel3") == .subscribe(["dp|nse_cm|2885"], channel: 3))
        #expect(try read("unsubscribe-depth-channel3") == .unsubscribe(["dp|nse_cm|2885"], channel: 3))
        #expect(try read("snapshot-request") == .snapshot(["sf|nse_cm|2885"]))
        #expect(try read("acknowledge") == .acknowledge(12345))
        // Every frame cut short is none.
        for hex in named.values {
            let bytes = NeoHex.bytes(hex)
            for length in 0..<bytes.count { #expect(NeoHSMRequest(Array(bytes.prefix(length))) == nil) }
        }
    }

    // MARK: - SFeed

    @Test func `packets of SFeed are those of the reference (8)`() throws {
        let named = try NeoFeedFixtures.frames("synthetic-sfeed-vectors.json")
        var tick = try shareTick()
        var mini = NeoSFeedFrame()
        mini.mini(share, tick, sequence: 1)
        #expect(NeoHex.text(mini.bytes) == named["mini"])
        tick.updated = nine.advanced(by: .seconds(1))
        var touch = NeoSFeedFrame()
        touch.picture(share, tick, .touch, sequence: 1)
        #expect(NeoHex.text(touch.bytes) == named["touchline"])
        var index = NeoSFeedFrame()
        index.index(self.index, try indexTick(), sequence: 1)
        #expect(NeoHex.text(index.bytes) == named["index"])
        var status = NeoSFeedFrame()
        status.status(.nseShares, code: 1, "OPEN", sequence: 1)
        #expect(NeoHex.text(status.bytes) == named["market-status"])
        var both = NeoSFeedFrame()
        both.mini(share, tick, sequence: 1)
        both.index(self.index, try indexTick(), sequence: 1)
        #expect(NeoHex.text(both.bytes) == named["batch-mini-plus-index"])
    }

    // MARK: - Orders

    @Test func `messages of orders and positions are those of the reference (9.4)`() throws {
        let lines = try NeoFeedFixtures.lines("synthetic-order-feed.jsonl")
        try #require(lines.count == 10)
        #expect(NeoOrderFeedMessage.welcome == lines[0])
        #expect(NeoOrderFeedMessage.complaint == lines[8])
        #expect(NeoOrderFeedMessage.refusal == lines[9])
        var order: [String: PracticeJSON] = [
            "nOrdNo": "260910000012345", "exOrdId": "NA", "ordSt": "put order req received", "avgPrc": "0.00",
            "qty": 1, "fldQty": 0, "unFldSz": 1, "cnlQty": 0, "trnsTp": "B", "prcTp": "L", "prc": "1410.00",
            "trgPrc": "0.00", "prod": "CNC", "exSeg": "nse_cm", "sym": "RELIANCE", "trdSym": "RELIANCE-EQ",
            "tok": "2885", "vldt": "DAY", "rejRsn": "--", "GuiOrdId": "sauda-000001",
            "ordDtTm": "10-Sep-2026 09:16:02", "exCfmTm": "--", "hsUpTm": "2026/09/10 09:16:02",
            "boeSec": 1_789_011_962, "updRecvTm": 1_789_011_962_101_000_001, "ordValDt": "NA", "strategyCode": "NA",
            "usrId": "not told",
        ]
        #expect(NeoOrderFeedMessage.order(row(order)).text == lines[1])
        order["ordSt"] = "validation pending"
        order["updRecvTm"] = 1_789_011_962_104_000_002
        #expect(NeoOrderFeedMessage.order(row(order)).text == lines[2])
        order.merge(
            [
                "ordSt": "complete", "exOrdId": "1100000012345678", "avgPrc": "1410.00", "fldQty": 1, "unFldSz": 0,
                "ordDtTm": "10-Sep-2026 09:17:40", "exCfmTm": "10-Sep-2026 09:16:02", "hsUpTm": "2026/09/10 09:17:40",
                "boeSec": 1_789_012_060, "updRecvTm": 1_789_012_060_501_000_005,
            ]
        ) { $1 }
        #expect(NeoOrderFeedMessage.order(row(order)).text == lines[5])
        let position: [String: PracticeJSON] = [
            "actId": "ABC12", "sym": "RELIANCE", "trdSym": "RELIANCE-EQ", "tok": "2885", "exSeg": "nse_cm",
            "prod": "CNC", "flBuyQty": "1", "flSellQty": "0", "cfBuyQty": "0", "cfSellQty": "0", "buyAmt": "1410.00",
            "sellAmt": "0.00", "posFlg": "true", "sqrFlg": "Y", "lotSz": "1", "multiplier": "1", "precision": "2",
            "prcNum": "1", "prcDen": "1", "genNum": "1", "genDen": "1", "hsUpTm": "2026/09/10 09:17:40",
            "updRecvTm": 1_789_012_060_502_000_006, "stkPrc": "not told",
        ]
        #expect(NeoOrderFeedMessage.position(row(position)).text == lines[6])
        order.merge(
            ["ordSt": "rejected", "nOrdNo": "260910000012399", "hsUpTm": "2026/09/10 09:20:00"]
        ) { $1 }
        #expect(NeoOrderFeedMessage.thinOrder(row(order)).text == lines[7])
    }

    private func row(_ fields: [String: PracticeJSON]) -> PracticeJSON {
        .object(fields.map { PracticeJSON.Pair(key: $0.key, value: $0.value) })
    }
}
