import SaudaBroker

/// What a client says to SFeed (section 8).
package enum NeoSFeedRequest: Hashable, Sendable {
    /// What an event is about.
    package enum Wish: Hashable, Sendable, CaseIterable {
        case scrips, scripsLite, depth, fullDepth, indices

        /// As it stands behind the verb.
        fileprivate var word: String {
            switch self {
            case .scrips: "Scrips"
            case .scripsLite: "ScripsLite"
            case .depth: "Depth"
            case .fullDepth: "FullDepth"
            case .indices: "Indices"
            }
        }

        /// Nil for indices, which have a packet of their own.
        package var level: NeoSFeedFrame.Level? {
            switch self {
            case .scrips: .touch
            case .scripsLite: .mini
            case .depth: .depth
            case .fullDepth: .full
            case .indices: nil
            }
        }
    }

    /// The first frame.
    case connect(user: String, sid: String, format: String)
    case subscribe(Wish, [String], wantsSymbols: Bool)
    case unsubscribe(Wish, [String])
    case snapshot(Wish, [String], wantsSymbols: Bool)
    case subscribeExchange
    case unsubscribeExchange

    /// Nil for what is none.
    package init?(_ text: String) {
        guard let json = try? JSON(text) else { return nil }
        guard let event = json["event"].text else {
            guard let user = json["user"].text, let sid = json["auth"].text, let format = json["format"].text else {
                return nil
            }
            self = .connect(user: user, sid: sid, format: format)
            return
        }
        switch event {
        case "subscribeExchange": self = .subscribeExchange
        case "unsubscribeExchange": self = .unsubscribeExchange
        default:
            guard let tokens = json["inputtoken"].text else { return nil }
            let keys = tokens.split(separator: ",").map(String.init)
            let wantsSymbols = json["ack_symbol"].bool == true
            if let wish = NeoSFeedRequest.wish(event, "subscribe") {
                self = .subscribe(wish, keys, wantsSymbols: wantsSymbols)
            } else if let wish = NeoSFeedRequest.wish(event, "unsubscribe") {
                self = .unsubscribe(wish, keys)
            } else if let wish = NeoSFeedRequest.wish(event, "snapshot"), wish != .fullDepth {
                self = .snapshot(wish, keys, wantsSymbols: wantsSymbols)
            } else {
                return nil
            }
        }
    }

    private static func wish(_ event: String, _ verb: String) -> Wish? {
        Wish.allCases.first { event == verb + $0.word }
    }
}
