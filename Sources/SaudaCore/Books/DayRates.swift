/// One account's charge rates on one day. The common ones are resolved once, the others when asked for.
public struct DayRates: Sendable {
    private let schedule: ChargeSchedule
    private let plan: ChargePlan
    private var day: Day
    private var delivery: ChargeRates?
    private var intraday: ChargeRates?

    public init(_ schedule: ChargeSchedule, _ plan: ChargePlan, on day: Day) {
        self.schedule = schedule
        self.plan = plan
        self.day = day
        resolve()
    }

    /// Moves to another day.
    package mutating func turn(to day: Day) {
        self.day = day
        if plan.fixed == nil { resolve() }
    }

    private mutating func resolve() {
        func shares(_ product: Product) -> ChargeRates? {
            try? schedule.rates(on: day, segment: .nseEquity, kind: .equity, product: product, plan: plan)
        }
        delivery = shares(.delivery)
        intraday = shares(.intraday)
    }

    /// Whether such a trade can be charged for on this day.
    package func knows(_ table: InstrumentTable, _ instrument: InstrumentID, _ product: Product) -> Bool {
        if table.instruments[Int(instrument.index)].segment == .nseEquity {
            switch product {
            case .delivery: return delivery != nil
            case .intraday: return intraday != nil
            case .carryForward: break
            }
        }
        return rates(for: table[instrument], product) != nil
    }

    /// Nil when no rate is known for such a trade on this day; it must then not be made.
    public func rates(for instrument: Instrument, _ product: Product) -> ChargeRates? {
        if instrument.segment == .nseEquity {
            switch product {
            case .delivery: return delivery
            case .intraday: return intraday
            case .carryForward: break
            }
        }
        return try? schedule.rates(
            on: day,
            segment: instrument.segment,
            kind: instrument.kind,
            product: product,
            plan: plan
        )
    }
}
