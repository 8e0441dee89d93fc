import SaudaCore
package import SaudaSimulation
import SaudaStore

// As text and as a page: the same sections in both.

extension PeriodReport {
    package var title: String { span == .week ? "Week of \(from)" : "\(from) \(from.weekday)" }

    package var subtitle: String {
        let played = days.count { $0.summary != nil }
        let of = span == .week ? "\(from) to \(to), \(played) of \(days.count) trading days" : "One day"
        return "\(of), in rupees"
    }

    /// - Parameter limit: How many rows a list of trades or fills may have; the worst or last ones stay.
    package func sections(limit: Int = .max) -> [PageSection] {
        var sections = [daySection]
        if accounts.count > 1 { sections.append(accountSection) }
        sections += [strategySection, chargeSection, tradeSection(limit), slippageSection(limit)]
        if let backtest { sections.append(Self.section(of: backtest, limit)) }
        sections.append(incidentSection)
        return sections
    }

    /// For a terminal of so many columns.
    package func text(width: Int = 100) -> String {
        let parts = sections(limit: 10).map { $0.text(width: width).joined(separator: "\n") }
        return (["\(title): \(subtitle)"] + parts).joined(separator: "\n\n")
    }

    package var page: StaticPage {
        let total = total
        let slippage = total.slippage
        let bad = incidents.words
        return StaticPage(
            kicker: span == .week ? "Weekly report" : "Daily report",
            title: title,
            subtitle: subtitle,
            tiles: [
                .init("Net", Figures.rupees(total.net), note: "after charges", sign: total.net.raw.signum().asInt),
                .init("Realised", Figures.rupees(total.realised), note: "before charges"),
                .init("Charges", Figures.rupees(total.chargesTotal)),
                .init(
                    "Trades closed",
                    "\(total.trades.count)",
                    note: total.trades.winRate.map { "\(Figures.percent($0)) won" } ?? "none"
                ),
                .init(
                    "Orders",
                    "\(total.orders.placed)",
                    note: "\(total.orders.filled) filled, \(total.orders.refused) refused"
                ),
                .init(
                    "Slippage",
                    Figures.rupees(slippage.cost),
                    note: slippage.basisPoints.map { "\(Figures.decimal($0)) bp of \(slippage.fills) fills" }
                        ?? "no fills"
                ),
                .init("Unequal books", "\(unequalDays.count)", note: "days", sign: unequalDays.isEmpty ? 0 : -1),
                .init(
                    "Incidents",
                    bad.isEmpty ? "none" : "\(bad.count) kind\(bad.count == 1 ? "" : "s")",
                    sign: bad.isEmpty ? 0 : -1
                ),
            ],
            sections: sections(limit: 1000)
        )
    }

    // MARK: - Parts

    private static let figureHeads = ["orders", "filled", "refused", "closed", "won", "realised", "charges", "net"]

    private static func cells(_ figures: PeriodFigures) -> [String] {
        [
            "\(figures.orders.placed)", "\(figures.orders.filled)", "\(figures.orders.refused)",
            "\(figures.trades.count)",
            "\(figures.trades.won)", Figures.rupees(figures.realised), Figures.rupees(figures.chargesTotal),
            Figures.rupees(figures.net),
        ]
    }

    private static func tone(_ money: Money) -> PageTable.Tone {
        money == .zero ? .plain : money > .zero ? .gain : .loss
    }

    private var daySection: PageSection {
        var table = PageTable(["day"] + Self.figureHeads)
        for part in days {
            let name = "\(part.day) \("\(part.day.weekday)".prefix(3))"
            guard part.summary != nil else {
                table.add([name] + Self.figureHeads.map { _ in "" })
                continue
            }
            let figures = part.figures()
            table.add([name] + Self.cells(figures), tone: Self.tone(figures.net))
        }
        if days.count > 1 { table.add(["all"] + Self.cells(total), tone: .strong) }
        let notes = days.flatMap { part in part.notes.map { "\(part.day): \($0)." } }
        return PageSection("Days", table: table, lines: notes)
    }

    private var accountSection: PageSection {
        var table = PageTable(["account"] + Self.figureHeads)
        for (name, figures) in accounts { table.add([name] + Self.cells(figures), tone: Self.tone(figures.net)) }
        return PageSection("Accounts", table: table)
    }

    private var strategySection: PageSection {
        var table = PageTable(
            ["strategy", "account", "fills", "closed", "won", "profit", "charges", "net", "slippage", "bp"],
            words: [0, 1]
        )
        for part in strategies {
            table.add(
                [
                    part.strategy ?? "by hand", part.account, "\(part.fills)", "\(part.trades.count)",
                    part.trades.winRate.map { Figures.percent($0) } ?? Figures.undefined,
                    Figures.rupees(part.trades.profit), Figures.rupees(part.trades.charges),
                    Figures.rupees(part.trades.net), Figures.rupees(part.slippage.cost),
                    Figures.decimal(part.slippage.basisPoints),
                ],
                tone: Self.tone(part.trades.net)
            )
        }
        let note = "Trades that were closed, with all they have paid since they began; slippage of all fills."
        return strategies.isEmpty
            ? PageSection("Strategies", lines: ["None traded."]) : PageSection("Strategies", note: note, table: table)
    }

