public import ArgumentParser
public import SaudaCore

extension Day: ExpressibleByArgument {
    /// `YYYY-MM-DD`.
    public init?(argument: String) { self.init(argument) }
}

extension Money: ExpressibleByArgument {
    /// Rupees.
    public init?(argument: String) { self.init(argument) }
}
