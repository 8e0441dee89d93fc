package import ArgumentParser

/// What a command is given besides its arguments.
package struct CommandContext: Sendable {
    package let plugins: Plugins
}

/// A command that needs the plugins.
package protocol ToolCommand: ParsableCommand {
    func run(_ context: CommandContext) async throws
}
