import DhanAdapter
import SaudaBroker
import SaudaCore
import Testing

/// Calls about the account itself, protocol sections 1.6, 2.13 and 2.14.
@Suite struct AccountCallTests {
    // MARK: - Kill switch

    private static func state(_ text: String, client: String = "1100000001") -> HTTPResponse {
        Kit.json(#"{"dhanClientId":"\#(client)","killSwitchStatus":"\#(text)"}"#)
    }

    @Test("the kill switch is read by its two words", arguments: [("ACTIVATE", true), ("DEACTIVATE", false)])
    func halt(word: String, isOn: Bool) throws {
        let (sent, end, _, _) = try Kit.carryOut(.tradingHalt, [Self.state(word)])
        #expect(sent.map(\.url) == ["https://api.dhan.co/v2/killswitch"])
        #expect(sent.first?.method == .get)
        #expect(end.result == .tradingHalt(isOn))
        #expect(!Errand.tradingHalt.isWrite)
    }

    @Test(
        "it is turned by a query and no body",
        arguments: [("ACTIVATE", "activated", true), ("DEACTIVATE", "deactivated", false)]
    )
    func turn(word: String, said: String, isOn: Bool) throws {
        let answer = Self.state("Kill Switch has been successfully \(said)")
        let (sent, end, _, _) = try Kit.carryOut(.setTradingHalt(isOn), [answer])
        #expect(sent.map(\.url) == ["https://api.dhan.co/v2/killswitch?killSwitchStatus=\(word)"])
        #expect(sent.first?.method == .post)
        #expect(sent.first?.body.isEmpty == true)
        #expect(end.result == .tradingHalt(isOn))
        #expect(Errand.setTradingHalt(isOn).isWrite)
    }

    @Test func `another word, another state or another account is looked up, not guessed`() throws {
        for answer in [Self.state("ON"), Self.state(""), Self.state("ACTIVATE", client: "1100000002"), Kit.json("{}")] {
            #expect(try Kit.carryOut(.tradingHalt, [answer]).end.error?.recovery == .checkOrderBook)
        }
        for text in ["Kill Switch has been successfully deactivated", "Kill Switch is not activated", "OK"] {
            let end = try Kit.carryOut(.setTradingHalt(true), [Self.state(text)]).end
            #expect(end.error?.recovery == .checkOrderBook, "\(text)")
        }
        let end = try Kit.carryOut(.setTradingHalt(false), [Self.state("Kill Switch has been successfully activated")])
            .end
        #expect(end.error?.recovery == .checkOrderBook)
    }

    @Test func `an account with positions is told so, and an error of the server is in doubt`() throws {
        let refused = Kit.refusal(400, "DH-906", "Close all positions before kill switch.")
        let error = try #require(try Kit.carryOut(.setTradingHalt(true), [refused]).end.error)
        #expect(error.recovery == .changeRequest)
        #expect(error.summary.contains("Close all positions"))
        let broken = Kit.refusal(500, "DH-908", "internal")
        #expect(try Kit.carryOut(.setTradingHalt(true), [broken]).end.error?.recovery == .checkOrderBook)
    }

    // MARK: - Registered addresses

    private static let addresses =
        #"{"primaryIP":"203.0.113.10","secondaryIP":"","modifyDatePrimary":"2026-06-01","#
        + #""modifyDateSecondary":""}"#
    private static let saved = Kit.json(#"{"message":"IP saved successfully","status":"SUCCESS"}"#)

    @Test func `addresses are read as documented, and with what the wire has beside`() throws {
        let (sent, end, _, _) = try Kit.carryOut(.orderAddresses, [Kit.json(Self.addresses)])
        #expect(sent.map(\.url) == ["https://api.dhan.co/v2/ip/getIP"])
        let primary = OrderAddresses.Entry("203.0.113.10", changed: Day("2026-06-01"))
        #expect(end.result == .orderAddresses(OrderAddresses(primary: primary, secondary: nil)))
        let wire =
            #"{"primaryIP":null,"secondaryIP":"203.0.113.11","detectedIP":"203.0.113.12","ordersAllowed":false,"#
            + #""ipMatchStatus":"MISMATCH"}"#
        let seen = OrderAddresses(
            primary: nil,
            secondary: OrderAddresses.Entry("203.0.113.11"),
            seen: "203.0.113.12",
            takesOrders: false
        )
        #expect(try Kit.carryOut(.orderAddresses, [Kit.json(wire)]).end.result == .orderAddresses(seen))
        for body in ["{}", "[]", #"{"status":"SUCCESS"}"#] {
            #expect(try Kit.carryOut(.orderAddresses, [Kit.json(body)]).end.error?.recovery == .checkOrderBook)
        }
    }

    @Test func `a free place is set, a taken one changed, and what stands there already is left alone`() throws {
        let known = Kit.json(Self.addresses)
        let set = try Kit.carryOut(.registerAddress("203.0.113.11", as: .secondary), [known, Self.saved])
        #expect(set.sent.map(\.method) == [.get, .post])
        #expect(set.sent.last?.url == "https://api.dhan.co/v2/ip/setIP")
        #expect(
            set.sent.last?.text == #"{"dhanClientId":"1100000001","ip":"203.0.113.11","ipFlag":"SECONDARY"}"#
        )
        #expect(set.end.result == .done)
        let changed = try Kit.carryOut(.registerAddress("203.0.113.11", as: .primary), [known, Self.saved])
        #expect(changed.sent.map(\.method) == [.get, .put])
        #expect(changed.sent.last?.url == "https://api.dhan.co/v2/ip/modifyIP")
        #expect(changed.end.result == .done)
        let same = try Kit.carryOut(.registerAddress("203.0.113.10", as: .primary), [known])
        #expect(same.sent.count == 1)
        #expect(same.end.result == .done)
        #expect(Errand.registerAddress("203.0.113.10", as: .primary).isWrite)
    }

    @Test func `an address is not changed within seven days, and none is registered twice`() throws {
        // The day of these tests is 2026-06-10.
        let fresh = Kit.json(#"{"primaryIP":"203.0.113.10","modifyDatePrimary":"2026-06-04","secondaryIP":""}"#)
        let early = try Kit.carryOut(.registerAddress("203.0.113.11", as: .primary), [fresh])
        #expect(early.sent.count == 1)
        #expect(early.end.error?.recovery == .changeRequest)
        #expect(early.end.error?.summary.contains("2026-06-11") == true)
        let twice = try Kit.carryOut(.registerAddress("203.0.113.10", as: .secondary), [fresh])
        #expect(twice.sent.count == 1)
        #expect(twice.end.error?.recovery == .changeRequest)
    }

    @Test(
        "what no broker can see is not registered",
        arguments: [
            "", "10.0.0.1", "192.168.1.1", "172.20.0.1", "100.64.0.1", "127.0.0.1", "169.254.1.1", "0.0.0.0",
            "224.0.0.1",
            "203.0.113", "203.0.113.256", "203.0.113.010", "203.0.113.+1", "2001:db8::1", "example.com",
            " 203.0.113.10",
        ]
    )
    func address(_ address: String) throws {
        let (sent, end, _, _) = try Kit.carryOut(.registerAddress(address, as: .primary), [])
        #expect(sent.isEmpty)
        #expect(end.error?.recovery == .changeRequest)
    }

    @Test func `a registering that no word confirms is in doubt, and a refused one says why`() throws {
        let known = Kit.json(Self.addresses)
        for answer in [Kit.json("{}"), Kit.json(#"{"status":"PENDING"}"#), Kit.json("<html>", status: 502)] {
            let end = try Kit.carryOut(.registerAddress("203.0.113.11", as: .secondary), [known, answer]).end
            #expect(end.error?.recovery == .checkOrderBook)
        }
    }

    // MARK: - Margins

    private static func planned(_ quantity: Int64, of instrument: InstrumentID = Sample.bank) -> PlannedOrder {
        let terms = OrderTerms(kind: .limit, quantity: Quantity(quantity), limit: Price(paise: 164_205))
        return PlannedOrder(instrument, .buy, .delivery, terms)
    }

    @Test func `margins that each fit and together do not are an error`() throws {
        let huge = Self.margin("900000000000000.0")
        let orders = [Self.planned(1), Self.planned(2)]
        let total = Kit.json(#"{"totalMargin":1.0}"#)
        let end = try Kit.carryOut(.basketMargin(orders, withPositions: true), [huge, huge, total]).end
        #expect(end.error?.recovery == .checkOrderBook)
    }

    private static func margin(_ total: String) -> HTTPResponse {
        Kit.json(#"{"totalMargin":\#(total),"spanMargin":0.0,"exposureMargin":0.0,"variableMargin":\#(total)}"#)
    }

    @Test(
        "orders together are asked for each and then for all, and both spellings of the answer are read",
        arguments: [#"{"total_margin":"25000.50","hedge_benefit":""}"#, #"{"totalMargin":25000.5}"#]
    )
    func basket(answer: String) throws {
        let orders = [Self.planned(10), Self.planned(20)]
        let (sent, end, _, _) = try Kit.carryOut(
            .basketMargin(orders, withPositions: true),
            [Self.margin("10000.0"), Self.margin("20000.25"), Kit.json(answer)]
        )
        #expect(
            sent.map { $0.url.dropFirst("https://api.dhan.co/v2".count) } == [
                "/margincalculator", "/margincalculator", "/margincalculator/multi",
            ]
        )
        let row =
            #""exchangeSegment":"NSE_EQ","transactionType":"BUY","quantity":10,"productType":"CNC","#
            + #""securityId":"1333","price":1642.05,"triggerPrice":0.00"#
        #expect(sent.first?.text == #"{"dhanClientId":"1100000001","# + row + "}")
        let second = row.replacing(#""quantity":10"#, with: #""quantity":20"#)
        #expect(
            sent.last?.text
                == #"{"dhanClientId":"1100000001","includePosition":true,"includeOrder":false,"scripList":[{"#
                + row + "},{" + second + "}]}"
        )
        guard case .basketMargin(let basket)? = end.result else {
            Issue.record("\(end)")
            return
        }
        #expect(basket.sum == Money(paise: 3_000_025))
        #expect(basket.total == Money(paise: 2_500_050))
        #expect(basket.orders.map(\.total) == [Money(rupees: 10_000), Money(paise: 2_000_025)])
    }

    @Test func `of no orders nothing is asked, of too many or unlisted ones neither`() throws {
        let none = try Kit.carryOut(.basketMargin([], withPositions: false), [])
        #expect(none.end.result == .basketMargin(BasketMargin(sum: .zero, total: .zero, orders: [])))
        let many = Array(repeating: Self.planned(1), count: 101)
        for orders in [many, [Self.planned(1), Self.planned(1, of: InstrumentID(index: 99))]] {
            let (sent, end, _, _) = try Kit.carryOut(.basketMargin(orders, withPositions: false), [])
            #expect(sent.isEmpty)
            #expect(end.error?.recovery == .changeRequest)
        }
    }

    @Test(
        "an answer without the sum is none",
        arguments: ["{}", #"{"total_margin":""}"#, #"{"total_margin":"-1"}"#, #"{"totalMargin":null}"#]
    )
    func basketWithout(answer: String) throws {
        let end = try Kit.carryOut(
            .basketMargin([Self.planned(1)], withPositions: false),
            [Self.margin("1.0"), Kit.json(answer)]
        ).end
        #expect(end.error?.recovery == .checkOrderBook)
    }

    // MARK: - Products that sauda has not

    @Test func `what was bought on margin funding is counted, never taken for delivery`() throws {
        let position =
            #"[{"tradingSymbol":"HDFCBANK","securityId":"1333","exchangeSegment":"NSE_EQ","productType":"MTF","#
            + #""netQty":10,"buyAvg":1642.05,"sellAvg":0.0}]"#
        let positions = try Kit.carryOut(.positions, [Kit.json(position)])
        #expect(positions.end.result == .positions([]))
        #expect(positions.skipped == ["a position: productType 'MTF'": 1])
        let holding =
            #"[{"exchange":"ALL","tradingSymbol":"HDFCBANK","securityId":"1333","availableQty":3,"#
            + #""avgCostPrice":1642.05,"mtf_qty":10},{"exchange":"ALL","tradingSymbol":"HDFCBANK","securityId":"1333","#
            + #""availableQty":4,"avgCostPrice":1642.05,"mtf_qty":0}]"#
        let holdings = try Kit.carryOut(.holdings, [Kit.json(holding)])
        guard case .holdings(let rows)? = holdings.end.result else {
            Issue.record("\(holdings.end)")
            return
        }
        #expect(rows.map(\.quantity) == [Quantity(3), Quantity(4)])
        #expect(holdings.skipped == ["a holding: bought on margin funding ('mtf_qty')": 1])
    }
}
