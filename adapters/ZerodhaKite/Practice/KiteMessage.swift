import FoundationEssentials

/// What clients send as JSON.
enum KiteMessage: Equatable {
    case subscribe([UInt32])
    case unsubscribe([UInt32])
    case mode(KiteMode, [UInt32])

    /// Nil for what is not understood: the real ticker ignores it without a word (4.2).
    init?(_ text: String) {
        guard let raw = try? JSONDecoder().decode(Raw.self, from: Data(text.utf8)) else { return nil }
        switch (raw.a, raw.v) {
        case ("subscribe", .tokens(let tokens)): self = .subscribe(tokens)
        case ("unsubscribe", .tokens(let tokens)): self = .unsubscribe(tokens)
        case ("mode", .mode(let word, let tokens)):
            guard let mode = KiteMode(rawValue: word) else { return nil }
            self = .mode(mode, tokens)
        default: return nil
        }
    }

    private struct Raw: Decodable {
        var a: String
        var v: Value
    }

    private enum Value: Decodable {
        case tokens([UInt32])
        case mode(String, [UInt32])

        init(from decoder: any Decoder) throws {
            if let tokens = try? decoder.singleValueContainer().decode([UInt32].self) {
                self = .tokens(tokens)
                return
            }
            var parts = try decoder.unkeyedContainer()
            self = .mode(try parts.decode(String.self), try parts.decode([UInt32].self))
        }
    }
}

/// How much the ticker sends of an instrument.
enum KiteMode: String, Hashable, Sendable {
    case ltp, quote, full
}
