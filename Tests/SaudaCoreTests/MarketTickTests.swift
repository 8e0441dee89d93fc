import SaudaCore
import Testing

@Suite struct MarketTickTests: MarketSuite {
    @Test(
        "DEC-7, DEC-14: the tick by price and day",
        arguments: [
            ("0.05", "2018-01-01", "0.05"), ("90000", "2024-06-09", "0.05"),
            ("249.9999", "2024-06-10", "0.01"), ("250", "2024-06-10", "0.05"), ("90000", "2025-04-14", "0.05"),
            ("249.99", "2025-04-15", "0.01"), ("250", "2025-04-15", "0.05"), ("1000", "2025-04-15", "0.05"),
            ("1000.0001", "2025-04-15", "0.10"), ("5000", "2025-04-15", "0.10"), ("5000.05", "2025-04-15", "0.50"),
            ("10000", "2025-04-15", "0.50"), ("10000.50", "2025-04-15", "1.00"), ("20000", "2025-04-15", "1.00"),
            ("20001", "2025-04-15", "5.00"), ("127820", "2026-07-30", "5.00"), ("1000.40", "2026-07-30", "0.10"),
        ]
    )
    func table(text: String, date: String, tick: String) throws {
        #expect(try TickLadder.builtIn.tick(for: price(text), on: day(date)) == price(tick))
    }

    @Test(
        "SEL-2: the checks of both profiles",
        arguments: [
            (TickLadder.profileV21, "84.26", "84.30"), (TickLadder.profileV21, "999.97", "1000.00"),
            (TickLadder.profileV21, "1000.00", "1000.00"), (TickLadder.profileV21, "2104.2331", "2104.30"),
            (TickLadder.profileCurrent, "84.26", "84.30"), (TickLadder.profileCurrent, "999.97", "1000.00"),
            (TickLadder.profileCurrent, "1000.00", "1000.00"), (TickLadder.profileCurrent, "2104.2331", "2104.30"),
            (TickLadder.profileCurrent, "7140.30", "7140.50"), (TickLadder.profileCurrent, "21000.40", "21001.00"),
            (TickLadder.profileV21BSE, "9.991", "10.00"), (TickLadder.profileV21BSE, "10.01", "10.05"),
        ]
    )
    func profiles(ladder: TickLadder, text: String, rounded: String) throws {
        let (raw, date) = try (price(text), day("2025-11-04"))
        #expect(try raw.roundedUp(toTick: ladder.tick(for: raw, on: date)) == price(rounded))
    }

    @Test(
        "a band is rounded inward",
        arguments: [
            ("100.00", 10, "0.05", "90.00", "110.00"), ("99.97", 5, "0.05", "95.00", "104.95"),
            ("84.26", 2, "0.01", "82.58", "85.94"), ("1234.55", 20, "0.10", "987.70", "1481.40"),
            ("1000.05", 3, "0.05", "970.05", "1030.05"),
        ]
    )
    func band(close: String, percent: Int64, tick: String, lower: String, upper: String) throws {
        let band = try #require(try PriceBand(around: price(close), percent: percent, tick: price(tick)))
        #expect(try band == PriceBand(lower: price(lower), upper: price(upper)))
        #expect(band.contains(band.lower) && band.contains(band.upper))
        #expect(try !band.contains(band.lower - price("0.0001")) && !band.contains(band.upper + price("0.0001")))
    }

    @Test func `a band without a reference, a percentage or a tick inside does not exist`() throws {
        let tick = try price("0.05")
        #expect(PriceBand(around: .zero, percent: 10, tick: tick) == nil)
        #expect(try PriceBand(around: price("100"), percent: 0, tick: tick) == nil)
        #expect(try PriceBand(around: price("100"), percent: 100, tick: tick) == nil)
        #expect(try PriceBand(around: price("100"), percent: 10, tick: .zero) == nil)
        #expect(try PriceBand(around: price("0.07"), percent: 2, tick: tick) == nil)
    }
}
