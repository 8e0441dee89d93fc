import SaudaCore
import Testing

/// Orders that are not ours, and shares that went where we could not see.
@Suite struct DeskForeignTests {
    typealias Bench = EngineBench

    func order(
        _ side: Side,
        _ units: Int64,
        filled: Int64,
        _ status: ForeignOrder.Status,
        at paise: Int64 = 210_000,
        id: String = "M1",
        value: Money? = nil
    ) -> ForeignOrder {
        ForeignOrder(
            account: Bench.account,
            id: BrokerOrderID(id),
            instrument: Bench.share,
            side: side,
            product: .delivery,
            terms: OrderTerms(kind: .limit, quantity: Quantity(units), limit: Price(paise: paise)),
            filled: Quantity(filled),
            value: value ?? Price(paise: paise) * Quantity(filled),
            status: status
        )
    }

    @Test func `SEL-12: a sell by hand lowers the trade, and is booked once however often it is seen`() throws {
        var bench = try Bench()
        bench.hold(50)
        bench.post(.foreign(order(.sell, 30, filled: 0, .open)))
        for filled in [10, 10, 30, 30] as [Int64] {
            bench.post(.foreign(order(.sell, 30, filled: filled, filled == 30 ? .complete : .open)))
        }
        #expect(bench.book.quantity(of: Bench.share) == Quantity(20))
        #expect(bench.book.openTrades.map(\.quantity) == [Quantity(20)])
        #expect(bench.book.openTrades.map(\.exitReason) == ["MANUAL_EXIT"])
        #expect(bench.book.foreignOrders.count == 1)
        #expect(bench.script.lines().suffix(2) == ["foreign M1 30 after 10", "foreign M1 30 after 30"])
    }

    @Test func `SEL-12: a buy by hand is in the books and never raises a trade that we sell`() throws {
        var bench = try Bench()
        bench.hold(50)
        bench.post(.foreign(order(.buy, 30, filled: 30, .complete)))
        #expect(bench.book.quantity(of: Bench.share) == Quantity(80))
        #expect(bench.book.openTrades.map(\.quantity) == [Quantity(50)])
        #expect(bench.book.openTrades.map(\.charges) == [.zero])
    }

    @Test func `BUY-13: shares bought by hand can be taken into a trade, no more than are held and free`() throws {
        var bench = try Bench()
        bench.hold(50)
        bench.post(.foreign(order(.buy, 30, filled: 30, .complete)))
        let cash = bench.book.cash
        bench.act {
            $0.track(EngineBench.share, quantity: Quantity(40), value: Money(rupees: 84_000), reason: "BY_HAND")
        }
        #expect(bench.book.openTrades.map(\.quantity) == [Quantity(80)])
        #expect(bench.book.quantity(of: Bench.share) == Quantity(80))
        #expect(bench.book.cash == cash)
        bench.act {
            $0.track(EngineBench.share, quantity: Quantity(1), value: Money(rupees: 2100), reason: "BY_HAND")
        }
        #expect(bench.book.openTrades.map(\.quantity) == [Quantity(80)], "none is free any more")
    }

    @Test func `a fill whose value is not known yet is booked when it is`() throws {
        var bench = try Bench()
        bench.hold(50)
        let before = bench.book.cash
        let unknown = bench.post(.foreign(order(.sell, 50, filled: 50, .complete, value: .zero)))
        #expect(unknown.alerts == ["order-anomaly"] && bench.book.cash == before)
        #expect(bench.post(.foreign(order(.sell, 50, filled: 50, .complete, value: .zero))).isEmpty)
        bench.post(.foreign(order(.sell, 50, filled: 50, .complete)))
        #expect(bench.book.cash + bench.book.charges.total == before + Money(rupees: 105_000))
        #expect(bench.book.quantity(of: Bench.share) == .zero)
    }

    @Test func `yesterday's orders, still listed in the morning, book nothing, and those that lapsed are not open`()
        throws
    {
        var bench = try Bench()
        bench.hold(50)
        bench.post(.foreign(order(.sell, 30, filled: 30, .complete)))
        bench.post(.foreign(order(.sell, 20, filled: 0, .open, id: "M2")))
        bench.start(Bench.monday)
        #expect(bench.book.foreignOrders.isEmpty)
        bench.post(.foreign(order(.sell, 30, filled: 30, .complete)))
        #expect(bench.book.quantity(of: Bench.share) == Quantity(20))
        #expect(bench.script.lines().last == "foreign M1 30 after 30")
        // An after-market order that fills on Monday is seen again and booked.
        bench.post(.foreign(order(.sell, 20, filled: 20, .complete, id: "M2")))
        #expect(bench.book.quantity(of: Bench.share) == .zero)
    }

    @Test func `a pending order seen in the morning, before the day is told, is there to be adopted`() throws {
        var bench = try Bench()
        bench.hold(50)
        bench.post(.foreign(order(.sell, 20, filled: 0, .open, id: "M1")))
        bench.now = Bench.monday.at(TimeOfDay(8, 15))
        bench.post(.foreign(order(.sell, 30, filled: 0, .open, id: "M2")))
        bench.start(Bench.monday)
        #expect(bench.book.foreignOrders.map(\.id) == [BrokerOrderID("M2")])
    }

    @Test func `a message that comes late does not open an order again`() throws {
        var bench = try Bench()
        bench.hold(50)
        bench.post(.foreign(order(.sell, 30, filled: 30, .complete)))
        bench.post(.foreign(order(.sell, 30, filled: 10, .open)))
        #expect(bench.book.foreignOrders.map(\.status) == [.complete])
        #expect(bench.book.quantity(of: Bench.share) == Quantity(20))
    }

    // MARK: - Adopted

