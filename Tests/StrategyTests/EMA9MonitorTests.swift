import SaudaCore
import Testing

/// Section 7: the hourly look. Nothing here may cause an order.
@Suite struct EMA9MonitorTests {
    /// One look at 09:30 at a price that came at 09:29:40.
    private func look(
        at price: Price,
        closes: [Double] = flat(100),
        entry: Price = "100",
        entered: String = "2026-06-01",
        with: [String: Parameter.Value] = [:]
    ) -> Rig {
        var rig = Rig(closes: [closes], with: with)
        rig.hold(at: entry, entered: entered)
        rig.start()
        rig.tick(price, at: "09:29:40")
        rig.forget()
        rig.run(to: "09:30:00")
        return rig
    }

    @Test func `MON-1, S1-36: it runs at minute 30 from 09:30 to 15:30, seven times`() {
        var rig = look(at: "90")
        rig.run(to: "17:00:00")
        let summaries = rig.notes.filter { $0.hasPrefix("monitored") }
        #expect(summaries.count == 7)
    }

    @Test func `MON-1: a start at 11:07 looks at 11:30 and then hourly`() {
        var rig = Rig(closes: [flat(100)])
        rig.hold()
        rig.start(at: "11:07:20")
        let wakes = rig.wakes.filter { $0.key.label == 1 }.map(\.time.time)
        #expect(wakes == [TimeOfDay(11, 30)])
        rig.tick("90", at: "11:29:40")
        rig.run(to: "17:00:00")
        #expect(rig.notes.filter { $0.hasPrefix("monitored") }.count == 5)
    }

    @Test func `MON-1: it can be switched off`() {
        var rig = look(at: "90", with: ["monitor": .bool(false)])
        rig.run(to: "17:00:00")
        #expect(!rig.notes.contains { $0.hasPrefix("monitored") })
    }

    @Test func `MON-2: after the close today's bar is in EMA9 once, not twice`() {
        // EMA9 with today's close: 0.2 x 99 + 80 = 99.80.
        var rig = look(at: "90")
        rig.run(to: "15:29:00")
        rig.forget()
        rig.post(.tick(Tick(instrument: rig.id("A"), price: "99", exchangeTime: rig.now, source: .socket)))
        rig.now = rig.day.at(TimeOfDay(15, 30))
        rig.post(.candle(rig.id("A"), .day, Candle(on: rig.day, close: 99)))
        rig.run(to: "15:30:00")
        #expect(rig.alerts.map(\.code) == ["exit-near"])
        #expect(rig.alerts.allSatisfy { $0.text.contains("EMA9 99.80, 0.8 % away") })
    }

    @Test func `MON-2: without a price of today the last close counts and is not added to EMA9 again`() {
        var rig = Rig(closes: [flat(100) + [95]])
        rig.hold(at: "100")
        rig.start()
        rig.forget()
        rig.run(to: "09:30:00")
        #expect(rig.alerts.map(\.code) == ["large-move"])
        #expect(rig.alerts.first?.text.contains("now 95.00") == true)
        #expect(rig.alerts.first?.text.contains("EMA9 99.00") == true)
    }

