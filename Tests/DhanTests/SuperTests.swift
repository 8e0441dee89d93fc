import DhanAdapter
import SaudaBroker
import SaudaCore
import Testing

/// Super orders as bracket orders, protocol section 2.9.
@Suite struct SuperTests {
    private static let id = BrokerOrderID("1")
    private static let answer = Kit.json(#"{"orderId":"1","orderStatus":"TRANSIT"}"#)

    private func bracket(
        _ side: Side = .buy,
        target: Int64? = 1520,
        stop: Int64? = 1490,
        trail: Price = .zero,
        _ change: (inout BracketOrder) -> Void = { _ in }
    ) -> BracketOrder {
        var order = BracketOrder(
            Sample.bank,
            side,
            .intraday,
            quantity: Quantity(10),
            price: Price(rupees: 1500),
            target: target.map { Price(rupees: $0) },
            stop: stop.map { BracketOrder.Stop(Price(rupees: $0), trail: trail) }
        )
        change(&order)
        return order
    }

    private func sent(_ errand: Errand, _ answers: [HTTPResponse]) throws -> [HTTPRequest] {
        let (sent, end, _, _) = try Kit.carryOut(errand, answers)
        #expect(end.error == nil)
        return sent
    }

    // MARK: - Placing

    @Test func `entry, exits and tag go out in one request, the jump always with them`() throws {
        let (sent, end, _, _) = try Kit.carryOut(
            .placeBracket(bracket(trail: Price(rupees: 5)), tag: "SD1"),
            [Self.answer]
        )
        #expect(end.result == .bracket(Self.id))
        #expect(sent.first?.method == .post)
        #expect(sent.first?.url == "https://api.dhan.co/v2/super/orders")
        #expect(
            sent.first?.text
                == #"{"dhanClientId":"1100000001","correlationId":"SD1","transactionType":"BUY","exchangeSegment":"NSE_EQ","productType":"INTRADAY","orderType":"LIMIT","securityId":"1333","quantity":10,"price":1500.00,"targetPrice":1520.00,"stopLossPrice":1490.00,"trailingJump":5.00}"#
        )
        #expect(Errand.placeBracket(bracket(), tag: "").isWrite)
    }

    @Test func `one exit is enough, a sale is the mirror of a purchase, and a market order has a price`() throws {
        let one = try JSON(try sent(.placeBracket(bracket(target: nil), tag: "SD1"), [Self.answer])[0].text)
        #expect(one["targetPrice"].integer == 0)
        #expect(one["trailingJump"].integer == 0)
        let sale = bracket(.sell, target: 1490, stop: 1520) {
            $0.kind = .market
            $0.product = .delivery
        }
        let other = try JSON(try sent(.placeBracket(sale, tag: ""), [Self.answer])[0].text)
        #expect(other["transactionType"].text == "SELL")
        #expect(other["productType"].text == "CNC")
        #expect(other["orderType"].text == "MARKET")
        // The official client sends none without.
        #expect(other["price"].integer == 1500)
        #expect(other["correlationId"].isNull)
    }

    @Test func `what the broker would refuse, and what nobody else looks at, is refused before it is sent`() throws {
        let orders: [(String, BracketOrder)] = [
            ("no exit", bracket(target: nil, stop: nil)), ("a stop at the price", bracket(stop: 1500)),
            ("a target below", bracket(target: 1499)), ("a sale like a purchase", bracket(.sell)),
            ("a stop at nothing", bracket(stop: 0)), ("no quantity", bracket { $0.quantity = .zero }),
            ("no price", bracket { $0.price = .zero }),
            (
                "no price, though at the market",
                bracket {
                    $0.kind = .market
                    $0.price = .zero
                }
            ),
            ("a stop as entry", bracket { $0.kind = .stopLimit }),
            ("shares carried", bracket { $0.product = .carryForward }),
            ("a price off the tick", bracket { $0.price = Price(paise: 150_001) }),
            ("a target off the tick", bracket { $0.target = Price(paise: 152_001) }),
            ("a stop off the tick", bracket { $0.stop = BracketOrder.Stop(Price(paise: 149_001)) }),
            ("a trail off the tick", bracket(trail: Price(paise: 3))),
            ("a trail backwards", bracket(trail: Price(paise: -500))),
            ("an index", bracket { $0.instrument = Sample.nifty }),
            ("parts of a lot", bracket { $0.instrument = Sample.option }),
            (
                "above the freeze quantity",
                bracket {
                    $0.instrument = Sample.option
                    $0.quantity = Quantity(65 * 30)
                }
            ),
            (
                "delivery of an option",
                bracket {
                    $0.instrument = Sample.option
                    $0.quantity = Quantity(65)
                    $0.product = .delivery
                }
            ),
            ("what is not listed", bracket { $0.instrument = InstrumentID(index: 77) }),
        ]
        for (name, order) in orders {
            let (sent, end, _, _) = try Kit.carryOut(.placeBracket(order, tag: "SD1"), [])
            #expect(sent.isEmpty, "\(name)")
            #expect(end.error?.recovery == .changeRequest, "\(name)")
        }
        let tag = try Kit.carryOut(.placeBracket(bracket(), tag: "a/b"), []).end
        #expect(tag.error?.recovery == .changeRequest)
    }

