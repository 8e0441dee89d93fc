import SaudaCore
import SaudaStore
import Testing

/// The exact rows of a day made by hand. Rates of `paper-v2`: 0.04175 % of a buy, 0.13875 % of a sell.
@Suite struct BooksRowTests {
    /// Asks the books of the busy day.
    private func ask(_ sql: String) throws -> [String] {
        let scratch = JournalScratch()
        try BooksDay.busy().ended().write(to: scratch.path)
        let store = try BookStore(path: scratch.folder + "/books.sqlite")
        try BooksDay.projector().rebuild(scratch.path, in: store)
        return try store.lines(sql)
    }

    @Test func `the day says where it came from and that it is complete`() throws {
        let columns = "day, journal, config, is_complete, ending, first_at, last_at, close_at, close_at_us"
        let lines = try ask("SELECT \(columns), events, commands, unknown_reports FROM days")
        let times = "2026-11-20T08:50:00+05:30|2026-11-20T23:59:00+05:30|2026-11-20T15:30:00+05:30|1795168800000000"
        #expect(lines == ["2026-11-20|day.journal|c0ffee|1|ended|\(times)|19|8|1"])
    }

    @Test func `orders stand as last asked for, with their status and what was filled`() throws {
        let columns = "account, origin, reference, broker_id, instrument, segment, side, product, variety, kind"
        let more = "strategy, reason, quantity, limit_e4, trigger_e4, status, filled, value_e4, rejection"
        let lines = try ask("SELECT \(columns), \(more) FROM orders ORDER BY sequence")
        let share = "nse-equity"
        #expect(
            lines == [
                "main|own|1|B1|RELIANCE-EQ|\(share)|BUY|delivery|regular|LIMIT|ema9|DEEPER_DIP|100|10010000|-|filled|100|1000600000|-",
                "main|own|2|B2|TCS-EQ|\(share)|SELL|delivery|regular|LIMIT|ema9|EMA9|10|31000000|-|filled|10|310000000|-",
                "main|foreign|H1|H1|INFY-EQ|\(share)|BUY|delivery|-|LIMIT|-||5|15000000|-|filled|5|75000000|-",
                "second|own|3|-|INFY-EQ|\(share)|BUY|delivery|regular|LIMIT|ema9|DIP|1|14000000|-|rejected|0|0|"
                    + "the price is not a multiple of the tick",
            ]
        )
    }

    @Test func `every step of an order is kept, with its cause and the record it stands in`() throws {
        let columns = "sequence, cause, reference, number, at, what, quantity, limit_e4, filled, value_e4, detail"
        let lines = try ask("SELECT \(columns) FROM order_events WHERE number IN (1, 99)")
        #expect(
            lines == [
                "5|4|1|1|2026-11-20T09:20:00+05:30|place|100|10000000|-|-|-",
                "7|-|1|1|2026-11-20T09:21:00+05:30|accepted|-|-|-|-|B1",
                "8|-|1|1|2026-11-20T09:22:00+05:30|traded|-|-|40|400000000|-",
                "9|-|1|1|2026-11-20T09:23:00+05:30|traded|-|-|40|400000000|-",
                "10|9|1|1|2026-11-20T09:23:00+05:30|explain|-|-|-|-|DEEPER_DIP",
                "11|9|1|1|2026-11-20T09:23:00+05:30|modify|100|10010000|-|-|-",
                "12|-|1|1|2026-11-20T09:24:00+05:30|modified|-|-|-|-|-",
                "13|-|1|1|2026-11-20T09:25:00+05:30|traded|-|-|100|1000600000|-",
                "23|-|-|99|2026-11-20T12:02:00+05:30|cancelled|-|-|-|-|-",
            ]
        )
    }

    @Test func `fills are the increases of totals, so that a repeated report makes none`() throws {
        let columns = "sequence, source, reference, instrument, side, quantity, value_e4, price_e4, at, reason"
        #expect(
            try ask("SELECT \(columns) FROM fills") == [
                "2|carried|-|TCS-EQ|BUY|10|300000000|30000000|2026-11-18T10:00:00+05:30|AMO_BUY",
                "8|own|1|RELIANCE-EQ|BUY|40|400000000|10000000|2026-11-20T09:22:00+05:30|DIP",
                "13|own|1|RELIANCE-EQ|BUY|60|600600000|10010000|2026-11-20T09:25:00+05:30|DEEPER_DIP",
                "17|own|2|TCS-EQ|SELL|10|310000000|31000000|2026-11-20T10:02:00+05:30|EMA9",
                "19|foreign|H1|INFY-EQ|BUY|5|75000000|15000000|2026-11-20T11:01:00+05:30|MANUAL_BUY",
                "24|write-off|-|RELIANCE-EQ|SELL|25|247500000|9900000|2026-11-20T12:02:00+05:30|MANUAL_SELL",
            ]
        )
    }

    @Test func `charges stand by fill and part`() throws {
        // 40,000 bought: brokerage 12, GST 18 % of it, exchange 0.00325 %, SEBI 0.0001 %, stamp 0.003 %.
        #expect(
            try ask("SELECT part, amount_e4 FROM charges WHERE sequence = 8 ORDER BY part") == [
                "brokerage|120000", "exchange|13000", "gst|21600", "sebi|400", "stamp|12000",
            ]
        )
        // 31,000 sold: 0.13875 % is 43.0125; its parts are 9.30 + 1.674 + 1.0075 + 0.031 + 31 rupees, each to the paisa.
        #expect(
            try ask("SELECT part, amount_e4 FROM charges WHERE sequence = 17 ORDER BY part") == [
                "brokerage|93000", "exchange|10100", "gst|16700", "sebi|300", "stt|310000",
            ]
        )
    }

    @Test func `positions, trades and cash stand as at the end of the day`() throws {
        let position = "account, instrument, product, quantity, unsettled, cost_e4, average_e4, realised_e4"
        #expect(
            try ask("SELECT \(position) FROM positions") == [
                "main|INFY-EQ|delivery|5|5|75000000|15000000|0",
                "main|RELIANCE-EQ|delivery|75|75|750450000|10006000|-2650000",
                "main|TCS-EQ|delivery|0|0|0|0|10000000",
            ]
        )
        let trade = "number, status, instrument, quantity, entry_e4, exit_e4, profit_e4, fills, entered_at, exited_at"
        let days = (old: "2026-11-18T10:00:00+05:30", new: "2026-11-20T")
        #expect(
            try ask("SELECT \(trade), entry_reason, exit_reason FROM trades") == [
                "1|closed|TCS-EQ|0|30000000|31000000|10000000|2|\(days.old)|\(days.new)10:02:00+05:30|AMO_BUY|EMA9",
                "2|open|RELIANCE-EQ|75|10006000|9900000|-2650000|3|\(days.new)09:22:00+05:30|-|DIP|MANUAL_SELL",
            ]
        )
        // 10,00,000 - 1,00,060 + 31,000 - 7,500 - charges of 16.70 + 25.08 + 43.01 + 3.13. What was written off paid
        // nothing; its loss of 265 is part of what was realised.
        #expect(
            try ask("SELECT account, cash_e4, added_e4, traded_e4, realised_e4, charges_e4 FROM cash") == [
                "main|9233520800|10000000000|1385600000|7350000|879200", "second|0|0|0|0|0",
            ]
        )
    }

    @Test func `decisions and alerts keep their words and what caused them`() throws {
        let when = "2026-11-20T09:20:00+05:30"
        #expect(
            try ask("SELECT sequence, cause, at, kind, strategy, instrument, code, text FROM decisions")
                == ["6|4|\(when)|acted|ema9|RELIANCE-EQ|dip|3 %"]
        )
        #expect(
            try ask("SELECT sequence, cause, level, strategy, instrument, code, text FROM alerts")
                == ["25|23|critical|-|-|unknown-order|a report names order 99"]
        )
    }

    @Test func `the views speak in rupees`() throws {
        #expect(
            try ask("SELECT account, instrument, quantity, average, cost, entry_reason, as_of FROM open_positions") == [
                "main|INFY-EQ|5|1500.0|7500.0|-|2026-11-20",
                "main|RELIANCE-EQ|75|1000.6|75045.0|DIP|2026-11-20",
            ]
        )
        #expect(
            try ask("SELECT reference, side, \"limit\", status, filled, average FROM todays_orders") == [
                "1|BUY|1001.0|filled|100|1000.6", "2|SELL|3100.0|filled|10|3100.0", "H1|BUY|1500.0|filled|5|1500.0",
                "3|BUY|1400.0|rejected|0|-",
            ]
        )
        #expect(
            try ask("SELECT instrument, quantity, entry, exit, profit, charges, net FROM closed_trades")
                == ["TCS-EQ|10|3000.0|3100.0|1000.0|43.01|956.99"]
        )
    }
}
