public import ArgumentParser
public import SaudaCore
import SaudaService
public import SaudaSimulation
public import SaudaTestKit

extension Day: ExpressibleByArgument {
    /// `YYYY-MM-DD`.
    public init?(argument: String) { self.init(argument) }
}

extension Money: ExpressibleByArgument {
    /// Rupees.
    public init?(argument: String) { self.init(argument) }
}

extension Slippage: ExpressibleByArgument {
    /// `none`, `fixed:5`, `uniform:10..30`, `impact:100`, in basis points.
    public init?(argument: String) { self.init(argument) }
}

extension Job: ExpressibleByArgument {
    /// As after `sauda task`.
    public init?(argument: String) { self.init(named: argument) }

    public static var allValueStrings: [String] { allCases.map(\.name) }
}

extension TimeOfDay: ExpressibleByArgument {
    /// `HH:MM` or `HH:MM:SS`.
    public init?(argument: String) { self.init(argument) }
}

extension CardGroup: ExpressibleByArgument {}

extension Alert.Level: ExpressibleByArgument {
    public init?(argument: String) { self.init(word: argument) }

    public static var allValueStrings: [String] { all.map(\.word) }
    public var defaultValueDescription: String { word }
}
