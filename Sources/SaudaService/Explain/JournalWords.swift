import SaudaCore
import SaudaStore

/// Events and orders in words for people, with the names of a day's journal.
struct JournalWords {
    let names: JournalNames

    func text(_ kind: Event.Kind) -> String {
        switch kind {
        case .tick(let tick): "a price of \(names.instrument(tick.instrument)): \(tick.price) (\(tick.source))"
        case .candle(let id, let span, let candle):
            "a \(span.description) candle of \(names.instrument(id)) closed at \(candle.close)"
        case .clock(let key):
            key.isEngine
                ? "a time that the engine waited for, for \(names.strategy(key.owner))"
                : "a time that \(names.strategy(key.owner)) waited for (its label \(key.label))"
        case .report(let report): "the broker's word on order \(report.order.number): \(report.kind.bookWord)"
        case .answer(_, .failure(let why)): "no answer: \(why)"
        case .answer: "the answer"
        case .foreign(let order): "an order that is not ours was seen: \(order.id)"
        case .dayStarted: "the trading day began"
        case .deposit(let deposit): "\(deposit.quantity) \(names.instrument(deposit.instrument)) were put in"
        case .cash(let account, let amount): "\(amount) rupees were put into \(names.account(account))"
        case .reference(let id, let close, _): "\(names.instrument(id)) had closed at \(close)"
        case .control(let control): "a person said \(control)"
        case .job(let job): "the schedule or a person asked for \(job.name)"
        case .remembered: "what strategies had kept over the night was given back"
        case .carriedOrder(let order): "order \(order.request.id.number) was handed over by \(order.placed)"
        case .carriedHolding(let holding): "\(names.instrument(holding.instrument)) was held from the day before"
        case .lastOrder(let id): "the last order of the days before was \(id.number)"
        case .dayEnded: "the day ended"
        }
    }

    func text(_ question: Question) -> String {
        switch question {
        case .history(let id, let days): "\(days) days of candles of \(names.instrument(id))"
        case .quote(let id): "a quote of \(names.instrument(id))"
        case .funds(let account): "the funds of \(names.account(account))"
        case .holdings(let account): "the holdings of \(names.account(account))"
        case .orderBook(let account): "the order book of \(names.account(account))"
        case .study(let id, _, let days, _): "a study of \(names.instrument(id)) over \(days) days"
        case .fundamentals(let id): "the fundamentals of \(names.instrument(id))"
        case .headlines(let id, _): "headlines about \(names.instrument(id))"
        }
    }

    /// `10 INFY-EQ LIMIT 1500.00 DAY`
    static func text(_ terms: OrderTerms) -> String {
        var text = "\(terms.quantity), \(terms.kind)"
        if terms.limit != .zero { text += " \(terms.limit)" }
        if terms.trigger != .zero { text += ", trigger \(terms.trigger)" }
        if terms.disclosed != .zero { text += ", \(terms.disclosed) shown" }
        return text + ", \(terms.validity.bookWord)"
    }

    func text(_ candidate: Candidate) -> String {
        let verdict = candidate.finalVerdict.isEmpty ? candidate.verdict : candidate.finalVerdict
        let score =
            "score \(Money(raw: candidate.combined)), close \(candidate.close), RSI10 \(Money(raw: candidate.rsi))"
        return "\(verdict.isEmpty ? candidate.status : verdict), \(score)"
            + (candidate.reasons.isEmpty ? "" : ": \(candidate.reasons)")
    }
}
