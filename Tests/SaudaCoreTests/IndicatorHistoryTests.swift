import SaudaCore
import Testing

@Suite struct IndicatorHistoryTests {
    let friday = Day(year: 2026, month: 11, day: 20) ?? Day(number: 0)

    func candle(_ day: Day, _ open: Int64, _ high: Int64, _ low: Int64, _ close: Int64, _ volume: Int64 = 10) -> Candle
    {
        Candle(
            start: day.at(TimeOfDay(0, 0)),
            open: Price(rupees: open),
            high: Price(rupees: high),
            low: Price(rupees: low),
            close: Price(rupees: close),
            volume: Quantity(volume)
        )
    }

    /// One candle for each of the last `count` weekdays up to Friday.
    func weekdays(_ count: Int) -> [Candle] {
        var candles: [Candle] = []
        var day = friday
        while candles.count < count {
            if !day.weekday.isWeekend { candles.append(candle(day, 100, 110, 90, 105)) }
            day = day.advanced(by: -1)
        }
        return candles.reversed()
    }

    @Test func `IND-5: windows are 800 and 2400 calendar days and never shorter than the rule`() {
        #expect(HistoryWindow.daily().calendarDays == 800)
        #expect(HistoryWindow.daily(calendarDays: 10).calendarDays == 800)
        #expect(HistoryWindow.daily(calendarDays: 1000).calendarDays == 1000)
        #expect(HistoryWindow.weekly().calendarDays == 2400)
        #expect(HistoryWindow.weekly(beside: .daily(calendarDays: 1000)).calendarDays == 3000)
        #expect(HistoryWindow.daily().firstDay(endingOn: friday).description == "2024-09-11")
    }

    @Test func `IND-5: 29 daily or 49 weekly rows are insufficient, 30 and 50 are not`() {
        #expect(!HistoryWindow.daily().isSufficient(rows: 29))
        #expect(HistoryWindow.daily().isSufficient(rows: 30))
        #expect(!HistoryWindow.weekly().isSufficient(rows: 49))
        #expect(HistoryWindow.weekly().isSufficient(rows: 50))
    }

    @Test func `IND-5: nothing later than the as-of day is visible, in weeks neither`() {
        let wednesday = friday.advanced(by: -2)
        var all = weekdays(10)
        all[9].high = Price(rupees: 999)
        let seen = DailyHistory(all, asOf: wednesday)
        #expect(seen.candles == Array(all.prefix(8)))
        #expect(seen.weekly.last?.high == Price(rupees: 110))
        #expect(seen.weekly.last?.volume == Quantity(30))
        #expect(DailyHistory(all, asOf: friday).candles == all)
        #expect(DailyHistory(all, asOf: friday.advanced(by: -100)).candles.isEmpty)
    }

    @Test func `IND-5: today's bar is appended once, and only when the history lacks it`() {
        var history = DailyHistory(weekdays(5).dropLast(), asOf: friday)
        func append(_ history: inout DailyHistory, open: Int64?) -> Bool {
            history.appendToday(
                open: open.map(Price.init(rupees:)),
                high: Price(rupees: 120),
                low: Price(rupees: 102),
                last: Price(rupees: 118),
                volume: Quantity(7)
            )
        }
        #expect(append(&history, open: 104))
        #expect(history.candles.count == 5)
        #expect(history.candles.last == candle(friday, 104, 120, 102, 118, 7))
        #expect(!append(&history, open: 103))
        #expect(history.candles.count == 5)
    }

    @Test(
        "IND-5: an unknown open is the previous close, within the day",
        arguments: [(102, 105), (106, 106), (90, 105)]
    )
    func unknownOpen(low: Int64, open: Int64) {
        var history = DailyHistory(weekdays(4), asOf: friday.advanced(by: 3))
        let done = history.appendToday(
            open: nil,
            high: Price(rupees: 120),
            low: Price(rupees: low),
            last: Price(rupees: 118),
            volume: .zero
        )
        #expect(done)
        #expect(history.candles.last?.open == Price(rupees: open))
    }

    @Test func `IND-5: a quote that is no candle is not appended`() {
        func isAppended(to history: [Candle], open: Int64?, low: Int64, last: Int64) -> Bool {
            var history = DailyHistory(history, asOf: friday.advanced(by: 3))
            return history.appendToday(
                open: open.map(Price.init(rupees:)),
                high: Price(paise: 10_000),
                low: Price(rupees: low),
                last: Price(rupees: last),
                volume: .zero
            )
        }
        #expect(isAppended(to: weekdays(4), open: 100, low: 100, last: 100))
        #expect(!isAppended(to: weekdays(4), open: 100, low: 100, last: 101))
        #expect(!isAppended(to: weekdays(4), open: 0, low: 0, last: 100))
        #expect(isAppended(to: [], open: 100, low: 100, last: 100))
        #expect(!isAppended(to: [], open: nil, low: 100, last: 100))
    }

    @Test func `IND-5: a week is first open, highest, lowest, last close, summed volume, from its Monday`() {
        let monday = friday.advanced(by: -4)
        let daily = [
            candle(friday.advanced(by: -7), 50, 51, 49, 50, 1),
            candle(monday, 100, 110, 95, 108, 10),
            candle(monday.advanced(by: 1), 108, 125, 107, 120, 20),
            // Wednesday is a holiday.
            candle(monday.advanced(by: 3), 120, 121, 80, 85, 30),
            candle(friday, 85, 90, 84, 88, 40),
            candle(friday.advanced(by: 3), 88, 89, 87, 88, 50),
        ]
        let weeks = DailyHistory(daily, asOf: friday.advanced(by: 3)).weekly
        #expect(weeks.count == 3)
        #expect(weeks[0] == candle(monday.advanced(by: -7), 50, 51, 49, 50, 1))
        #expect(weeks[1] == candle(monday, 100, 125, 80, 88, 100))
        #expect(weeks[2] == candle(monday.advanced(by: 7), 88, 89, 87, 88, 50))
    }

    @Test func `IND-5: a special session on a Saturday counts to the week it ends`() {
        let daily = [candle(friday, 85, 90, 84, 88, 40), candle(friday.advanced(by: 1), 88, 95, 88, 94, 5)]
        let weeks = DailyHistory(daily, asOf: friday.advanced(by: 1)).weekly
        #expect(weeks == [candle(friday.advanced(by: -4), 85, 95, 84, 94, 45)])
    }
}
