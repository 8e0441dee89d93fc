import DhanAdapter
import DhanPractice
import SaudaBroker
import SaudaCore
import Testing

/// The broker's own calls, beside orders and prices: the adapter against practice Dhan.
@Suite struct DhanCallAgreementTests {
    private let limit = OrderTerms(kind: .limit, quantity: Quantity(10), limit: Price(rupees: 1450))

    @Test("an order is found by its tag, as an object or in an array", arguments: [true, false])
    func findsByTag(isArray: Bool) throws {
        var settings = DhanSettings()
        settings.oneOrderIsArray = isArray
        var client = try DhanClient(DhanDesk(settings: settings))
        let id = try client.place(.buy, limit)
        guard case .orders(let rows) = try client.carryOut(.ordersTagged("sauda1")) else { return }
        #expect(rows.map(\.id) == [id])
        #expect(rows.first?.terms == limit)
        #expect(rows.first?.updated?.day == DhanDesk.day)
    }

    @Test func `an unknown tag is an empty list where the broker says so, else a refusal`() throws {
        var settings = DhanSettings()
        settings.unknownOrderIsEmpty = true
        var client = try DhanClient(DhanDesk(settings: settings))
        #expect(try client.carryOut(.ordersTagged("sauda9")) == .orders([]))
        client = try DhanClient(DhanDesk())
        #expect(throws: BrokerError.self) { try client.carryOut(.ordersTagged("sauda9")) }
    }

    @Test func `the kill switch is turned on and off, and no order is taken while it is on`() throws {
        var client = try DhanClient(DhanDesk())
        #expect(try client.carryOut(.tradingHalt) == .tradingHalt(false))
        let open = try client.place(.buy, limit)
        // An open order is in the way.
        #expect(throws: BrokerError.self) { try client.carryOut(.setTradingHalt(true)) }
        #expect(try client.order(.cancel(open, client.id("NSE_EQ:1333"))) == .taken)
        #expect(try client.carryOut(.setTradingHalt(true)) == .tradingHalt(true))
        #expect(try client.carryOut(.tradingHalt) == .tradingHalt(true))
        #expect(throws: BrokerError.self) { try client.place(.buy, limit) }
        #expect(try client.carryOut(.setTradingHalt(false)) == .tradingHalt(false))
        _ = try client.place(.buy, limit)
    }

    @Test func `addresses are registered and read back, and orders are taken from them`() throws {
        var settings = DhanSettings()
        settings.orderAddresses = []
        var client = try DhanClient(DhanDesk(settings: settings))
        guard case .orderAddresses(let none) = try client.carryOut(.orderAddresses) else { return }
        #expect(none.registered.isEmpty)
        #expect(none.seen == "127.0.0.1")
        #expect(none.takesOrders == false)
        #expect(throws: BrokerError.self) { try client.place(.buy, limit) }
        #expect(try client.carryOut(.registerAddress("203.0.113.10", as: .primary)) == .done)
        #expect(try client.carryOut(.registerAddress("203.0.113.11", as: .secondary)) == .done)
        guard case .orderAddresses(let both) = try client.carryOut(.orderAddresses) else { return }
        #expect(both.registered == ["203.0.113.10", "203.0.113.11"])
        #expect(both.primary?.changed == DhanDesk.day)
        // Within seven days it is not even asked.
        #expect(throws: BrokerError.self) { try client.carryOut(.registerAddress("203.0.113.12", as: .primary)) }
        #expect(try client.carryOut(.registerAddress("203.0.113.10", as: .primary)) == .done)
    }

    @Test func `orders together set aside what they are worth`() throws {
        var client = try DhanClient(DhanDesk())
        let share = try client.id("NSE_EQ:1333")
        let orders = [PlannedOrder(share, .buy, .delivery, limit), PlannedOrder(share, .sell, .delivery, limit)]
        guard case .basketMargin(let basket) = try client.carryOut(.basketMargin(orders, withPositions: true)) else {
            return
        }
        #expect(basket.total == Money(rupees: 14_500))
        #expect(basket.sum == Money(rupees: 14_500))
        #expect(basket.orders.map(\.total) == [Money(rupees: 14_500), .zero])
    }

    @Test(
        "an after-market order may choose its time",
        arguments: [OrderOptions.Release.preOpen, .open, .open30, .open60]
    )
    func release(_ release: OrderOptions.Release) throws {
        var client = try DhanClient(DhanDesk(start: TimeOfDay(16, 30)))
        let id = try client.place(.buy, limit, .afterMarket, options: OrderOptions(release: release))
        #expect(try client.row(id).status == .open)
    }
}
