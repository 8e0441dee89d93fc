import SaudaCore

// The hourly look at every position. It informs and places nothing (section 7).

extension EMA9Sell {
    /// Half past the first full hour of trading: 09:30 on a normal day (MON-1).
    func firstMonitor(of day: TradingDay) -> Timestamp {
        let open = day.open.time
        let half = TimeOfDay(open.hour, 30)
        return day.day.at(open <= half ? half : half.advanced(bySeconds: 3600))
    }

    mutating func monitor(on desk: inout Desk) {
        guard let today, desk.now <= today.close else { return }
        var summary = Summary()
        for index in watches.indices {
            guard let trade = desk.book.openTrade(in: watches[index].instrument) else { continue }
            summary.monitored += 1
            check(index, trade, &summary, on: &desk)
        }
        if summary.monitored > 0 { desk.note(.seen, "monitored", nil, summary.description) }
        let next = desk.now.advanced(by: .seconds(3600))
        if next <= today.close { desk.wake(at: next, label: Label.monitor.rawValue) }
    }

    /// MON-5.
    struct Summary: CustomStringConvertible {
        var monitored = 0
        var alerts = 0
        var exitsImminent = 0
        var averagingChances = 0

        var description: String {
            "monitored \(monitored), alerts_sent \(alerts), exit_imminent \(exitsImminent), "
                + "averaging_opportunities \(averagingChances)"
        }
    }

    private mutating func check(_ index: Int, _ trade: Trade, _ summary: inout Summary, on desk: inout Desk) {
        let watch = watches[index]
        let last = desk.market[watch.instrument].last
        guard last > .zero, let average = watch.liveAverage(last) else { return }
        let price = last.rupees
        let rsi = watch.liveRSI(last)
        let distance = (average - price) / average
        let profit = (price / trade.entry.rupees - 1) * 100
        // MON-3's figures stand in every alert of MON-4.
        let days = desk.day.days(since: trade.entered.day)
        let figures =
            "\(trade.quantity) at \(trade.entry), now \(last), P&L \(Self.text(profit)) %, EMA9 \(Self.text(average)), "
            + "\(Self.text(distance * 100)) % away, RSI10 \(rsi.map(Self.text) ?? "unknown"), \(days) days"
        func tell(_ level: Alert.Level, _ code: String, _ words: String, _ desk: inout Desk) -> Bool {
            guard watches[index].alerted.insert(code).inserted else { return false }
            let name = desk.instruments[watch.instrument].name
            desk.alert(level, code, watch.instrument, "\(name): \(words) (\(figures))")
            summary.alerts += 1
            return true
        }
        if price >= average {
            summary.exitsImminent += 1
            _ = tell(.critical, "exit", "price has reached EMA9", &desk)
        } else if distance < 0.02 {
            _ = tell(.warning, "exit-near", "less than 2 % below EMA9", &desk)
        }
        if let rsi {
            if rsi > 50 {
                summary.exitsImminent += 1
                _ = tell(.critical, "rsi-exit", "RSI10 is over 50", &desk)
            } else if rsi > 45 {
                _ = tell(.warning, "rsi-exit-near", "RSI10 is over 45", &desk)
            }
            if let level = averagingLevel(rsi, entry: watch.entryRSI) {
                summary.averagingChances += 1
                _ = tell(.info, "averaging-chance", "RSI10 is under \(level), a level not bought yet", &desk)
            }
        }
        if abs(profit) > 3 { _ = tell(.warning, "large-move", "moved more than 3 % from its entry", &desk) }
    }

    /// The next averaging level that RSI10 has reached: levels at or above the entry's RSI count as taken (REN-1).
    private func averagingLevel(_ rsi: Double, entry: Double?) -> Int? {
        guard let entry, entry < 30 else { return nil }
        if rsi < 10, entry < 20, entry >= 10 { return 10 }
        return rsi < 20 && entry >= 20 ? 20 : nil
    }
}
