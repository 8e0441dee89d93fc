import SaudaCore

extension BytesDice {
    mutating func event() -> Event { Event(time(), kind(pick(BytesEventCase.allCases))) }

    private mutating func kind(_ which: BytesEventCase) -> Event.Kind {
        switch which {
        case .tick: .tick(tick())
        case .candle: .candle(instrument(), word(), candle())
        case .clock: .clock(wakeKey())
        case .report: .report(Report(order(), report(pick(BytesReportCase.allCases))))
        case .answer: .answer(request(), answer(pick(BytesAnswerCase.allCases)))
        case .foreign: .foreign(foreignOrder())
        case .dayStarted:
            .dayStarted(
                TradingDay(
                    day: day(),
                    open: time(),
                    close: time(),
                    auctionFrom: time(),
                    settlement: day(),
                    holdsPrices: flag(),
                    preOpen: flag() ? pause() : nil,
                    pause: flag() ? pause() : nil
                )
            )
        case .deposit:
            .deposit(
                Deposit(
                    account: account(),
                    instrument: instrument(),
                    quantity: quantity(),
                    price: price(),
                    entered: time(),
                    reason: text(),
                    isPaid: flag()
                )
            )
        case .cash: .cash(account(), money())
        case .reference:
            .reference(
                instrument(),
                previousClose: price(),
                band: flag() ? nil : PriceBand(lower: price(), upper: price())
            )
        case .control: .control(word())
        case .job: .job(word())
        case .remembered: .remembered(list { $0.memo() })
        case .carriedOrder: .carriedOrder(carriedOrder())
        case .carriedHolding: .carriedHolding(carriedHolding())
        case .lastOrder: .lastOrder(order())
        case .dayEnded: .dayEnded
        }
    }

    private mutating func report(_ which: BytesReportCase) -> Report.Kind {
        switch which {
        case .accepted: .accepted(brokerOrder())
        case .rejected: .rejected(rejection(pick(BytesRejectionCase.allCases)))
        case .placeTimedOut: .placeTimedOut
        case .traded: .traded(total: quantity(), value: money())
        case .modified: .modified(request: flag() ? nil : integer())
        case .modifyRefused:
            .modifyRefused(rejection(pick(BytesRejectionCase.allCases)), request: flag() ? nil : integer())
        case .cancelled: .cancelled
        case .cancelRefused:
            .cancelRefused(rejection(pick(BytesRejectionCase.allCases)), request: flag() ? nil : integer())
        case .requestTimedOut: .requestTimedOut(request: flag() ? nil : integer())
        case .expired: .expired
        case .foundInBook: .foundInBook(brokerOrder())
        case .absentFromBook: .absentFromBook
        case .completed: .completed(total: quantity(), value: money())
        }
    }

    private mutating func rejection(_ which: BytesRejectionCase) -> Rejection {
        switch which {
        case .outsideBand: .outsideBand(low: price(), high: price())
        case .noHoldings: .noHoldings
        case .funds: .funds(need: money(), have: money())
        case .offTick: .offTick
        case .notPermitted: .notPermitted
        case .marketClosed: .marketClosed
        case .other: .other(code: text(), text: text())
        case .notSent: .notSent(text())
        }
    }

    private mutating func answer(_ which: BytesAnswerCase) -> Answer {
        switch which {
        case .candles: .candles(list { $0.candle() })
        case .quote: .quote(tick())
        case .funds: .funds(available: money())
        case .holdings:
            .holdings(
                list { HoldingRow(instrument: $0.instrument(), quantity: $0.quantity(), average: $0.price()) }
            )
        case .orderBook: .orderBook(list { $0.foreignOrder() })
        case .failure: .failure(text())
        case .study: .study(figures())
        case .fundamentals:
            .fundamentals(
                flag()
                    ? nil : Fundamentals(pe: flag() ? nil : double(), pb: flag() ? nil : double(), asOf: day())
            )
        case .headlines: .headlines(list { Headline(day: $0.day(), title: $0.text()) })
        }
    }
}

// MARK: - Commands

extension BytesDice {
    mutating func command() -> Command {
        switch pick(BytesCommandCase.allCases) {
        case .place:
            .place(orderRequest())
        case .modify: .modify(order(), account(), brokerOrder(), terms(), request: integer())
        case .cancel: .cancel(order(), account(), brokerOrder(), request: integer())
        case .fetch: .fetch(request(), question(pick(BytesQuestionCase.allCases)))
        case .wake: .wake(at: time(), wakeKey())
        case .watch: .watch(instrument(), flag())
        case .note:
            .note(
                Decision(
                    strategy: strategy(),
                    instrument: flag() ? nil : instrument(),
                    kind: word(),
                    code: text(),
                    text: text()
                )
            )
        case .explain: .explain(order(), text())
        case .candidate: .candidate(candidate())
        case .remember: .remember(memo())
        case .tie: .tie(tie())
        case .takeUp:
            .takeUp(
                TakeUp(
                    account: account(),
                    instrument: instrument(),
                    quantity: quantity(),
                    value: money(),
                    reason: text()
                )
            )
        case .writeOff:
            .writeOff(
                WriteOff(
                    account: account(),
                    instrument: instrument(),
                    quantity: quantity(),
                    price: price(),
                    reason: text()
                )
            )
        case .alert:
            .alert(
                Alert(
                    word(),
                    strategy: flag() ? nil : strategy(),
                    instrument: flag() ? nil : instrument(),
                    code: text(),
                    text: text()
                )
            )
        }
    }

    private mutating func question(_ which: BytesQuestionCase) -> Question {
        switch which {
        case .history: .history(instrument(), days: integer())
        case .quote: .quote(instrument())
        case .funds: .funds(account())
        case .holdings: .holdings(account())
        case .orderBook: .orderBook(account())
        case .study: .study(instrument(), of: strategy(), days: integer(), capital: money())
        case .fundamentals: .fundamentals(instrument())
        case .headlines: .headlines(instrument(), days: integer())
        }
    }
}
