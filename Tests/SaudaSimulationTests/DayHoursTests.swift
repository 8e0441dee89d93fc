import SaudaCore
import SaudaSimulation
import Testing

/// The hours of a day as the simulation takes them from the calendar.
@Suite struct DayHoursTests {
    @Test func `a drill Saturday has two sessions, and regular orders are taken in both and not between`() throws {
        let day = try #require(Day("2024-03-02"))
        let hours = TradingDay(day, in: .builtIn, holdsPrices: false)
        #expect(hours.pause == day.at(TimeOfDay(10, 0))..<day.at(TimeOfDay(11, 30)))
        let open = [(9, 14), (9, 15), (9, 59), (10, 0), (11, 29), (11, 30), (12, 29), (12, 30)].map {
            hours.isOpen(at: day.at(TimeOfDay($0.0, $0.1)))
        }
        #expect(open == [false, true, true, false, false, true, true, false])
        #expect(hours.unbroken == TimeOfDay(9, 15)..<TimeOfDay(11, 0))
    }

    @Test func `a normal day has no pause`() throws {
        let hours = TradingDay(try #require(Day("2024-03-04")), in: .builtIn, holdsPrices: true)
        #expect(hours.pause == nil)
        #expect(hours.unbroken == TimeOfDay(9, 15)..<TimeOfDay(15, 30))
    }
}
