package import SaudaCore

/// Plays history through the engine and the practice exchange: a plain loop, no `await`, nothing but the data's time.
package struct Backtest {
    package private(set) var simulator: Simulator<BacktestRecorder>
    private let setup: BacktestSetup
    private var equity: [EquityPoint] = []
    /// In the order of their days; those before `nextDeposit` are in.
    private let deposits: [Deposit]
    private var nextDeposit = 0

    package struct Outcome: Sendable {
        package var result: BacktestResult
        /// Equal for equal set-ups and data: the order commands, digested.
        package var digest: String
        package var days: Int
        package var orders: Int
        /// Every fill in order, when they were asked for.
        package var fills: [FillRecord]
    }

    /// - Parameters:
    ///   - recorder: sees every event and command as well.
    ///   - keepsFills: whether the outcome lists every fill, for a report with charts.
    package init(_ setup: BacktestSetup, recorder: (any Recorder)? = nil, keepsFills: Bool = false) {
        self.setup = setup
        deposits = setup.deposits.enumerated()
            .sorted { ($0.element.entered.day, $0.offset) < ($1.element.entered.day, $1.offset) }
            .map(\.element)
        simulator = Simulator(
            engine: setup.engine(),
            exchange: setup.exchange(),
            history: setup.history,
            order: setup.order,
            candles: setup.candles,
            research: setup.research,
            recorder: BacktestRecorder(and: recorder, keepsFills: keepsFills)
        )
    }

    /// Runs all days and returns the result.
    ///
    /// - Parameters:
    ///   - checks: whether it is looked for look-ahead and warm-up, for the cost of some days played twice.
    ///   - progress: told days done and days in all, once per day.
    /// - Throws: `ReportRefusal` when the data hold no day in the range, or none for a deposit.
    package static func run(
        _ setup: BacktestSetup,
        recorder: (any Recorder)? = nil,
        keepsFills: Bool = false,
        checks: Bool = false,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> Outcome {
        let (unplayed, days) = try opened(setup, recorder: recorder, keepsFills: keepsFills)
        var backtest = unplayed
        var lookAhead = checks ? LookAheadCheck(of: days.count) : nil
        var digests: [UInt64] = []
        for (index, day) in days.enumerated() {
            if lookAhead?.includes(index) == true {
                try backtest.playTwice(day, &lookAhead)
            } else {
                try backtest.play(day)
            }
            if index < WarmUpCheck.days { digests.append(backtest.simulator.recorder.value) }
            progress(index + 1, days.count)
        }
        var results: [RunCheck] = []
        if let lookAhead { results = [lookAhead.result, try WarmUpCheck.result(of: setup, days, digests)] }
        return try backtest.outcome(days, results)
    }

    /// Runs all days and returns what a sweep compares; a fraction of the work of a whole result.
    package static func curve(of setup: BacktestSetup) throws -> BacktestCurve {
        let (unplayed, days) = try opened(setup)
        var backtest = unplayed
        for day in days { try backtest.play(day) }
        let desk = backtest.simulator.engine.desk
        return BacktestCurve(
            equity: backtest.equity,
            closed: desk.books.flatMap { book in
                (book.closedTrades + book.otherTrades.filter { !$0.isOpen }).map { backtest.tradeRecord($0, at: desk) }
            },
            orders: backtest.simulator.recorder.orders,
            digest: backtest.simulator.recorder.text
        )
    }

    /// A backtest before its first day, and its days.
    private static func opened(
        _ setup: BacktestSetup,
        recorder: (any Recorder)? = nil,
        keepsFills: Bool = false
    ) throws -> (Backtest, [Day]) {
        var backtest = Backtest(setup, recorder: recorder, keepsFills: keepsFills)
        let days = setup.history.days(from: setup.from, to: setup.to)
        guard let first = days.first, let last = days.last else {
            throw ReportRefusal(description: "no candle lies in the range asked for; widen --from and --to.")
        }
        if let late = backtest.deposits.last, late.entered.day > last {
            let name = setup.instruments[late.instrument].name
            throw ReportRefusal(
                description: "a position in \(name) is entered on \(late.entered.day), after the last day \(last); "
                    + "correct its date or widen --to."
            )
        }
        try backtest.open(first)
        return (backtest, days)
    }

    /// Plays `days` and returns the digest of all order commands at the end of each.
    static func digests(of setup: BacktestSetup, _ days: [Day]) throws -> [UInt64] {
        var backtest = Backtest(setup)
        if let first = days.first { try backtest.open(first) }
        return try days.map { day in
            try backtest.play(day)
            return backtest.simulator.recorder.value
        }
    }

    /// Runs all days and returns the accounts as they stand in the end; empty when there are no days.
    package static func books(after setup: BacktestSetup) throws -> [AccountBook] {
        var backtest = Backtest(setup)
        let days = setup.history.days(from: setup.from, to: setup.to)
        if let first = days.first { try backtest.open(first) }
        for day in days { try backtest.play(day) }
        return backtest.simulator.engine.desk.books
    }

    package mutating func open(_ first: Day) throws {
        for (index, amount) in setup.capital.enumerated() {
            try simulator.fund(AccountID(index: UInt16(index)), amount, at: first.advanced(by: -1).at(TimeOfDay(18, 0)))
        }
        equity.append(EquityPoint(day: first.advanced(by: -1), equity: total(setup.capital), invested: .zero))
    }

    /// Plays one day, and a copy of the run without anything later.
    private mutating func playTwice(_ day: Day, _ check: inout LookAheadCheck?) throws {
        var blind = self
        blind.simulator.forgetFuture(after: day, setup.history, recorder: BacktestRecorder())
        simulator.recorder.startDay()
        blind.simulator.recorder.startDay()
        try play(day)
        try blind.play(day)
        check?.take(day, simulator.recorder.endDay(), blind.simulator.recorder.endDay())
    }

    /// Plays one day. A deposit whose day has no trading goes in before the first trade of the next.
    package mutating func play(_ day: Day) throws {
        let hours = TradingDay(day, in: setup.calendar, holdsPrices: !setup.history.hasMinutes)
        let first = nextDeposit
        while nextDeposit < deposits.count, deposits[nextDeposit].entered.day <= day { nextDeposit += 1 }
        try simulator.begin(hours, deposits: Array(deposits[first..<nextDeposit]))
        while try simulator.step() {}
        let (cash, invested) = simulator.engine.desk.worth
        equity.append(EquityPoint(day: day, equity: cash + invested, invested: invested))
    }

    private func total(_ parts: [Money]) -> Money { parts.reduce(.zero, +) }

    // MARK: - The result

    private func outcome(_ days: [Day], _ checks: [RunCheck]) throws -> Outcome {
        let desk = simulator.engine.desk
        let recorder = simulator.recorder
        var record = BacktestRecord(title: setup.title, equity: equity)
        record.trades = desk.books.flatMap { book in
            (book.closedTrades + book.openTrades + book.otherTrades).map { tradeRecord($0, at: desk) }
        }
        record.charges = charges(desk.books.reduce(Charges.zero) { $0 + $1.charges })
        record.skipped = recorder.skipped.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { SkippedSignals(reason: $0.key, count: $0.value) }
        record.benchmark = try BuyAndHold.curve(
            of: setup.history.daily.indices.map(benchmarkSeries),
            on: equity.map(\.day),
            capital: total(setup.capital)
        )
        record.assumptions = setup.assumptions
        record.checks = checks
        return Outcome(
            result: try BacktestResult(of: record),
            digest: recorder.text,
            days: days.count,
            orders: recorder.orders,
            fills: recorder.fills
        )
    }

    /// A name that starts with the run is bought at its first open; the others at their last close before it.
    private func benchmarkSeries(_ index: Int) -> BuyAndHold.Series {
        var closes = setup.history.daily[index].map { (day: $0.start.day, close: $0.close) }
        if let base = equity.first?.day, equity.count > 1, let first = setup.history.daily[index].first,
            first.start.day == equity[1].day
        {
            closes.insert((base, first.open), at: 0)
        }
        return BuyAndHold.Series(symbol: setup.instruments.instruments[index].symbol, closes: closes)
    }

    private func tradeRecord(_ trade: Trade, at desk: Desk) -> TradeRecord {
        TradeRecord(
            symbol: desk.instruments[trade.instrument].symbol,
            instrument: trade.instrument,
            quantity: Quantity(trade.opened.quantity.units * trade.side.sign),
            entryTime: trade.entered,
            entryValue: trade.opened.value,
            entryReason: trade.entryReason,
            exitTime: trade.exited ?? desk.now,
            exitValue: trade.closed.value
                + desk.market[trade.instrument].last * Quantity(trade.quantity.units * trade.side.sign),
            exitReason: trade.isOpen ? nil : trade.exitReason,
            charges: trade.charges,
            fills: Int(trade.fills)
        )
    }

    private func charges(_ sum: Charges) -> [ChargeTotal] {
        [
            ChargeTotal(name: "brokerage", amount: sum.brokerage),
            ChargeTotal(name: "securities transaction tax", amount: sum.stt),
            ChargeTotal(name: "exchange fee", amount: sum.exchange),
            ChargeTotal(name: "investor protection fund", amount: sum.ipft),
            ChargeTotal(name: "SEBI fee", amount: sum.sebi),
            ChargeTotal(name: "stamp duty", amount: sum.stamp),
            ChargeTotal(name: "GST", amount: sum.gst),
            ChargeTotal(name: "depository", amount: sum.dp),
        ]
    }
}
