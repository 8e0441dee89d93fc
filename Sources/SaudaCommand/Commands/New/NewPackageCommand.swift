import ArgumentParser
import SaudaCore
import SaudaService

struct NewPackageCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "package",
        abstract: "Make a package of your own beside sauda's: its program is sauda with one more broker and strategy.",
        discussion: """
            Examples:
              sauda new package my-desk --sauda ../sauda
              sauda new package my-desk --sauda https://github.com/OWNER/sauda --adapter alpha-broker
            """
    )

    @Argument(help: "Letters and digits, words apart by a space or '-'. The folder and the program are called so.")
    var name: String

    @Option(help: "Where sauda's package is: a path, or an address.")
    var sauda: String

    @Option(help: "The name of its adapter.")
    var adapter = "sample-broker"

    @Option(help: "The name of its strategy.")
    var strategy = "sample-average"

    @OptionGroup var options: NewFileOptions

    func run(_ context: CommandContext) async throws {
        let name = try ScaffoldName(name)
        let (adapter, strategy) = (try ScaffoldName(adapter), try ScaffoldName(strategy))
        guard Set([name.id, adapter.id, strategy.id]).count == 3 else {
            throw CommandFailure(.badUsage, "package, adapter and strategy need three names.")
        }
        let taken = context.plugins.brokers.map(\.id) + context.plugins.strategies.map(\.name)
        for id in [adapter.id, strategy.id] where taken.contains(id) {
            throw CommandFailure(.badUsage, "sauda has \(id) already; give another name.")
        }
        let scaffold = Scaffold.package(
            name,
            on: try Scaffold.Dependency(on: sauda),
            adapter: adapter,
            strategy: strategy
        )
        let folder = options.folder + "/" + name.id
        try NewDesk(options, in: folder, isNew: true).make(scaffold, of: "package", name)
    }
}
