import ArgumentParser

struct AlertsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "Show where alerts go, and try it.",
        discussion: """
            The channels stand under alerts: of config.yaml (docs/alerts.md); `sauda run`
            sends them what a person should know.

            Examples:
              sauda alerts list
              sauda alerts test
              sauda alerts test telegram --level critical

            Exit codes: 0 fine, 1 a channel did not take its message, 2 bad usage or config.
            """,
        subcommands: [AlertsListCommand.self, AlertsTestCommand.self]
    )
}