    @Test func `an answer without a number is looked up, never placed again`() throws {
        for answer in [
            Kit.json("{}"), Kit.json(#"{"orderId":"0"}"#), HTTPResponse(status: 200), HTTPResponse(status: 502),
        ] {
            let end = try Kit.carryOut(.placeBracket(bracket(), tag: "SD1"), [answer]).end
            #expect(end.error?.recovery == .checkOrderBook)
        }
        let refused = try Kit.carryOut(.placeBracket(bracket(), tag: "SD1"), [Kit.refusal(400, "DH-905", "Bad")]).end
        #expect(refused.error?.recovery == .changeRequest)
    }

    // MARK: - Reading

    @Test func `a row is its entry as in the book, with the exits there are`() throws {
        // The legs as section 10 has them.
        let legs = [
            #"{"orderId":"1","legName":"STOP_LOSS_LEG","transactionType":"SELL","totalQuatity":65,"remainingQuantity":65,"triggeredQuantity":0,"price":140.0,"orderStatus":"PENDING","trailingJump":1.0}"#,
            #"{"orderId":"1","legName":"TARGET_LEG","transactionType":"SELL","remainingQuantity":65,"triggeredQuantity":0,"price":180.0,"orderStatus":"PENDING","trailingJump":0.0}"#,
        ]
        let row = try #require(try Rows.brackets(legs).first)
        #expect(row.id == Self.id)
        #expect(row.entry.tag == "SD1")
        #expect(row.entry.filled == Quantity(5))
        #expect(row.stop == BracketRow.Exit(price: Price(rupees: 140), status: .waiting))
        #expect(row.target == BracketRow.Exit(price: Price(rupees: 180), status: .waiting))
        #expect(row.trail == Price(rupees: 1))
        #expect(!row.isClosed)
        #expect(!row.isOver)
    }

    @Test func `an entry that is closed or has no exit left is over, and one with an unknown exit is not`() throws {
        let traded = Rows.leg("TARGET_LEG", 1520, "TRADED", triggered: 10)
        let cancelled = Rows.leg("STOP_LOSS_LEG", 1490, "CANCELLED")
        let fields = ["orderStatus": "\"CLOSED\"", "filledQty": "10"]
        let closed = try #require(try Rows.brackets([traded, cancelled], fields).first)
        #expect(closed.isClosed)
        #expect(closed.isOver)
        #expect(closed.target?.triggered == Quantity(10))
        let bare = try #require(
            try Rows.brackets([cancelled], fields.merging(["orderStatus": "\"TRADED\""]) { $1 }).first
        )
        #expect(bare.isOver)
        #expect(bare.target == nil)
        let odd = Rows.leg("STOP_LOSS_LEG", 1490, "RESTING")
        let open = try #require(try Rows.brackets([odd], fields.merging(["orderStatus": "\"TRADED\""]) { $1 }).first)
        #expect(open.stop?.status == .unknown("RESTING"))
        #expect(!open.isOver)
    }

    @Test func `a row that cannot be read is left out when it is not ours, and else stops the reading`() throws {
        let good = Rows.superOrder([Rows.leg("TARGET_LEG", 1520)])
        let bad = [
            [Rows.leg("TARGET_LEG", 1520), Rows.leg("TARGET_LEG", 1530)], [Rows.leg("OTHER_LEG", 1520)],
            [Rows.leg("STOP_LOSS_LEG", 1490, side: "BUY")], [Rows.leg("STOP_LOSS_LEG", -1)],
        ]
        for legs in bad {
            let theirs = Rows.superOrder(legs, ["correlationId": "\"NA\""])
            let (_, end, skipped, _) = try Kit.carryOut(.brackets, [Kit.json("[\(theirs),\(good)]")])
            guard case .done(.brackets(let rows)) = end else {
                Issue.record("\(end)")
                continue
            }
            #expect(rows.count == 1)
            #expect(skipped.values.reduce(0, +) == 1)
            let ours = try Kit.carryOut(.brackets, [Kit.json("[\(Rows.superOrder(legs))]")]).end
            #expect(ours.error?.recovery == .stop)
        }
        #expect(try Kit.carryOut(.brackets, [Kit.json("{}")]).end.error?.recovery == .checkOrderBook)
        // Bought on margin funding, which is never ours whatever the tag says.
        let funded = Rows.superOrder([], ["productType": "\"MTF\""])
        #expect(try Kit.carryOut(.brackets, [Kit.json("[\(funded)]")]).end.result == .brackets([]))
    }

