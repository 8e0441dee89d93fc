import ArgumentParser
import SaudaService

/// The home that a command looks into: `--home`, or what the configuration says.
struct HomeOption: ParsableArguments {
    @OptionGroup var configuration: ConfigOptions

    @Option(help: ArgumentHelp("The home to look into, instead of `home:`.", valueName: "dir"))
    var home: String?

    /// The configuration is not read when the home is named.
    func path(_ context: CommandContext) throws -> String {
        if let home { return home }
        let config = try configuration.load(context.plugins)
        return config.resolved(config.home)
    }
}
