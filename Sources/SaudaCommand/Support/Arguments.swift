import ArgumentParser
import SaudaCore

extension Day: @retroactive ExpressibleByArgument {
    /// `YYYY-MM-DD`.
    public init?(argument: String) { self.init(argument) }
}

extension Money: @retroactive ExpressibleByArgument {
    /// Rupees.
    public init?(argument: String) { self.init(argument) }
}
