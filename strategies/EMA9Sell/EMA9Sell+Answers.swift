public import SaudaCore

// Questions and their answers: candles, quotes, and what happens without them.

extension EMA9Sell {
    /// How long an answer may take before the question counts as failed.
    static let patience = TimeSpan.seconds(180)

    mutating func askHistory(_ index: Int, on desk: inout Desk) {
        ask(.history(watches[index].instrument, days: settings.historyDays), index, on: &desk)
    }

    mutating func askQuote(_ index: Int, on desk: inout Desk) {
        ask(.quote(watches[index].instrument), index, on: &desk)
        watches[index].asksQuote = true
    }

    private mutating func ask(_ question: Question, _ index: Int, on desk: inout Desk) {
        watches[index].request = desk.fetch(question)
        watches[index].asked = desk.now
        watches[index].asksQuote = false
    }

    public mutating func answered(_ request: RequestID, _ answer: Answer, on desk: inout Desk) {
        if request == holdingsRequest {
            holdingsRequest = nil
            if case .holdings(let rows) = answer { reconcile(with: rows, on: &desk) }
            return
        }
        if request == book.request { return read(answer, on: &desk) }
        guard let index = watches.firstIndex(where: { $0.request == request }) else { return }
        take(answer, for: index, on: &desk)
    }

    /// A question that nobody answered counts as failed.
    mutating func checkPatience(_ index: Int, on desk: inout Desk) {
        guard desk.now.since(watches[index].asked) >= Self.patience else { return }
        take(.failure("no answer in three minutes"), for: index, on: &desk)
    }

    private mutating func take(_ answer: Answer, for index: Int, on desk: inout Desk) {
        let isQuote = watches[index].asksQuote
        watches[index].request = nil
        switch answer {
        case .candles(let candles):
            watches[index].load(candles, before: desk.day)
            checkAge(index, on: &desk)
            look(at: index, on: &desk)
        case .quote(let quote):
            let isUsable = quote.price.isPlausible && isFresh(quote.exchangeTime, desk.now)
            act(on: index, at: isUsable ? quote.price : nil, on: &desk)
        case .failure where isQuote:
            act(on: index, at: nil, on: &desk)
        case .failure(let text):
            historyFailed(index, text, on: &desk)
        case .funds, .holdings, .orderBook, .study, .fundamentals, .headlines: break
        }
    }

    /// Candles that end before the last session make an old EMA9: worth a word, since a share may also just not have
    /// traded. On the first day the last session is not known, and five days are a long weekend.
    private mutating func checkAge(_ index: Int, on desk: inout Desk) {
        guard let through = watches[index].through, through < yesterday ?? desk.day.advanced(by: -5),
            watches[index].daily.told.insert(.behind).inserted
        else { return }
        let instrument = watches[index].instrument
        let name = desk.instruments[instrument].name
        desk.alert(
            .warning,
            "history-behind",
            instrument,
            "\(name): the daily candles end on \(through); check the source."
        )
    }

    /// Tried anew with the next cycles, then a person is told; the other positions go on (SEL-1, SEL-3).
    private mutating func historyFailed(_ index: Int, _ text: String, on desk: inout Desk) {
        let instrument = watches[index].instrument
        desk.note(.skipped, "no-history", instrument, text)
        watches[index].daily.historyFailures += 1
        guard watches[index].daily.historyFailures >= settings.attempts else { return }
        watches[index].daily.isBlind = true
        desk.alert(
            .critical,
            "no-history",
            instrument,
            "\(desk.instruments[instrument].name): no daily candles could be had (\(text)); nothing is sold today, "
                + "check the history source or sell by hand."
        )
    }
}