    @Test func `MON-3: quantity, average entry, profit in rupees and percent, distance, days held`() {
        var rig = Rig(closes: [flat(100)])
        rig.hold(50, at: "100", entered: "2026-06-01")
        rig.hold(50, at: "97", entered: "2026-06-10")
        rig.start()
        rig.tick("98", at: "09:29:40")
        rig.run(to: "09:30:00")
        let text = rig.alerts.first { $0.code == "exit-near" }?.text
        #expect(
            text == "A-EQ: less than 2 % below EMA9 (100 at 98.50, now 98.00, P&L -50.00 = -0.5 %, EMA9 99.60, "
                + "1.6 % away, RSI10 0.0, 17 days)"
        )
    }

    @Test(
        "MON-4: every alert stands on its side of the threshold",
        arguments: [
            ("100", "100", ["exit"]), ("99.99", "100", ["exit-near"]),
            ("97.52", "97.5", ["exit-near"]), ("97.51", "97.5", []),
            ("97", "100", []), ("96.99", "100", ["large-move"]),
            ("95.79", "93", []), ("95.80", "93", ["large-move"]),
        ] as [(Price, Price, [String])]
    )
    func priceAlerts(price: Price, entry: Price, codes: [String]) {
        #expect(look(at: price, entry: entry).alerts.map(\.code) == codes)
    }

    /// Flat at 100, then 90: RSI10 = 50 at 99, and 45 at 97.3636.
    @Test(
        "MON-4: RSI10 over 50 is an exit, over 45 it is near",
        arguments: [
            ("99.01", ["exit", "rsi-exit"]), ("99", ["exit", "rsi-exit-near"]),
            ("97.37", ["exit-near", "rsi-exit-near"]),
            ("97.36", ["exit-near"]),
        ] as [(Price, [String])]
    )
    func overboughtAlerts(price: Price, codes: [String]) {
        let rig = look(at: price, closes: flat(100) + [90], entry: "98", with: ["rsi_exit": .bool(false)])
        #expect(rig.alerts.map(\.code) == codes)
    }

    /// RSI10 of the evening before the entry is 25, 15 or 50; then a quiet day; then today's price.
    @Test(
        "MON-4, REN-1: an averaging chance needs the level above to be taken and this one free",
        arguments: [
            (98.3, "97.56", "under 20"), (98.3, "97.58", nil), (98.3, "95", "under 20"), (95.9, "93.46", "under 10"),
            (95.9, "93.48", nil), (95.9, "94.5", nil), (100.0, "91", nil),
        ] as [(Double, Price, String?)]
    )
    func averagingChances(last: Double, price: Price, words: String?) {
        let rig = look(
            at: price,
            closes: flat(100) + [101, last, last],
            entry: price,
            entered: "2026-06-17"
        )
        let alert = rig.alerts.first { $0.code == "averaging-chance" }
        #expect((alert == nil) == (words == nil))
        if let words { #expect(alert?.text.contains(words) == true) }
        #expect(rig.notes.contains { $0.contains("averaging_opportunities \(words == nil ? 0 : 1)") })
    }

    @Test func `MON-4: a level that was bought again is taken`() {
        // Entry at RSI10 25; bought again after an evening at RSI10 14; so under 20 is taken and under 10 is next.
        var rig = Rig(closes: [flat(100) + [101, 98.3]])
        rig.hold(at: "98", entered: "2026-06-18")
        rig.start()
        rig.tick("98", at: "09:15:00")
        rig.run(to: "15:29:59")
        rig.closeDay(["A": 95.87])
        rig.start("2026-06-19")
        rig.hold(50, at: "95.8", entered: "2026-06-19", reason: "REENTRY")
        rig.tick("95", at: "09:29:40")
        rig.forget()
        rig.run(to: "09:30:00")
        #expect(!rig.alerts.contains { $0.code == "averaging-chance" })
        rig.tick("91", at: "10:29:40")
        rig.run(to: "10:30:00")
        #expect(rig.alerts.first { $0.code == "averaging-chance" }?.text.contains("under 10") == true)
    }

    @Test func `MON-5: monitored, alerts sent, exits imminent once per position, averaging chances`() {
        let rig = look(at: "99.01", closes: flat(100) + [90], entry: "98", with: ["rsi_exit": .bool(false)])
        #expect(
            rig.notes.contains(
                "monitored: monitored 1, alerts_sent 2, exit_imminent 1, averaging_opportunities 0"
            )
        )
    }

    @Test func `MON-5: an alert is sent once a day, a finding is counted every time`() {
        var rig = look(at: "99.5")
        rig.tick("99.5", at: "10:29:40")
        rig.run(to: "10:30:00")
        #expect(rig.alerts.map(\.code) == ["exit-near"])
        #expect(rig.notes.filter { $0.contains("alerts_sent 1") }.count == 1)
        #expect(rig.notes.filter { $0.contains("alerts_sent 0") }.count == 1)
    }

    @Test func `MON-5, MON-6: it asks for nothing, subscribes to nothing and orders nothing`() {
        var rig = look(at: "99.5")
        rig.tick("99.5", at: "10:29:40")
        rig.wakes.removeAll { $0.key.label == 0 }
        let before = rig.commands.count
        rig.run(to: "10:30:00")
        #expect(rig.commands.count > before)
        for command in rig.commands[before...] {
            switch command {
            case .note, .alert, .wake: break
            default: Issue.record("the monitor caused \(command)")
            }
        }
    }
}
