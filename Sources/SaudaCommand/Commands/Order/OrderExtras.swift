import ArgumentParser
import SaudaBroker
import SaudaCore

/// What a person may ask of an order beside its terms; the broker's adapter refuses what it has not.
struct OrderExtras: ParsableArguments {
    @Option(help: ArgumentHelp("Intraday with a stop at this trigger from the fill on (CO).", valueName: "price"))
    var cover: Price?

    @Option(help: ArgumentHelp("Cut it into so many orders, one after the other.", valueName: "legs"))
    var iceberg: Int?

    @Option(help: ArgumentHelp("Sell in the exchange's auction of this number.", valueName: "number"))
    var auction: String?

    @Option(help: ArgumentHelp("Cancel what is left after so many minutes (TTL).", valueName: "n"))
    var minutes: Int?

    @Option(help: ArgumentHelp("How far a market order may trade: auto, or percent such as 2.5.", valueName: "p"))
    var protection: ProtectionWord?

    @Flag(help: "Let the broker cut what is above the freeze quantity.")
    var slice = false

    @Option(help: ArgumentHelp("The registered algorithm it is of.", valueName: "id"))
    var algorithm: String?

    @Option(help: ArgumentHelp("When an --amo goes out: pre-open, open, open-30 or open-60.", valueName: "time"))
    var amoTime: ReleaseWord?

    func validate() throws {
        guard [cover != nil, iceberg != nil, auction != nil].count(where: \.self) <= 1 else {
            throw ValidationError("An order is --cover, --iceberg or --auction, not two of them.")
        }
        guard iceberg ?? 2 >= 2 else { throw ValidationError("--iceberg has 2 legs or more.") }
        guard (1...1440).contains(minutes ?? 1) else { throw ValidationError("--minutes is 1 to 1440.") }
        guard cover?.isPlausible ?? true else { throw ValidationError("--cover is a price above 0.") }
        guard !(auction?.isEmpty ?? false), !(algorithm?.isEmpty ?? false) else {
            throw ValidationError("--auction and --algorithm are not empty.")
        }
    }

    var options: OrderOptions {
        var options = OrderOptions(
            minutes: minutes,
            protection: protection?.protection,
            isSliced: slice,
            algorithm: algorithm,
            release: amoTime?.release
        )
        if let cover { options.form = .cover(stop: cover) }
        if let iceberg { options.form = .iceberg(legs: iceberg) }
        if let auction { options.form = .auction(number: auction) }
        return options
    }

    var words: String {
        var words: [String] = []
        if let cover { words.append("cover with a stop at \(cover)") }
        if let iceberg { words.append("iceberg of \(iceberg) legs") }
        if let auction { words.append("in auction \(auction)") }
        if let minutes { words.append("for \(minutes) min") }
        if let protection { words.append("protection \(protection.text)") }
        if slice { words.append("sliced") }
        if let amoTime { words.append("out at \(amoTime.rawValue)") }
        return words.map { ", \($0)" }.joined()
    }
}

/// When an after-market order goes to the exchange.
enum ReleaseWord: String, ExpressibleByArgument, CaseIterable {
    case preOpen = "pre-open"
    case open
    case open30 = "open-30"
    case open60 = "open-60"

    var release: OrderOptions.Release {
        switch self {
        case .preOpen: .preOpen
        case .open: .open
        case .open30: .open30
        case .open60: .open60
        }
    }
}

/// `auto`, or a percentage.
struct ProtectionWord: ExpressibleByArgument {
    let protection: OrderOptions.Protection
    let text: String

    init?(argument: String) {
        text = argument
        if argument == "auto" {
            protection = .automatic
        } else {
            // Hundredths of a percent; a price's text is exact.
            guard let percent = Price(argument), percent.raw > 0, percent.raw <= 100 * Price.scale,
                percent.raw.isMultiple(of: 100)
            else { return nil }
            protection = .percent(hundredths: percent.raw / 100)
        }
    }
}
