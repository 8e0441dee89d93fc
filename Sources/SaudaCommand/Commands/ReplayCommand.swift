import ArgumentParser

struct ReplayCommand: ToolCommand {
    static let configuration = CommandConfiguration(commandName: "replay", abstract: "x")
    func run(_ context: CommandContext) async throws {}
}
