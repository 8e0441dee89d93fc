import ArgumentParser

struct BracketCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bracket",
        abstract: "Orders by hand whose target and stop wait at the broker, where it has such.",
        discussion: """
            An entry with a target, a stop or both; the exit that fires ends the other. The exits live at the broker: \
            they work while this machine is off, and what they trade shows in `sauda order list` and `sauda positions`. \
            Strategies know nothing of them, so keep brackets off the instruments that a strategy trades: both would \
            sell the same units.

            Exit codes: 0 done, 1 refused or failed, 2 bad usage or config, 4 in doubt: look before you send again.
            """,
        subcommands: [
            BracketPlaceCommand.self, BracketModifyCommand.self, BracketCancelCommand.self, BracketListCommand.self,
        ]
    )
}
