import ArgumentParser
import SaudaService

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "What config.yaml may say.",
        subcommands: [SchemaCommand.self]
    )

    struct SchemaCommand: ToolCommand {
        static let configuration = CommandConfiguration(
            commandName: "schema",
            abstract: "Print a JSON Schema of config.yaml, strategy parameters included.",
            discussion: """
                Examples:
                  sauda config schema > config.schema.json
                """
        )

        func run(_ context: CommandContext) async throws {
            Terminal.out(
                Config.schema(
                    catalogue: context.plugins.catalogue,
                    brokers: context.plugins.brokers.map { BrokerEntry(id: $0.id, isSimulated: $0.isSimulated) }
                )
            )
        }
    }
}
