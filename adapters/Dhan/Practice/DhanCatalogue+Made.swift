import SaudaBroker
import SaudaCore

// Derivatives of the practice broker's own, where the instrument table has none: there to be watched, and priced from
// what they hang on. The practice exchange does not trade them.

extension DhanCatalogue {
    /// The month's future of the made index, its options of the next two weeks and of the month, and a month's options
    /// of the first share whose price is known.
    static func derivatives(_ listings: [DhanListing], _ setup: PracticeSetup, on day: Day) -> [DhanListing] {
        let month = lastExpiry(from: day, setup.calendar)
        let week = expiry(onOrAfter: day, setup.calendar)
        let weeks = Set([week, expiry(onOrAfter: week.advanced(by: 1), setup.calendar), month]).sorted()
        var made = [DhanListing(made: "NIFTY", month, nil, lot: Quantity(65), freeze: Quantity(1756))]
        for expiry in weeks {
            for place in -2...2 {
                let strike = Price(rupees: 24_500 + Int64(place) * 100)
                for isCall in [true, false] {
                    made.append(
                        DhanListing(made: "NIFTY", expiry, (strike, isCall), lot: Quantity(65), freeze: Quantity(1756))
                    )
                }
            }
        }
        for listing in listings where listing.segment == .nseEquity {
            guard let id = listing.instrument, setup.daily.indices.contains(Int(id.index)),
                let close = setup.daily[Int(id.index)].last?.close, close >= Price(rupees: 100)
            else { continue }
            let step = strikeStep(close)
            let middle = close.rounded(toTick: step)
            for place in -1...1 {
                let strike = Price(raw: middle.raw + Int64(place) * step.raw)
                for isCall in [true, false] {
                    made.append(
                        DhanListing(made: listing.symbol, month, (strike, isCall), lot: Quantity(500), freeze: nil)
                    )
                }
            }
            break
        }
        let last = made.compactMap(\.expiry).max() ?? month
        for place in made.indices {
            // The numbers of shares, once more.
            made[place].securityID = UInt32(2885 + place)
            guard let expiry = made[place].expiry else { continue }
            let next = DhanCatalogue.expiry(onOrAfter: expiry.advanced(by: 1), setup.calendar)
            made[place].isMonthly = expiry == last || expiry.parts.month != next.parts.month
        }
        return made
    }

    /// Strikes of a share about 2 % apart, in whole rupees.
    static func strikeStep(_ price: Price) -> Price {
        max(Price(rupees: 1), Price(raw: price.raw / 50).roundedDown(toTick: Price(rupees: 1)))
    }

    /// The first, second or third expiry from a day on.
    static func expiry(_ place: Int, from day: Day, isWeekly: Bool, _ calendar: MarketCalendar) -> Day {
        func next(_ day: Day) -> Day {
            isWeekly ? expiry(onOrAfter: day, calendar) : lastExpiry(from: day, calendar)
        }
        var found = next(day)
        for _ in 1..<max(2, place) where place > 1 { found = next(found.advanced(by: 1)) }
        return found
    }

    /// Tuesdays since September 2025, Thursdays before; the trading day before where it is a holiday.
    private static func expiry(onOrAfter day: Day, _ calendar: MarketCalendar) -> Day {
        let wanted: Weekday = day.parts.year * 100 + day.parts.month >= 202_509 ? .tuesday : .thursday
        var expiry = day
        while expiry.weekday != wanted { expiry = expiry.advanced(by: 1) }
        guard !calendar.isTradingDay(expiry, .nseDerivatives) else { return expiry }
        let earlier = calendar.previousTradingDay(before: expiry, .nseDerivatives)
        return earlier >= day ? earlier : self.expiry(onOrAfter: expiry.advanced(by: 1), calendar)
    }

    /// The last expiry of the first month that still has one.
    private static func lastExpiry(from day: Day, _ calendar: MarketCalendar) -> Day {
        var last = expiry(onOrAfter: day, calendar)
        while true {
            let next = expiry(onOrAfter: last.advanced(by: 1), calendar)
            guard next.parts.month == last.parts.month else { return last }
            last = next
        }
    }
}

extension DhanListing {
    fileprivate init(
        made root: String,
        _ expiry: Day,
        _ option: (Price, isCall: Bool)?,
        lot: Quantity,
        freeze: Quantity?
    ) {
        self.init(
            instrument: nil,
            segment: .nseDerivatives,
            securityID: 0,
            exchange: "NSE",
            tradingSymbol: root,
            customSymbol: root,
            name: "",
            symbol: root,
            kind: "",
            series: "NA",
            lot: lot,
            tick: Price(paise: 5),
            freeze: freeze
        )
        describe(expiry, option, isIndex: DhanListing.indices[root] != nil)
    }
}
