import ArgumentParser

struct OrderCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order",
        abstract: "Place, change, cancel and list orders by hand.",
        discussion: """
            Orders go through the same machine as those of `sauda run`: nothing is sent twice, and an order without an \
            answer is looked up in the broker's book. Real money needs mode: live in the configuration and is asked for.

            Exit codes: 0 done, 1 refused or failed, 2 bad usage or config, 4 in doubt: look before you send again.
            """,
        subcommands: [OrderPlaceCommand.self, OrderModifyCommand.self, OrderCancelCommand.self, OrderListCommand.self]
    )
}
