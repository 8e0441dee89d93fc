import Foundation
import SaudaCore
import SaudaSimulation
import Testing

@Suite struct ReportResultTests {
    private func json(_ result: BacktestResult) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(result))
        return try #require(object as? [String: Any])
    }

    @Test func `trades are sorted by exit and the open ones stand apart`() throws {
        let result = try BacktestResult(of: ReportSamples.record())
        #expect(result.trades.map(\.symbol) == ["RELIANCE", "TCS"])
        #expect(result.openTrades.map(\.symbol) == ["INFY"])
        #expect(result.tradeStatistics.netProfit == Money("-362.75"))  // 4,849.75 - 5,212.50
        #expect(result.totalCharges == Money(rupees: 438))
        #expect(result.totalSkipped == 8)
        // 1,562 of 10,00,000 against 20,000.
        #expect(abs((result.excessReturn ?? .nan) + 0.018_438) < 1e-12)
    }

    @Test func `what no trade explains is shown`() throws {
        var record = try ReportSamples.record()
        #expect(try BacktestResult(of: record).unexplained == .zero)
        record.equity[4].equity += Money(rupees: -59)
        #expect(try BacktestResult(of: record).unexplained == Money(rupees: -59))
    }

    @Test func `days out of order, a benchmark of other days and a rate that is no number are refused`() throws {
        var record = try ReportSamples.record()
        #expect(throws: ReportRefusal.self) { try BacktestResult(of: record, riskFreeRate: .nan) }
        record.benchmark.removeLast()
        #expect(throws: ReportRefusal.self) { try BacktestResult(of: record) }
        record.benchmark = []
        record.equity.swapAt(1, 2)
        #expect(throws: ReportRefusal.self) { try BacktestResult(of: record) }
    }

    @Test func `the keys of version 1 stay`() throws {
        let object = try json(BacktestResult(of: ReportSamples.record()))
        #expect(object["version"] as? Int == 1)
        #expect(
            object.keys.sorted() == [
                "assumptions", "benchmark", "benchmark_curve", "charges", "checks", "comparison", "drawdown_curve",
                "end_day",
                "end_equity", "equity_curve", "excess_return", "exposure", "exposure_curve", "first_day",
                "monthly_returns", "open_trades", "risk_free_rate", "rolling_sharpe", "rolling_sharpe_days", "skipped",
                "start_day", "start_equity", "statistics", "title", "total_charges", "total_skipped",
                "trade_statistics", "trades", "trading_days", "unexplained", "version", "yearly_returns",
            ]
        )
        func keys(_ value: Any?) -> [String]? { (value as? [String: Any])?.keys.sorted() }
        let statistics = [
            "annual_return", "cagr", "calmar", "kurtosis", "max_drawdown", "probabilistic_sharpe", "sharpe", "skewness",
            "sortino", "total_return", "under_a_year", "under_water", "volatility",
        ]
        #expect(keys(object["statistics"]) == statistics)
        #expect(keys(object["benchmark"]) == statistics)
        #expect(
            keys((object["statistics"] as? [String: Any])?["max_drawdown"])
                == ["amount", "depth", "peak_day", "recovery_day", "trough_day"]
        )
        #expect(keys(object["comparison"]) == ["alpha", "beta", "correlation"])
        #expect(
            keys((object["statistics"] as? [String: Any])?["under_water"])
                == ["from_day", "longest_days", "share", "to_day"]
        )
        #expect(keys((object["monthly_returns"] as? [Any])?.first) == ["month", "return"])
        #expect(keys((object["yearly_returns"] as? [Any])?.first) == ["return", "year"])
        #expect(keys(object["exposure"]) == ["capital", "days", "turnover"])
        #expect(
            keys(object["trade_statistics"]) == [
                "average_loss", "average_win", "best_trade", "best_trade_ratio", "count", "expectancy",
                "expectancy_ratio", "gross_loss", "gross_profit", "longest_loss_streak", "longest_win_streak",
                "losses", "max_holding_days", "mean_holding_days", "median_holding_days", "net_profit",
                "payoff_ratio", "profit_factor", "sqn", "win_rate", "wins", "worst_trade", "worst_trade_ratio",
            ]
        )
        #expect(
            keys((object["trades"] as? [Any])?.first) == [
                "adverse_excursion", "charges", "entry_price", "entry_reason", "entry_time", "exit_price",
                "exit_reason", "exit_time", "fills", "holding_days", "profit", "profit_ratio", "quantity", "side",
                "symbol",
            ]
        )
        #expect(
            keys((object["open_trades"] as? [Any])?.first) == [
                "adverse_excursion", "charges", "entry_price", "entry_reason", "entry_time", "fills", "holding_days",
                "mark_price", "marked_at", "profit", "profit_ratio", "quantity", "side", "symbol",
            ]
        )
        #expect(keys((object["equity_curve"] as? [Any])?.first) == ["day", "equity", "invested"])
        #expect(keys((object["charges"] as? [Any])?.first) == ["amount", "name"])
        #expect(keys((object["skipped"] as? [Any])?.first) == ["count", "reason"])
    }

    @Test(
        "money is written exactly, in rupees with at most two decimals",
        arguments: [
            ("0.10", "0.1"), ("-0.05", "-0.05"), ("1000000.00", "1000000"), ("12345678901.23", "12345678901.23"),
            ("-9999999999999.99", "-9999999999999.99"), ("0.0049", "0"), ("0.0050", "0.01"), ("-0.0050", "-0.01"),
        ]
    )
    func money(amount: String, text: String) throws {
        let charge = ChargeTotal(name: "x", amount: try #require(Money(amount)))
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let written = try #require(String(data: encoder.encode(charge), encoding: .utf8))
        #expect(written == #"{"amount":\#(text),"name":"x"}"#)
    }

    @Test func `the base is no trading day, and series have a value for each point of the curve`() throws {
        let object = try json(BacktestResult(of: ReportSamples.record()))
        #expect(object["start_day"] as? String == "2024-01-01")
        #expect(object["first_day"] as? String == "2024-01-02")
        #expect(object["trading_days"] as? Int == 4)
        #expect((object["statistics"] as? [String: Any])?["under_a_year"] as? Bool == true)
        for key in ["drawdown_curve", "exposure_curve", "rolling_sharpe"] {
            #expect((object[key] as? [Any])?.count == 5, "\(key)")
        }
        let month = try #require((object["monthly_returns"] as? [[String: Any]])?.first)
        #expect(month["month"] as? String == "2024-01")
        #expect(abs((month["return"] as? Double ?? .nan) - 0.001562) < 1e-12)
    }

    @Test func `days, moments and prices have their forms`() throws {
        let object = try json(BacktestResult(of: ReportSamples.record()))
        #expect(object["start_day"] as? String == "2024-01-01")
        let trade = try #require((object["trades"] as? [[String: Any]])?.first)
        #expect(trade["entry_time"] as? String == "2024-01-01T09:15:00+05:30")
        #expect(trade["side"] as? String == "long")
        #expect(trade["profit"] as? Double == 4849.75)
        let odd = try ReportSamples.trade(quantity: -3, at: "83.0025", to: "33.3333")
        let written = try #require(String(data: JSONEncoder().encode(odd), encoding: .utf8))
        #expect(written.contains(#""entry_price":83.0025"#))
        #expect(written.contains(#""exit_price":33.3333"#))
        #expect(written.contains(#""quantity":3"#))
    }

    @Test func `an empty run is written with nulls and printed with dashes`() throws {
        let result = try BacktestResult(of: BacktestRecord(title: "nothing", equity: []))
        let object = try json(result)
        #expect(object["start_day"] is NSNull)
        #expect(object["benchmark"] is NSNull)
        let statistics = try #require(object["statistics"] as? [String: Any])
        #expect(statistics.filter { !($0.value is NSNull) }.keys.sorted() == ["under_a_year"])
        #expect(statistics.count == 13)
        #expect(object["trading_days"] as? Int == 0)
        let trades = try #require(object["trade_statistics"] as? [String: Any])
        #expect(trades["profit_factor"] is NSNull)
        #expect(ResultTable().text(of: result).contains("No trading days"))
    }
}
