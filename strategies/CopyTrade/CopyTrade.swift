public import SaudaCore

/// Copies a leader's option orders into follower accounts (section 11 of the trading rules).
///
/// This version knows its name and parameters; running it is refused.
public enum CopyTrade {
    /// `use: copy-trade` in config.yaml.
    public static let plugin = StrategyPlugin(
        name: "copy-trade",
        summary: "copies a leader's option orders into follower accounts, scaled to their capital",
        shape: .copy,
        parameters: parameters,
        make: nil
    )

    public static let parameters: [Parameter] = [
        Parameter(
            "orders_per_second",
            .integer(10),
            in: .integers(1...10),
            unit: "per second",
            help: "place, modify and cancel together, in any rolling second (CPY-11)"
        ),
        Parameter(
            "missed_order_lookback",
            .integer(3600),
            in: .integers(60...86_400),
            unit: "seconds",
            help: "how far back the leader's orders are read when nothing is stored (CPY-10)"
        ),
        Parameter(
            "stream_timeout",
            .integer(60),
            in: .integers(5...600),
            unit: "seconds",
            help: "silence after which the leader's stream is opened anew (CPY-15)"
        ),
    ]
}
