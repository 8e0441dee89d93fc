public import SaudaCore

/// Carries the orders of a leader's account over to followers, each scaled to its own account (rules CPY).
///
/// This version knows it by name and checks its settings; it does not run it yet.
public enum CopyTrade {
    /// `use: copy-trade` in config.yaml. Leader and followers are part of the configuration, not parameters.
    public static let plugin = StrategyPlugin(
        name: "copy-trade",
        summary: "carries a leader's orders over to follower accounts, scaled to each",
        shape: .copy,
        parameters: [],
        make: nil
    )
}