    // MARK: - Changing

    private static let both = [
        Rows.leg("STOP_LOSS_LEG", 1490, jump: "5.0"), Rows.leg("TARGET_LEG", 1520),
    ]

    private static func list(_ legs: [String] = both, _ fields: [String: String] = [:]) -> HTTPResponse {
        Kit.json("[\(Rows.superOrder(legs, ["price": "1500.0"].merging(fields) { $1 }))]")
    }

    private static let filled = ["orderStatus": "\"TRADED\"", "filledQty": "10"]

    @Test func `of an open entry all is sent again as the list has it, with what changes`() throws {
        let sent = try sent(
            .changeBracket(Self.id, BracketChange(quantity: Quantity(12), price: Price(rupees: 1498))),
            [Self.list(), Self.answer]
        )
        #expect(sent.map(\.method) == [.get, .put])
        #expect(sent.last?.url == "https://api.dhan.co/v2/super/orders/1")
        #expect(
            sent.last?.text
                == #"{"dhanClientId":"1100000001","orderId":"1","legName":"ENTRY_LEG","orderType":"LIMIT","quantity":12,"price":1498.00,"targetPrice":1520.00,"stopLossPrice":1490.00,"trailingJump":5.00}"#
        )
    }

    @Test func `a cancelled exit is not added again by a change of its entry`() throws {
        let legs = [Rows.leg("STOP_LOSS_LEG", 1490, "CANCELLED"), Rows.leg("TARGET_LEG", 1520)]
        let change = BracketChange(quantity: Quantity(12))
        let text = try #require(try sent(.changeBracket(Self.id, change), [Self.list(legs), Self.answer]).last?.text)
        #expect(try JSON(text)["stopLossPrice"].integer == 0)
        #expect(try JSON(text)["targetPrice"].integer == 1520)
    }

    @Test func `of a filled entry the exits change by themselves, the stop first and never without its trail`() throws {
        let list = Self.list(Self.both, Self.filled)
        let stop = try sent(
            .changeBracket(Self.id, BracketChange(stop: Price(rupees: 1495))),
            [list, Self.answer]
        )
        #expect(
            stop.last?.text
                == #"{"dhanClientId":"1100000001","orderId":"1","legName":"STOP_LOSS_LEG","stopLossPrice":1495.00,"trailingJump":5.00}"#
        )
        let off = try sent(.changeBracket(Self.id, BracketChange(trail: .zero)), [list, Self.answer])
        #expect(off.last?.text.hasSuffix(#""stopLossPrice":1490.00,"trailingJump":0.00}"#) == true)
        let change = BracketChange(target: Price(rupees: 1540), stop: Price(rupees: 1510))
        let two = try sent(.changeBracket(Self.id, change), [list, Self.answer, Self.answer])
        #expect(two.count == 3)
        #expect(two[1].text.contains("STOP_LOSS_LEG"))
        #expect(
            two[2].text
                == #"{"dhanClientId":"1100000001","orderId":"1","legName":"TARGET_LEG","targetPrice":1540.00}"#
        )
    }

    @Test func `what is like that already is not sent`() throws {
        let same = BracketChange(target: Price(rupees: 1520), stop: Price(rupees: 1490), trail: Price(rupees: 5))
        for fields in [[:], Self.filled] {
            #expect(try sent(.changeBracket(Self.id, same), [Self.list(Self.both, fields)]).count == 1)
        }
    }

    @Test func `what cannot be changed is refused before anything is`() throws {
        let fired = [Rows.leg("STOP_LOSS_LEG", 1490, "TRIGGERED"), Rows.leg("TARGET_LEG", 1520)]
        let gone = [Rows.leg("STOP_LOSS_LEG", 1490, "CANCELLED"), Rows.leg("TARGET_LEG", 1520)]
        let cases: [(String, BracketChange, HTTPResponse)] = [
            ("an unknown number", BracketChange(target: Price(rupees: 1530)), Kit.json("[]")),
            ("a filled entry", BracketChange(quantity: Quantity(12)), Self.list(Self.both, Self.filled)),
            ("an exit that fired", BracketChange(stop: Price(rupees: 1495)), Self.list(fired, Self.filled)),
            ("an entry whose exit fired", BracketChange(quantity: Quantity(12)), Self.list(fired)),
            ("a cancelled exit", BracketChange(stop: Price(rupees: 1495)), Self.list(gone)),
            ("the trail of a cancelled exit", BracketChange(trail: Price(rupees: 5)), Self.list(gone, Self.filled)),
            (
                "an exit that never was", BracketChange(stop: Price(rupees: 1495)),
                Self.list([Self.both[1]], Self.filled)
            ),
            ("less than is filled", BracketChange(quantity: Quantity(5)), Self.list()),
            ("a stop above the price", BracketChange(stop: Price(rupees: 1500)), Self.list()),
            ("a stop above the target", BracketChange(stop: Price(rupees: 1520)), Self.list(Self.both, Self.filled)),
            ("off the tick", BracketChange(target: Price(paise: 152_001)), Self.list(Self.both, Self.filled)),
            ("closed", BracketChange(target: Price(rupees: 1530)), Self.list(Self.both, ["orderStatus": "\"CLOSED\""])),
            (
                "on its way", BracketChange(target: Price(rupees: 1530)),
                Self.list(Self.both, ["orderStatus": "\"TRANSIT\"", "filledQty": "0"])
            ),
            ("not listed", BracketChange(target: Price(rupees: 1530)), Self.list(Self.both, ["securityId": "\"77\""])),
        ]
        for (name, change, list) in cases {
            let (sent, end, _, _) = try Kit.carryOut(.changeBracket(Self.id, change), [list])
            #expect(sent.map(\.method) == [.get], "\(name)")
            #expect(end.error?.recovery == .changeRequest, "\(name)")
        }
        for (id, change) in [("1", BracketChange()), ("a/b", BracketChange(trail: .zero))] {
            let (sent, end, _, _) = try Kit.carryOut(.changeBracket(BrokerOrderID(id), change), [])
            #expect(sent.isEmpty)
            #expect(end.error?.recovery == .changeRequest)
        }
    }

    @Test func `a change that ends between the exits says so and is looked up`() throws {
        let change = BracketChange(target: Price(rupees: 1540), stop: Price(rupees: 1495))
        let list = Self.list(Self.both, Self.filled)
        let refused = Kit.refusal(400, "DH-906", "Target leg cannot be modified now.")
        let half = try #require(
            try Kit.carryOut(.changeBracket(Self.id, change), [list, Self.answer, refused]).end.error
        )
        #expect(half.recovery == .checkOrderBook)
        #expect(half.summary.hasPrefix("the stop of the super order is changed"))
        // What still differs is sent once the broker takes it again.
        let late = Kit.refusal(429, "DH-904", "Too many requests")
        let slow = try Kit.carryOut(.changeBracket(Self.id, change), [list, Self.answer, late]).end.error
        #expect(slow?.recovery == .slowDown(after: .seconds(1)))
        let none = try Kit.carryOut(.changeBracket(Self.id, change), [list, refused]).end.error
        #expect(none?.recovery == .changeRequest)
        let other = Kit.json(#"{"orderId":"2","orderStatus":"TRANSIT"}"#)
        let wrong = try Kit.carryOut(.changeBracket(Self.id, change), [list, other]).end.error
        #expect(wrong?.recovery == .checkOrderBook)
    }

    // MARK: - Cancelling

    @Test(
        "a leg is cancelled by its name",
        arguments: [
            (BracketOrder.Leg.entry, "ENTRY_LEG"), (.target, "TARGET_LEG"), (.stop, "STOP_LOSS_LEG"),
        ]
    )
    func cancel(leg: BracketOrder.Leg, name: String) throws {
        let gone = Kit.json(#"{"orderId":"1","orderStatus":"CANCELLED"}"#, status: 202)
        let sent = try sent(.cancelBracket(Self.id, leg), [gone])
        #expect(sent.first?.method == .delete)
        #expect(sent.first?.url == "https://api.dhan.co/v2/super/orders/1/\(name)")
        #expect(sent.first?.body == [])
        #expect(try Kit.carryOut(.cancelBracket(Self.id, leg), [HTTPResponse(status: 202)]).end.result == .done)
        let other = try Kit.carryOut(.cancelBracket(BrokerOrderID("2"), leg), [gone]).end
        #expect(other.error?.recovery == .checkOrderBook)
        #expect(try Kit.carryOut(.cancelBracket(BrokerOrderID("a/b"), leg), []).end.error?.recovery == .changeRequest)
    }
}
