package import ArgumentParser
package import SaudaBroker

/// What a command is given besides its arguments.
package struct CommandContext: Sendable {
    package let plugins: Plugins
    /// The secrets that were in the environment, by variable.
    package var environment: [String: Secret] = [:]
}

/// A command that needs the plugins.
package protocol ToolCommand: ParsableCommand {
    func run(_ context: CommandContext) async throws
}
