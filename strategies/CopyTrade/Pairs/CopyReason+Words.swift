import SaudaCore

extension CopyReason: CustomStringConvertible {
    /// What is so, and where a person can do something, what.
    package var description: String {
        switch self {
        case .noOrderID: "the leader's order has no number; look at the leader's order book"
        case .unknownInstrument: "its instrument is not among the day's; refresh the instrument list"
        case .noQuantity: "the leader's order has no quantity; look at the leader's order book"
        case .noLimit: "a limit order without a limit is not sent; look at the leader's order book"
        case .noTrigger: "a stop order without a trigger is not sent; look at the leader's order book"
        case .echo: "it is itself a copy"
        case .leaderCancelled: "Leader order cancelled"
        case .leaderRejected: "the leader's broker rejected the order"
        case .leaderExpired: "the leader's order expired"
        case .stale(let age): "it is \(age.text) old, and prices have moved on; place it by hand if it is still wanted"
        case .paused: "the follower is paused"
        case .notOffered(let what): "the follower's broker takes no \(what) from sauda; place it by hand"
        case .zeroQuantity: "Calculated quantity is 0; look at the follower's ratio and money"
        case .nothingToClose: "the leader closes what the follower does not hold"
        case .cap(let limit, let lot): "one lot costs \(lot) rupees, the cap is \(limit); raise `cap` to take part"
        case .margin(let need, let have): "needs \(need) rupees, has \(have); add money or lower the sizing"
        case .unknownMargin: "nobody can say what it ties up; `unknown_margin: allow` sends it all the same"
        case .refused(let refusal): "\(refusal)"
        case .byHand: "a person cancelled the copy; it is left alone"
        case .edited: "a person changed the copy; it is left alone"
        case .stuck: "the copy may or may not exist; look at the follower's order book"
        case .equal: "already replicated"
        case .enough: "what is filled is enough by now"
        case .notModifiable: "not modifiable: the follower's order has ended"
        case .alreadyEnded: "terminal state: the follower's order has ended"
        case .outsideHours: "outside market hours; it may be rejected, or wait for the next opening"
        case .later(let time): "tried again at \(time.time)"
        case .slowFill(let span): "leader and follower filled \(span.text) apart"
        case .dearFill(let slippage): "filled \(slippage.basisPoints) basis points worse than the leader"
        }
    }
}

extension TimeSpan {
    fileprivate var text: String { "\(microseconds / 1_000_000) s" }
}
