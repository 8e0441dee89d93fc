import ArgumentParser
import SaudaService

struct NewAdapterCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "adapter",
        abstract: "Make adapters/NAME: both sides of a broker's dialect, to be filled in function by function.",
        discussion: """
            Run it in the folder of Package.swift. docs/adapters.md says which function does what, and in which order.

            Examples:
              sauda new adapter "Alpha Broker" --wire
              sauda new adapter alpha-broker --dry-run --format json
            """
    )

    @Argument(help: "Letters and digits, words apart by a space or '-'.")
    var name: String

    @OptionGroup var options: NewOptions

    func run(_ context: CommandContext) async throws {
        let name = try ScaffoldName(name)
        guard !context.plugins.brokers.contains(where: { $0.id == name.id }) else {
            throw CommandFailure(.badUsage, "there is a broker \(name.id) already; give another name.")
        }
        let desk = try NewDesk(options, in: options.folder)
        try desk.make(.adapter(name), of: "adapter", name, wiring: Wiring.adapter(name, plugins: try desk.plugins()))
    }
}
