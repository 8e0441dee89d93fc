import SaudaCore
import Testing

/// SEL-10: the day's price limits, and a broker that has no shares.
@Suite struct EMA9CircuitTests {
    /// EMA9 34.20 with P = 30.
    private func queued(_ band: (Price, Price)? = ("27.45", "33.51")) -> Rig {
        var rig = Rig([Instrument(symbol: "A", tick: "0.01")], closes: [flat(35.25)])
        rig.hold(at: "35")
        rig.start(references: false)
        rig.tick("30", at: "09:15:00")
        if let band { rig.band(band.0, band.1) }
        rig.run(to: "09:15:00")
        return rig
    }

    @Test func `SEL-10: EMA9 34.20 over the upper limit 33.51 waits; at 33.40 it is placed there`() {
        var rig = queued()
        #expect(rig.orders == [])
        #expect(rig.notes.contains("above-circuit A: EMA9 34.20, upper limit 33.51"))
        rig.tick("29", at: "09:15:30")
        rig.run(to: "09:16:00")
        #expect(rig.orders == [], "34.00 is still over the limit")
        rig.tick("26", at: "09:16:30")
        rig.run(to: "09:17:00")
        #expect(rig.orders == ["09:17:00 place A SELL 50 @ 33.40"])
        #expect(rig.notes.filter { $0.hasPrefix("above-circuit") }.count == 1)
    }

    @Test func `SEL-10: EMA9 at the upper limit itself is placed`() {
        let rig = queued(("27.45", "34.20"))
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 34.20"])
    }

    @Test func `SEL-10: what waits comes down with EMA9 and never goes up again`() {
        var rig = queued(("27.45", "34.10"))
        rig.tick("29.60", at: "09:15:30")
        rig.run(to: "09:16:00")
        #expect(rig.orders == [], "34.12")
        rig.band("27.45", "34.15")
        rig.tick("30", at: "09:16:30")
        rig.run(to: "09:17:00")
        #expect(rig.orders == ["09:17:00 place A SELL 50 @ 34.12"])
    }

    private func kept(_ rig: Rig) -> [String] {
        rig.commands.compactMap { if case .remember(let memo) = $0 { "\(memo.topic) \(memo.text)" } else { nil } }
    }

    @Test func `SEL-10: what waits in the evening waits the next morning too, in another process`() {
        var evening = queued(("27.45", "34.10"))
        evening.run(to: "18:00:00")
        #expect(kept(evening) == ["above-circuit 34.20"])
        var morning = Rig([Instrument(symbol: "A", tick: "0.01")], closes: [flat(35.25)])
        let memo = Memo(
            strategy: StrategyID(index: 0),
            instrument: morning.id("A"),
            topic: "above-circuit",
            text: "34.05"
        )
        morning.post(.remembered([memo]))
        morning.hold(at: "35")
        morning.start()
        morning.tick("30", at: "09:15:00")
        morning.run(to: "09:15:00")
        #expect(morning.orders == ["09:15:00 place A SELL 50 @ 34.05"])
        morning.run(to: "18:00:00")
        #expect(kept(morning) == ["above-circuit "])
    }

    @Test func `SEL-10: the limits of a rejection hold back the order, which is not repeated every minute`() {
        var rig = Rig([Instrument(symbol: "A", tick: "0.01")], closes: [flat(35.25)])
        rig.broker = { command, rig in
            if case .place(let order) = command, order.terms.limit > "33.51" {
                return [.rejected(.outsideBand(low: "27.45", high: "33.51"))]
            }
            return Rig.obliging(command, &rig)
        }
        rig.hold(at: "35")
        rig.start()
        for minute in 15...25 {
            rig.tick("30", at: "09:\(minute):00")
            rig.run(to: "09:\(minute):00")
        }
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 34.20"])
        #expect(rig.alerts == [])
        rig.tick("26", at: "09:25:30")
        rig.run(to: "09:26:00")
        #expect(rig.orders.last == "09:26:00 place A SELL 50 @ 33.40")
    }

    @Test func `SEL-10: fresher limits of the market replace those of a rejection`() {
        var rig = Rig([Instrument(symbol: "A", tick: "0.01")], closes: [flat(35.25)])
        rig.broker = { command, rig in
            command.isPlace && rig.placed.count == 1
                ? [.rejected(.outsideBand(low: "27.45", high: "33.51"))] : Rig.obliging(command, &rig)
        }
        rig.hold(at: "35")
        rig.start()
        rig.tick("30", at: "09:15:00")
        rig.run(to: "09:15:00")
        rig.band("27.45", "34.50")
        // EMA9 is 34.30 by now; what waits does not go up with it.
        rig.tick("30.50", at: "09:15:30")
        rig.run(to: "09:16:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 34.20", "09:16:00 place A SELL 50 @ 34.20"])
    }

    @Test func `SEL-10: below the lower limit no order is taken, so the lower limit stands in`() {
        var rig = Rig(closes: [flat(80)], with: ["rsi_exit": .bool(false)])
        rig.hold(at: "80")
        rig.start(references: false)
        rig.tick("100", at: "09:15:00")
        rig.band("90", "110")
        rig.run(to: "09:15:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 90.00"])
    }

    @Test func `SEL-10: a rejection for want of holdings closes the position at its target`() {
        var rig = placed(broker: { command, _ in command.isPlace ? [.rejected(.noHoldings)] : [] })
        rig.tick("100.15", at: "09:15:30")
        rig.run(to: "09:20:00")
        #expect(rig.orders.count == 1)
        #expect(rig.book.closedTrades.map(\.exitReason) == ["MANUAL_EXIT"])
        #expect(rig.book.closedTrades.map(\.exit) == ["101.25"])
        #expect(rig.alerts.contains { $0.code == "sold-elsewhere" })
    }
}
