public import SaudaCore

// What it will do and has in mind, for `sauda plan`.

extension AMOBuy {
    public func outlook(on desk: Desk) -> [Outlook] {
        let failed = queue.map { Outlook("failed-order", $0.instrument, text(of: $0, on: desk)) }
        let levels = tracked.filter { desk.book.openTrade(in: $0.instrument) != nil }.map { position in
            Outlook("re-entry", position.instrument, text(of: position))
        }
        let found = picks.rows.map { pick in
            Outlook(
                "candidate",
                pick.instrument,
                "\(pick.finalVerdict) on \(picks.day), score \(points(pick.combined))"
            )
        }
        return failed + levels + found
    }

    private func text(of order: FailedOrder, on desk: Desk) -> String {
        var text = "\(order.quantity) at \(order.close) need \(order.required)"
        if let shortfall = order.shortfall, shortfall > .zero { text += ", \(shortfall) short" }
        if let first = order.firstFailed { text += "; failed first on \(first.day)" }
        if order.retries > 0 { text += ", tried again \(order.retries) times" }
        return text
            + (life(of: order, on: desk).mayRetry ? "; may be tried again" : "; too old, goes with the next cleanup")
    }

    /// REN-1 to REN-4.
    private func text(of position: Tracking) -> String {
        guard settings.reenters else { return "averaging down is switched off" }
        if settings.isCurrent, position.entryRSI == nil {
            return "its entry's RSI10 is not known, so it is not averaged down"
        }
        let taken = [30, 20, 10].filter { position.levels.has($0) }
        var text = taken.isEmpty ? "no level taken" : "taken: " + taken.map { "\($0)" }.joined(separator: ", ")
        let next = [30, 20, 10].first { !position.levels.has($0) }
        text += next.map { "; buys more when an evening's RSI10 is under \($0)" } ?? "; no level left"
        text +=
            position.levels.isResetReady
            ? ", or under 30, as it was over 30 since" : taken.isEmpty ? "" : ", anew from 30 once it was over 30"
        if let bar = view(of: position.instrument)?.last, bar.rsi.isFinite {
            text += "; \(points(Int64((bar.rsi * 10_000).rounded()))) on \(bar.day)"
        }
        return text
    }

    static func duties(_ day: TradingDay, _ parameters: Parameters) -> [Duty] {
        let settings = Settings(parameters)
        var duties = [
            Duty(.job(.premarketRetry), "tries the failed orders again, as far as the cash goes"),
            Duty(.job(.analysis), "judges every share whose RSI10 is low enough and lists the candidates"),
            Duty(
                .job(.buyOrders),
                "failed orders, the candidates of 16:00" + (settings.reenters ? " and re-entries" : "")
                    + ", for the next opening; \(settings.sizing.capital) each, \(settings.mostPositions) positions at most"
            ),
            Duty(.job(.cleanup), "drops failed orders that are too old"),
        ]
        if settings.adjustsBeforeOpen {
            duties.append(
                Duty(.job(.premarketAdjustment), "resizes waiting buys by the pre-market price, or cancels them")
            )
        }
        return duties
    }
}
