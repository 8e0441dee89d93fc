import ArgumentParser

struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Make the files of a new adapter, strategy or package: they compile, with a first test.",
        discussion: """
            Examples:
              sauda new adapter "Alpha Broker" --wire
              sauda new strategy dip-hunter --dry-run
              sauda new package my-desk --sauda ../sauda

            Nothing is overwritten. Exit codes: 0 made, 1 a file could not be written, 2 a bad name, or something is
            there already.
            """,
        subcommands: [NewAdapterCommand.self, NewStrategyCommand.self, NewPackageCommand.self]
    )
}