    private var chargeSection: PageSection {
        let total = total
        guard !total.charges.isEmpty else { return PageSection("Charges", lines: ["None."]) }
        var table = PageTable(["kind", "rupees"])
        for part in DayLedger.chargeParts {
            if let sum = total.charges[part] { table.add([part, Figures.rupees(sum)]) }
        }
        table.add(["all", Figures.rupees(total.chargesTotal)], tone: .strong)
        return PageSection("Charges", table: table)
    }

    private func tradeSection(_ limit: Int) -> PageSection {
        let trades = trades
        guard !trades.isEmpty else { return PageSection("Trades", lines: ["None was closed."]) }
        var table = PageTable(
            ["closed", "symbol", "strategy", "account", "units", "entry", "exit", "charges", "net", "reason"],
            words: [0, 1, 2, 3, 9]
        )
        for trade in trades.suffix(limit) {
            table.add(
                [
                    Self.moment(trade.exitedAt), trade.instrument.symbol, trade.strategy ?? "by hand", trade.account,
                    "\(trade.quantity)", Figures.price(trade.entry), Figures.price(trade.exit),
                    Figures.rupees(trade.charges), Figures.rupees(trade.net), trade.reason,
                ],
                tone: Self.tone(trade.net)
            )
        }
        return PageSection("Trades", note: Self.left(trades.count, limit, "the last"), table: table)
    }

    private func slippageSection(_ limit: Int) -> PageSection {
        let known = fills.filter { $0.slippage != nil }.sorted {
            ($1.slippage?.basisPoints ?? 0, $0.fill.at) < ($0.slippage?.basisPoints ?? 0, $1.fill.at)
        }
        let unknown = fills.count - known.count
        let lines = unknown > 0 ? ["Of \(unknown) fills the journals do not tell what they were counted with."] : []
        guard !known.isEmpty else { return PageSection("Slippage", lines: lines.isEmpty ? ["No fills."] : lines) }
        var table = PageTable(
            ["at", "symbol", "strategy", "account", "side", "units", "price", "counted with", "rupees", "bp"],
            words: [0, 1, 2, 3, 4, 7]
        )
        for slipped in known.prefix(limit) {
            let fill = slipped.fill
            table.add([
                Self.moment(fill.at.bookText), fill.instrument.symbol, fill.strategy ?? "", fill.account,
                "\(fill.side)",
                "\(fill.quantity)", Figures.price(fill.price),
                "\(slipped.basis ?? "") \(slipped.reference.map(Figures.price) ?? "")",
                Figures.rupees(slipped.slippage?.cost), Figures.decimal(slipped.slippage?.basisPoints),
            ])
        }
        let note =
            "Each fill beside its order's limit, a stop's trigger, or the last price known when an order went to the "
            + "market; above zero is worse. All: \(Figures.rupees(total.slippage.cost)) rupees, "
            + "\(Figures.decimal(total.slippage.basisPoints)) bp. \(Self.left(known.count, limit, "the worst"))"
        return PageSection("Slippage", note: note, table: table, lines: lines)
    }

    private static func section(of comparison: OrderComparison, _ limit: Int) -> PageSection {
        var table = PageTable(
            ["day", "strategy", "symbol", "side", "units", "price", "backtest", "rupees", "bp"],
            words: [0, 1, 2, 3, 6]
        )
        func text(_ traded: OrderComparison.Traded?, _ none: String) -> String {
            traded.map { "\($0.quantity) at \(Figures.price($0.price))" } ?? none
        }
        for row in comparison.rows.prefix(limit) {
            table.add([
                "\(row.key.day)", row.key.strategy, row.key.symbol, "\(row.key.side)",
                row.ours.map { "\($0.quantity)" } ?? "–", row.ours.map { Figures.price($0.price) } ?? "not traded",
                text(row.theirs, "the backtest has no such order"), Figures.rupees(row.slippage?.cost),
                Figures.decimal(row.slippage?.basisPoints),
            ])
        }
        let both = comparison.slippage
        let note =
            "The same days with the same settings on the prices given: \(both.fills) orders that both have cost "
            + "\(Figures.rupees(both.cost)) rupees more than there, \(Figures.decimal(both.basisPoints)) bp. "
            + left(comparison.rows.count, limit, "the first")
        return PageSection("Against the backtest", note: note, table: table, lines: comparison.assumptions)
    }

    private var incidentSection: PageSection {
        let incidents = incidents
        var lines = incidents.words.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
        if lines.isEmpty { lines = ["None."] }
        if let logins = incidents.logins { lines.append("\(logins) login\(logins == 1 ? "" : "s").") }
        if incidents.logins == nil, days.contains(where: { $0.summary != nil }) {
            lines.append("Logins and reconnections are not known: not every day has its log.")
        }
        for part in days {
            for text in part.summary?.incidents.differences ?? [] {
                lines.append("\(part.day): unequal books: \(text)")
            }
            for text in part.summary?.incidents.failures ?? [] { lines.append("\(part.day): \(text)") }
        }
        return PageSection("Incidents", lines: lines)
    }

    /// `11-20 09:15` of a moment in the books: the year stands above.
    private static func moment(_ text: String) -> String {
        "\(text.prefix(10).dropFirst(5)) \(text.dropFirst(11).prefix(5))"
    }

    private static func left(_ count: Int, _ limit: Int, _ which: String) -> String {
        count > limit
            ? "\(which.prefix(1).uppercased() + which.dropFirst()) \(limit) of \(count); --format json has all." : ""
    }
}

extension Int64 {
    fileprivate var asInt: Int { Int(self) }
}
