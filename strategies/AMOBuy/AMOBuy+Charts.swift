import SaudaCore

// Charts: read once when a desk starts, one instrument per answer, and kept up by the day's candles (IND-5).

extension AMOBuy {
    mutating func readUniverse(on desk: Desk) {
        shares = Array(repeating: Share(), count: desk.instruments.count)
        for id in desk.instruments.ids { shares[Int(id.index)].isAdmitted = admits(desk.instruments[id]) }
    }

    /// SIG-1. Version 2.1 knew neither the ETF rule nor the series rule, and trade-to-trade shares had their limit order.
    private func admits(_ instrument: Instrument) -> Bool {
        if settings.isCurrent { return Universe.admits(instrument) }
        return instrument.kind == .equity && Series.all.contains(instrument.series)
    }

    /// Those first that the morning needs, then in the order of instruments.
    mutating func startLoading(on desk: inout Desk) {
        let first = Set(queue.map(\.instrument) + pending.map(\.instrument) + tracked.map(\.instrument))
        let missing = desk.instruments.ids.filter {
            shares[Int($0.index)].isAdmitted && !shares[Int($0.index)].isLoaded
        }
        loading = missing.filter { !first.contains($0) }.reversed() + missing.filter { first.contains($0) }.reversed()
        watchPatience(on: &desk)
        askHistory(on: &desk)
    }

    private mutating func askHistory(on desk: inout Desk) {
        guard let next = loading.last else { return endLoading(on: &desk) }
        ask(.history(next, days: settings.historyDays), on: &desk)
    }

    mutating func takeHistory(_ answer: Answer, on desk: inout Desk) {
        guard let instrument = loading.popLast() else { return endLoading(on: &desk) }
        if case .candles(let candles) = answer {
            let index = Int(instrument.index)
            var chart = Chart(candles, keeping: settings.profile.reach)
            if let trade = desk.book.openTrade(in: instrument) {
                shares[index].entry = Chart(candles).asOf(trade.eve).map { (trade.entered, $0.last.rsi) }
            }
            if let early = shares[index].early { chart.append(early) }
            shares[index].early = nil
            shares[index].isLoaded = true
            if let last = chart.lastDay { note(session: last) }
            shares[index].chart = chart
        } else if case .failure(let text) = answer {
            desk.note(.skipped, "no-history", instrument, text)
        }
        askHistory(on: &desk)
    }

    /// What failed is asked for again tomorrow morning; until then it has no data.
    private mutating func endLoading(on desk: inout Desk) {
        let wanted = shares.count { $0.isAdmitted }
        let loaded = shares.count { $0.isLoaded }
        if loaded == 0, wanted > 0 {
            desk.alert(
                .critical,
                "no-history",
                nil,
                "no daily candles could be had for any of \(wanted) shares; nothing is bought, check the history source."
            )
        }
        finish(.load, on: &desk)
    }

    // MARK: - Reading

    /// The chart of a share up to its last finished day; nil without one.
    func view(of instrument: InstrumentID) -> ChartView? {
        let index = Int(instrument.index)
        return index < shares.count && shares[index].isLoaded ? shares[index].chart.latest : nil
    }

    /// RSI10 of the evening before a trade began, in 1/10,000 point; nil when it is not known.
    func entryRSI(of trade: Trade) -> Int64? {
        let told = shares[Int(trade.instrument.index)].entry.flatMap { $0.entered == trade.entered ? $0.rsi : nil }
        guard let rsi = view(of: trade.instrument)?.asOf(trade.eve)?.last.rsi ?? told, rsi.isFinite else { return nil }
        return Int64((rsi * 10_000).rounded())
    }

    /// BUY-3 step 5: close, RSI10, EMA9 and EMA200 of the last finished day; nil when one is missing.
    func reading(of instrument: InstrumentID) -> Reading? {
        guard let view = view(of: instrument) else { return nil }
        let bar = view.last
        guard bar.rsi.isFinite, let ema9 = Price(rupees: bar.ema9), let ema200 = Price(rupees: bar.ema200),
            let close = Price(rupees: bar.close)
        else { return nil }
        let recent = view.recent(50)
        let volume = recent.reduce(0.0) { $0 + $1.volume } / Double(recent.count)
        return Reading(day: bar.day, close: close, rsi: bar.rsi, ema9: ema9, ema200: ema200, averageVolume: volume)
    }

    struct Reading: Sendable {
        var day: Day
        var close: Price
        var rsi: Double
        var ema9: Price
        var ema200: Price
        /// Mean of the last 50 volumes, in units (BUY-7).
        var averageVolume: Double

        /// In 1/10,000 point.
        var rsiPoints: Int64 { Int64((rsi * 10_000).rounded()) }
    }
}

extension Trade {
    /// The day before it began.
    fileprivate var eve: Day { entered.day.advanced(by: -1) }
}

/// Series of the cash market that can be bought.
enum Series {
    /// Settled share by share; they reject market orders (BUY-9).
    static let tradeToTrade: Set<String> = ["BE", "BL", "BZ"]
    static let all = tradeToTrade.union(["EQ"])
}
