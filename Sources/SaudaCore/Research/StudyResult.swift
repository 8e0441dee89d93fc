/// What a study found (BT-3, BT-5). Unrounded: the originals compute in doubles, and a study places no order.
public struct StudyResult: Hashable, Sendable {
    public var figures = StudyFigures()
    /// In the order of their exits.
    public var positions: [Position] = []
    /// What a reader has to know: too little history, a start that was moved.
    public var warnings: [String] = []

    public init() {}

    public struct Position: Hashable, Sendable {
        public var entered: Day
        /// Average of all fills, in rupees, as all prices here.
        public var entry: Double
        /// Nil while open; such a position is neither a win nor a loss.
        public var exited: Day?
        public var exit: Double
        public var exitReason: String
        public var target: Double
        /// Nominal capital of all fills, in rupees.
        public var capital: Double
        public var quantity: Int64
        public var profit: Double
        public var returnPercent: Double
        /// At most zero.
        public var worstDrawdownPercent: Double
        public var fills: [Fill]

        public init(
            entered: Day,
            entry: Double,
            exited: Day?,
            exit: Double,
            exitReason: String,
            target: Double,
            capital: Double,
            quantity: Int64,
            profit: Double,
            returnPercent: Double,
            worstDrawdownPercent: Double,
            fills: [Fill]
        ) {
            self.entered = entered
            self.entry = entry
            self.exited = exited
            self.exit = exit
            self.exitReason = exitReason
            self.target = target
            self.capital = capital
            self.quantity = quantity
            self.profit = profit
            self.returnPercent = returnPercent
            self.worstDrawdownPercent = worstDrawdownPercent
            self.fills = fills
        }
    }

    public struct Fill: Hashable, Sendable {
        public var day: Day
        public var price: Double
        public var quantity: Int64
        /// The RSI level that fired: 30, 20, 10.
        public var level: Int

        public init(day: Day, price: Double, quantity: Int64, level: Int) {
            self.day = day
            self.price = price
            self.quantity = quantity
            self.level = level
        }
    }
}

/// The sums of a study: what scoring needs and what travels in a journal.
public struct StudyFigures: Hashable, Sendable {
    public var signals = 0
    /// Entries and re-entries (A) or positions (B).
    public var executed = 0
    public var skipped = 0
    public var positions = 0
    public var wins = 0
    public var losses = 0
    /// Sum of nominal capital over all fills, in rupees.
    public var invested = 0.0
    /// In rupees, before charges.
    public var profit = 0.0
    public var returnPercent = 0.0
    public var winRatePercent = 0.0
    /// Last over first close; nil where the study does not report it.
    public var buyAndHoldPercent: Double?

    public init() {}
}