    @Test func `SEL-12: a pending sell by hand is adopted, so no second one is placed, and ours to lower`() throws {
        var bench = try Bench()
        bench.hold(50)
        let manual = order(.sell, 50, filled: 0, .open, at: 210_500)
        bench.post(.foreign(manual))
        bench.act { $0.adopt(manual, as: EngineBench.key(), reason: "EMA9_TARGET") }
        #expect(bench.status() == .working(limit: Price(paise: 210_500), filled: .zero))
        var same = Bench.sell(50, at: 210_500)
        same.reason = "EMA9_TARGET"
        #expect(bench.set(same).isEmpty)
        same.price = .limit(Price(paise: 210_400))
        let lower = bench.set(same)
        #expect(lower.places.isEmpty)
        guard case .modify(_, _, let broker, _, _) = lower.first else {
            Issue.record("\(lower)")
            return
        }
        #expect(broker == BrokerOrderID("M1"))
        bench.post(.foreign(order(.sell, 50, filled: 50, .complete, at: 210_500)))
        #expect(bench.status() == .ended(.done, filled: Quantity(50)))
        #expect(bench.book.quantity(of: Bench.share) == .zero)
        #expect(bench.sent.places.isEmpty)
    }

    @Test func `what an adopted order filled before is booked once and counts`() throws {
        var bench = try Bench()
        bench.hold(50)
        let manual = order(.sell, 50, filled: 20, .open, at: 210_500)
        bench.post(.foreign(manual))
        bench.act { $0.adopt(manual, as: EngineBench.key(), reason: "EMA9_TARGET") }
        #expect(bench.status() == .working(limit: Price(paise: 210_500), filled: Quantity(20)))
        #expect(bench.book.quantity(of: Bench.share) == Quantity(30))
        bench.post(.foreign(order(.sell, 50, filled: 50, .complete, at: 210_500)))
        #expect(bench.book.quantity(of: Bench.share) == .zero)
        bench.start(Bench.monday)
        bench.post(.foreign(order(.sell, 50, filled: 50, .complete, at: 210_500)))
        #expect(bench.book.quantity(of: Bench.share) == .zero)
    }

    @Test func `an adopted order that its owner cancels is hands off`() throws {
        var bench = try Bench()
        bench.hold(50)
        let manual = order(.sell, 50, filled: 0, .open, at: 210_500)
        bench.post(.foreign(manual))
        bench.act { $0.adopt(manual, as: EngineBench.key(), reason: "EMA9_TARGET") }
        #expect(bench.post(.foreign(order(.sell, 50, filled: 0, .cancelled, at: 210_500))).alerts == ["hands-off"])
        #expect(bench.status() == .ended(.handsOff, filled: .zero))
    }

    @Test func `an adopted after-market order fills on the next day as ours`() throws {
        var bench = try Bench()
        bench.hold(50)
        bench.now = Bench.friday.at(TimeOfDay(16, 30))
        let manual = order(.sell, 50, filled: 0, .open, at: 210_500)
        bench.post(.foreign(manual))
        bench.act { $0.adopt(manual, as: EngineBench.key(), reason: "EMA9_TARGET") }
        #expect(bench.start(Bench.monday).alerts.isEmpty)
        bench.post(.foreign(order(.sell, 50, filled: 50, .complete, at: 210_500)))
        #expect(bench.status() == .ended(.done, filled: Quantity(50)))
        #expect(bench.book.quantity(of: Bench.share) == .zero)
    }

    @Test func `what cannot be adopted is left alone`() throws {
        var bench = try Bench()
        bench.hold(50)
        var other = order(.sell, 50, filled: 0, .open, id: "M2")
        other.account = AccountID(index: 1)
        var noise = order(.sell, 50, filled: 0, .open, id: "M3")
        noise.instrument = Bench.frozen
        let orders = [
            order(.sell, 50, filled: 50, .complete), order(.sell, 0, filled: 0, .open),
            order(.sell, 50, filled: 0, .open, id: ""),
            order(.sell, 50, filled: 50, .open), other, noise,
        ]
        for order in orders { bench.act { $0.adopt(order, as: EngineBench.key(), reason: "X") } }
        #expect(bench.status() == nil)
    }

    // MARK: - Gone

    @Test func `a trade sold where we could not see it is closed without moving cash or the day's loss`() throws {
        var bench = try Bench(limits: RiskLimits(dailyLoss: Money(rupees: 1000)))
        bench.hold(50)
        let cash = bench.book.cash
        bench.act {
            $0.closeTrade(EngineBench.share, quantity: Quantity(20), at: Price(rupees: 2050), reason: "MANUAL_SELL")
        }
        #expect(bench.book.cash == cash && bench.book.traded == .zero)
        #expect(bench.book.openTrades.map(\.quantity) == [Quantity(30)])
        bench.act { $0.closeTrade(EngineBench.share, at: Price(rupees: 2150), reason: "MANUAL_EXIT") }
        #expect(bench.book.cash == cash && bench.book.quantity(of: Bench.share) == .zero)
        // SEL-9: 20 x 50 + 30 x 150.
        #expect(bench.book.closedTrades.map(\.profit) == [Money(rupees: 5500)])
        #expect(bench.book.closedTrades.map(\.exitReason) == ["MANUAL_EXIT"])
        // SEL-9: closing a closed one changes nothing.
        bench.act { $0.closeTrade(EngineBench.share, at: Price(rupees: 2150), reason: "MANUAL_EXIT") }
        #expect(bench.book.closedTrades.count == 1)
        // 105,000 of shares are gone from the books, and it is no loss of the day.
        #expect(bench.set(Bench.buy(1, at: 210_000)).places.count == 1)
    }
}
