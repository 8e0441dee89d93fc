import ArgumentParser

struct RunCommand: ToolCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "x")
    func run(_ context: CommandContext) async throws {}
}
