import SaudaCore

// The hourly look at every position. It informs and places nothing (section 7).

extension EMA9Sell {
    /// The next half past an hour, from this moment on: 09:30 at the open of a normal day (MON-1).
    func nextMonitor(from time: Timestamp) -> Timestamp {
        let clock = time.time
        let half = time.day.at(TimeOfDay(clock.hour, 30))
        return time <= half ? half : half.advanced(by: .seconds(3600))
    }

    mutating func monitor(on desk: inout Desk) {
        guard let today, desk.now >= monitorDue, desk.now < today.close.nextMinute else { return }
        var summary = Summary()
        let isPaused = today.pause?.contains(desk.now) == true
        for index in watches.indices where !isPaused {
            guard let trade = desk.book.openTrade(in: watches[index].instrument) else { continue }
            check(index, trade, &summary, on: &desk)
        }
        if summary.monitored > 0 { desk.note(.seen, "monitored", nil, summary.description) }
        monitorDue = nextMonitor(from: desk.now.nextMinute)
        if monitorDue <= today.close { desk.wake(at: monitorDue, label: Label.monitor.rawValue) }
    }

    /// MON-5. Exits and chances are counted once per position.
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
        let instrument = watches[index].instrument
        let quote = desk.market[instrument]
        let live = quote.last > .zero && quote.day == desk.day ? quote.last : nil
        let last = live ?? watches[index].lastClose
        guard last > .zero, let average = watches[index].liveAverage(live, on: desk.day).flatMap({ Price(rupees: $0) })
        else { return }
        summary.monitored += 1
        let rsi = watches[index].liveRSI(live, on: desk.day)
        // Thresholds are compared in whole prices, so that 3 % is not a little more than 3 %.
        let distance = average - last
        let move = last - trade.entry
        var news: [Finding] = []
        func find(_ finding: Finding) {
            if watches[index].daily.told.insert(finding.word).inserted { news.append(finding) }
        }
        if distance <= .zero {
            find(Finding(.exit, .critical, "exit", "price has reached EMA9"))
        } else if distance.raw * 100 < average.raw * 2 {
            find(Finding(.exitNear, .warning, "exit-near", "less than 2 % below EMA9"))
        }
        if let rsi, rsi > 50 {
            find(Finding(.rsiExit, .critical, "rsi-exit", "RSI10 is over 50"))
        } else if let rsi, rsi > 45 {
            find(Finding(.rsiExitNear, .warning, "rsi-exit-near", "RSI10 is over 45"))
        }
        if distance <= .zero || rsi.map({ $0 > 50 }) ?? false { summary.exitsImminent += 1 }
        if let rsi, let level = averagingLevel(rsi, entry: watches[index].entryRSI) {
            summary.averagingChances += 1
            find(Finding(.averaging, .info, "averaging-chance", "RSI10 is under \(level), a level not bought yet"))
        }
        if abs(move.raw) * 100 > trade.entry.raw * 3 {
            find(Finding(.largeMove, .warning, "large-move", "more than 3 % from its entry"))
        }
        // Everything is said once a day, so most looks end here.
        guard !news.isEmpty else { return }
        let days = desk.day.days(since: trade.entered.day)
        // MON-3's figures stand in every alert of MON-4.
        let figures =
            "\(trade.quantity) at \(trade.entry), now \(last), P&L \(move * trade.quantity) = "
            + "\(Self.percent(move, of: trade.entry)), EMA9 \(average), \(Self.percent(distance, of: average)) away, "
            + "RSI10 \(rsi.map(Self.text) ?? "unknown"), \(days) days"
        for finding in news {
            summary.alerts += 1
            let name = desk.instruments[instrument].name
            desk.alert(finding.level, finding.code, instrument, "\(name): \(finding.text) (\(figures))")
        }
    }

    private static func percent(_ part: Price, of whole: Price) -> String {
        "\(text(Double(part.raw) / Double(whole.raw) * 100)) %"
    }

    private struct Finding {
        var word: Watch.Told
        var level: Alert.Level
        var code: String
        var text: String

        init(_ word: Watch.Told, _ level: Alert.Level, _ code: String, _ text: String) {
            self.word = word
            self.level = level
            self.code = code
            self.text = text
        }
    }

    /// The next averaging level that RSI10 has reached: levels above a purchase's RSI count as taken (REN-1).
    private func averagingLevel(_ rsi: Double, entry: Double?) -> Int? {
        guard let entry, entry < 30 else { return nil }
        if entry < 20 { return rsi < 10 && entry >= 10 ? 10 : nil }
        return rsi < 20 ? 20 : nil
    }
}
