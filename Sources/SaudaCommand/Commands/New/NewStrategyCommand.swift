import ArgumentParser
import SaudaService

struct NewStrategyCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "strategy",
        abstract: "Make strategies/NAME: a small strategy that can be backtested at once, to be changed.",
        discussion: """
            Run it in the folder of Package.swift.

            Examples:
              sauda new strategy "Dip Hunter" --wire
              sauda new strategy dip-hunter --dry-run
            """
    )

    @Argument(help: "Letters and digits, words apart by a space or '-'.")
    var name: String

    @OptionGroup var options: NewOptions

    func run(_ context: CommandContext) async throws {
        let name = try ScaffoldName(name)
        guard context.plugins.strategy(name.id) == nil else {
            throw CommandFailure(.badUsage, "there is a strategy \(name.id) already; give another name.")
        }
        let desk = try NewDesk(options, in: options.folder)
        try desk.make(.strategy(name), of: "strategy", name, wiring: Wiring.strategy(name, plugins: try desk.plugins()))
    }
}
