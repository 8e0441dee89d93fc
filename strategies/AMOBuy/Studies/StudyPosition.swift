import SaudaCore

/// A position of a study while it is open; rupees, unrounded.
struct StudyPosition {
    var target: Double
    var levels: ReentryLevels
    private(set) var fills: [StudyResult.Fill] = []
    private(set) var average = 0.0
    private(set) var quantity: Int64 = 0
    private(set) var capital = 0.0
    private var worst = 0.0

    init(entryRSI: Double, target: Double) {
        self.target = target
        levels = ReentryLevels(entryRSI: entryRSI)
    }

    /// What a capital buys, whole units; 0 for a share dearer than it (BT-9).
    static func quantity(_ capital: Double, _ price: Double) -> Int64 {
        let units = capital / price
        return price > 0 && units < 1e15 ? Int64(units) : 0
    }

    var entered: Day? { fills.first?.day }

    mutating func add(_ fill: StudyResult.Fill, capital: Double) {
        let held = Double(quantity)
        let added = Double(fill.quantity)
        average = (average * held + fill.price * added) / (held + added)
        quantity += fill.quantity
        self.capital += capital
        fills.append(fill)
    }

    /// BT-2 step 1.
    mutating func suffer(low: Double) { worst = min(worst, (low - average) / average * 100) }

    /// - Parameter day: nil for a position that is still open at the end; its price and profit are 0.
    func closed(_ day: Day?, at price: Double, _ reason: String) -> StudyResult.Position {
        StudyResult.Position(
            entered: entered ?? Day(number: 0),
            entry: average,
            exited: day,
            exit: price,
            exitReason: reason,
            target: target,
            capital: capital,
            quantity: quantity,
            profit: day == nil ? 0 : (price - average) * Double(quantity),
            returnPercent: day == nil ? 0 : (price - average) / average * 100,
            worstDrawdownPercent: worst,
            fills: fills
        )
    }
}

extension StudyResult {
    /// Fills in what follows from the positions (BT-3).
    mutating func sum() {
        figures.positions = positions.count
        figures.wins = positions.count { $0.profit > 0 }
        figures.losses = positions.count { $0.profit < 0 }
        figures.invested = positions.reduce(0) { $0 + $1.capital }
        figures.profit = positions.reduce(0) { $0 + $1.profit }
        figures.returnPercent = figures.invested > 0 ? figures.profit / figures.invested * 100 : 0
        figures.winRatePercent = positions.isEmpty ? 0 : Double(figures.wins) / Double(positions.count) * 100
    }
}
