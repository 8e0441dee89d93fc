import SaudaCore

// The cases of each enum, by name alone. A new case does not compile here until it is named, and is then demanded by
// `BytesLabels.all` of the random and of the golden samples.

enum BytesEventCase: String, CaseIterable {
    case tick, candle, clock, report, answer, foreign, dayStarted, deposit, cash, reference, control, job,
        remembered, carriedOrder, carriedHolding, lastOrder, dayEnded

    init(_ value: Event.Kind) {
        switch value {
        case .tick: self = .tick
        case .candle: self = .candle
        case .clock: self = .clock
        case .report: self = .report
        case .answer: self = .answer
        case .foreign: self = .foreign
        case .dayStarted: self = .dayStarted
        case .deposit: self = .deposit
        case .cash: self = .cash
        case .reference: self = .reference
        case .control: self = .control
        case .job: self = .job
        case .remembered: self = .remembered
        case .carriedOrder: self = .carriedOrder
        case .carriedHolding: self = .carriedHolding
        case .lastOrder: self = .lastOrder
        case .dayEnded: self = .dayEnded
        }
    }
}

enum BytesReportCase: String, CaseIterable {
    case accepted, rejected, placeTimedOut, traded, modified, modifyRefused, cancelled, cancelRefused,
        requestTimedOut, expired, foundInBook, absentFromBook, completed

    init(_ value: Report.Kind) {
        switch value {
        case .accepted: self = .accepted
        case .rejected: self = .rejected
        case .placeTimedOut: self = .placeTimedOut
        case .traded: self = .traded
        case .modified: self = .modified
        case .modifyRefused: self = .modifyRefused
        case .cancelled: self = .cancelled
        case .cancelRefused: self = .cancelRefused
        case .requestTimedOut: self = .requestTimedOut
        case .expired: self = .expired
        case .foundInBook: self = .foundInBook
        case .absentFromBook: self = .absentFromBook
        case .completed: self = .completed
        }
    }
}

enum BytesRejectionCase: String, CaseIterable {
    case outsideBand, noHoldings, funds, offTick, notPermitted, marketClosed, other, notSent

    init(_ value: Rejection) {
        switch value {
        case .outsideBand: self = .outsideBand
        case .noHoldings: self = .noHoldings
        case .funds: self = .funds
        case .offTick: self = .offTick
        case .notPermitted: self = .notPermitted
        case .marketClosed: self = .marketClosed
        case .other: self = .other
        case .notSent: self = .notSent
        }
    }
}

enum BytesQuestionCase: String, CaseIterable {
    case history, quote, funds, holdings, orderBook, study, fundamentals, headlines

    init(_ value: Question) {
        switch value {
        case .history: self = .history
        case .quote: self = .quote
        case .funds: self = .funds
        case .holdings: self = .holdings
        case .orderBook: self = .orderBook
        case .study: self = .study
        case .fundamentals: self = .fundamentals
        case .headlines: self = .headlines
        }
    }
}

enum BytesAnswerCase: String, CaseIterable {
    case candles, quote, funds, holdings, orderBook, failure, study, fundamentals, headlines

    init(_ value: Answer) {
        switch value {
        case .candles: self = .candles
        case .quote: self = .quote
        case .funds: self = .funds
        case .holdings: self = .holdings
        case .orderBook: self = .orderBook
        case .failure: self = .failure
        case .study: self = .study
        case .fundamentals: self = .fundamentals
        case .headlines: self = .headlines
        }
    }
}

enum BytesPriceRuleCase: String, CaseIterable {
    case market, limit, stopLimit, stopMarket

    init(_ value: Target.PriceRule) {
        switch value {
        case .market: self = .market
        case .limit: self = .limit
        case .stopLimit: self = .stopLimit
        case .stopMarket: self = .stopMarket
        }
    }
}

enum BytesCommandCase: String, CaseIterable {
    case place, modify, cancel, fetch, wake, watch, note, alert, writeOff, takeUp, explain, candidate, remember, tie

    init(_ value: Command) {
        switch value {
        case .place: self = .place
        case .modify: self = .modify
        case .cancel: self = .cancel
        case .fetch: self = .fetch
        case .wake: self = .wake
        case .watch: self = .watch
        case .note: self = .note
        case .alert: self = .alert
        case .writeOff: self = .writeOff
        case .takeUp: self = .takeUp
        case .explain: self = .explain
        case .candidate: self = .candidate
        case .remember: self = .remember
        case .tie: self = .tie
        }
    }
}
