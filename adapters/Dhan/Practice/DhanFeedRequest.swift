import SaudaBroker

/// What a client says on a feed (sections 3.2, 3.7 and 3.8).
enum DhanFeedRequest: Hashable, Sendable {
    case disconnect
    case subscribe(DhanFeed.Mode, [DhanKey])
    case unsubscribe(DhanFeed.Mode, [DhanKey])
    /// A relic of the first version.
    case nothing

    /// Nil for what is no request of version 2. A key whose segment nobody knows is left out, as an unknown id is.
    init?(_ text: String) {
        guard let json = try? JSON(text), let code = json["RequestCode"].integer else { return nil }
        switch code {
        case 11: self = .nothing
        case 12: self = .disconnect
        case 15, 17, 21, 23:
            guard let mode = DhanFeed.Mode(rawValue: UInt8(code)), let keys = DhanFeedRequest.keys(json) else {
                return nil
            }
            self = .subscribe(mode, keys)
        case 16, 18, 22, 24:
            guard let mode = DhanFeed.Mode(rawValue: UInt8(code - 1)), let keys = DhanFeedRequest.keys(json) else {
                return nil
            }
            self = .unsubscribe(mode, keys)
        // Documented twice (3.2).
        case 25:
            guard let keys = DhanFeedRequest.keys(json) else { return nil }
            self = .unsubscribe(.depth, keys)
        default: return nil
        }
    }

    /// A list with its count, or the one instrument of the 200-level feed.
    private static func keys(_ json: JSON) -> [DhanKey]? {
        guard let items = json["InstrumentList"].items else { return key(json).map { $0.map { [$0] } ?? [] } }
        guard json["InstrumentCount"].integer == Int64(items.count) else { return nil }
        var keys: [DhanKey] = []
        for item in items {
            guard let key = key(item) else { return nil }
            if let key { keys.append(key) }
        }
        return keys
    }

    /// Nil for what is no instrument, `.some(nil)` for one that nobody knows. The id is a text.
    private static func key(_ json: JSON) -> DhanKey?? {
        guard let segment = json["ExchangeSegment"].text, let id = json["SecurityId"].text else { return nil }
        guard let segment = DhanSegment(rawValue: segment), let id = UInt32(id) else { return .some(nil) }
        return DhanKey(segment, id)
    }
}
