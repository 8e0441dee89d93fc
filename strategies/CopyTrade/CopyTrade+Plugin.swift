public import SaudaCore

extension CopyTrade {
    /// `use: copy-trade` in config.yaml. Its strategy needs a plan, which no single account has; running it is refused.
    public static let plugin = StrategyPlugin(
        name: "copy-trade",
        summary: "copies a leader's option orders into follower accounts, scaled to their capital",
        shape: .copy,
        parameters: parameters,
        make: nil
    )

    public static let parameters: [Parameter] = [
        .word("instruments", "options", of: CopyFilter.allCases.map(\.rawValue), "what is copied (CPY-3)"),
        .integer("max_age", 30, in: 1...3600, "seconds", "in which what has filled, or fills at any price, is copied"),
        .word("heal", "orders", of: ["off", "orders"], "whether a refusal of the moment is tried anew (DEC-17)"),
        .word("unknown_margin", "refuse", of: ["refuse", "allow"], "for sold options and futures (CPY-5)"),
        .integer(
            "max_delay",
            60,
            in: 1...3600,
            "seconds",
            "between the fills of leader and follower, more is told (CPY-12)"
        ),
        .number("max_slippage", 50, in: 0...10_000, "basis points", "of a follower's price, more is told (CPY-12)"),
        .integer("orders_per_second", 10, in: 1...10, "per second", "place, modify and cancel together (CPY-11)"),
        .integer(
            "missed_order_lookback",
            3600,
            in: 60...86_400,
            "seconds",
            "in which what still waits at its price is copied (CPY-10)"
        ),
        .integer("stream_timeout", 60, in: 5...600, "seconds", "of silence open the leader's stream anew (CPY-15)"),
    ]
}

extension Parameter {
    fileprivate static func word(_ name: String, _ standard: String, of words: [String], _ help: String) -> Parameter {
        Parameter(name, .word(standard), in: .words(words), help: help)
    }
}
