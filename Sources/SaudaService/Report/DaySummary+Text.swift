import SaudaCore
import SaudaSimulation
import SaudaStore

extension DaySummary {
    /// Trades that are told one by one; of more only the number.
    private static let told = 20

    /// For people, a line each: the title, accounts with what they traded and hold, incidents.
    package var lines: [String] {
        var lines = ["\(day), the day's summary" + (isComplete ? "" : " so far")]
        for account in accounts { lines += Self.lines(account) }
        let logins = incidents.logins.flatMap { $0 > 0 ? "\($0) login\($0 == 1 ? "" : "s")" : nil }
        let words = (logins.map { [$0] } ?? []) + incidents.words
        if !words.isEmpty { lines.append("beside: \(words.joined(separator: ", "))") }
        if incidents.differences?.isEmpty == true { lines.append("the books equal the brokers'") }
        lines += ((incidents.differences ?? []) + incidents.failures).map { "  \($0)" }
        return lines
    }

    package var text: String { lines.joined(separator: "\n") }

    private static func lines(_ account: Account) -> [String] {
        var lines = ["\(account.name): \(account.orders.text)"]
        for trade in account.trades.prefix(told) {
            lines.append(
                "  closed \(trade.instrument.symbol) \(trade.quantity) from \(Figures.price(trade.entry)) to "
                    + "\(Figures.price(trade.exit)): \(Figures.rupees(trade.profit)), after charges "
                    + "\(Figures.rupees(trade.net)), \(trade.reason)"
            )
        }
        if account.trades.count > told { lines.append("  and \(account.trades.count - told) more trades closed") }
        lines.append(
            "  realised \(Figures.rupees(account.realised)), charges \(Figures.rupees(account.chargesTotal)), "
                + "net \(Figures.rupees(account.net))"
        )
        let cash = "cash \(Figures.rupees(account.cash))"
        guard !account.held.isEmpty else { return lines + ["  nothing held, \(cash)"] }
        let worth = account.worth.map { "worth \(Figures.rupees($0))" } ?? "not all with a known price"
        let count = "\(account.held.count) position\(account.held.count == 1 ? "" : "s")"
        lines.append("  \(count) held, \(worth), cost \(Figures.rupees(account.cost)), \(cash)")
        return lines
    }
}
