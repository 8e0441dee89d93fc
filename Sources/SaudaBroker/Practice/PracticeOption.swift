/// What an option chain says beyond prices, by the normal model: prices that move by so many points a year, evenly up
/// and down. Close to the usual figures near the money, and all that practice needs.
public struct PracticeOption: Hashable, Sendable {
    /// Of the underlying, in rupees.
    public var spot: Double
    public var strike: Double
    /// Until the expiry.
    public var years: Double
    public var isCall: Bool
    /// In points of a year.
    public var volatility: Double

    /// Finds the volatility that an option's price means; nil when no volatility gives it.
    public init?(spot: Double, strike: Double, years: Double, isCall: Bool, price: Double) {
        self.init(spot: spot, strike: strike, years: max(years, 1.0 / 365 / 24), isCall: isCall, volatility: 0)
        guard spot > 0, price > 0 else { return nil }
        var low = 0.0
        var high = spot * 5
        volatility = high
        guard self.price > price else { return nil }
        for _ in 0..<60 {
            volatility = (low + high) / 2
            if self.price > price { high = volatility } else { low = volatility }
        }
    }

    public init(spot: Double, strike: Double, years: Double, isCall: Bool, volatility: Double) {
        self.spot = spot
        self.strike = strike
        self.years = years
        self.isCall = isCall
        self.volatility = volatility
    }

    private var deviation: Double { max(volatility, 1e-9) * years.squareRoot() }
    /// Standard deviations in the money.
    private var distance: Double { (isCall ? spot - strike : strike - spot) / deviation }

    public var price: Double {
        let distance = distance
        return deviation * (distance * PracticeOption.share(distance) + PracticeOption.density(distance))
    }

    public var delta: Double { isCall ? PracticeOption.share(distance) : -PracticeOption.share(distance) }
    public var gamma: Double { PracticeOption.density(distance) / deviation }
    /// By one percent of volatility.
    public var vega: Double { years.squareRoot() * PracticeOption.density(distance) * spot / 100 }
    /// By one day.
    public var theta: Double { -volatility * PracticeOption.density(distance) / (2 * years.squareRoot()) / 365 }
    /// In percent of the underlying a year.
    public var impliedVolatility: Double { volatility / spot * 100 }

    private static func density(_ x: Double) -> Double { exponential(-x * x / 2) * 0.398_942_280_401_432_7 }

    /// Of the normal distribution below `x` (Abramowitz and Stegun 26.2.17; good to seven places).
    private static func share(_ x: Double) -> Double {
        guard x >= 0 else { return 1 - share(-x) }
        let t = 1 / (1 + 0.231_641_9 * x)
        let factors = [1.330_274_429, -1.821_255_978, 1.781_477_937, -0.356_563_782, 0.319_381_530]
        return 1 - density(x) * factors.reduce(0) { ($0 + $1) * t }
    }

    /// e to the power of a number that is not positive; the room has no mathematics of its own.
    private static func exponential(_ x: Double) -> Double {
        guard x > -700 else { return 0 }
        var halvings = 0
        var rest = x
        while rest < -0.5 {
            rest /= 2
            halvings += 1
        }
        var term = 1.0
        var sum = 1.0
        for place in 1...14 {
            term *= rest / Double(place)
            sum += term
        }
        for _ in 0..<halvings { sum *= sum }
        return sum
    }
}
