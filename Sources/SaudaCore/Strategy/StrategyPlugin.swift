/// A strategy as a value: its name in config.yaml, its parameters, and how to make one.
public struct StrategyPlugin: Sendable {
    public enum Shape: Sendable {
        /// Runs on one account.
        case single
        /// Follows a leader into several accounts.
        case copy
    }

    /// As written after `use:` in config.yaml.
    public var name: String
    /// One line.
    public var summary: String
    public var shape: Shape
    public var parameters: [Parameter]
    /// Nil when this version cannot run it yet.
    public var make: (@Sendable (Parameters) -> any Strategy)?
    /// A companion that supplies positions when the strategy is run alone (DEC-19).
    public var entry: (@Sendable (Parameters) -> any Strategy)?
    /// Says in a result what the companion did; empty without one.
    public var entryNote: String
    /// Calendar days of candles before the first day that let every indicator settle (IND-5, BT-1).
    public var warmUp: Int
    /// It opens positions itself, so none has to be supplied for what only sells in the same account (DEC-19).
    public var opensPositions: Bool
    /// Calculations over one instrument: the first answers `Question.study`, each can be asked for with `--mode`.
    public var studies: (@Sendable (Parameters) -> [Study])?
    /// What a result with these parameters has to say of itself, in whole sentences.
    public var notes: (@Sendable (Parameters) -> [String])?
    /// What it does on a trading day with these parameters, and when.
    public var duties: (@Sendable (TradingDay, Parameters) -> [Duty])?

    public init(
        name: String,
        summary: String,
        shape: Shape = .single,
        parameters: [Parameter],
        make: (@Sendable (Parameters) -> any Strategy)?,
        entry: (@Sendable (Parameters) -> any Strategy)? = nil,
        entryNote: String = "",
        warmUp: Int = 1200,
        opensPositions: Bool = false,
        studies: (@Sendable (Parameters) -> [Study])? = nil,
        notes: (@Sendable (Parameters) -> [String])? = nil,
        duties: (@Sendable (TradingDay, Parameters) -> [Duty])? = nil
    ) {
        self.name = name
        self.summary = summary
        self.shape = shape
        self.parameters = parameters
        self.make = make
        self.entry = entry
        self.entryNote = entryNote
        self.warmUp = warmUp
        self.opensPositions = opensPositions
        self.studies = studies
        self.notes = notes
        self.duties = duties
    }
}
