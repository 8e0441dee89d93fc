import SaudaBroker

/// What a client says on the feed of orders (sections 9.2 and 9.3).
package enum NeoOrderFeedRequest: Hashable, Sendable {
    /// `fcn` in place of `cn` is taken for the same.
    case connect(token: String, sid: String, isJSON: Bool)
    case heartbeat
    case nonsense

    /// Reads JSON, and the form without quotes and blanks that the broker's libraries make of it.
    package init(_ text: String) {
        let isJSON = (try? JSON(text)) != nil
        guard let fields = NeoOrderFeedRequest.fields(text) else {
            self = .nonsense
            return
        }
        switch fields["type"] {
        case "hb": self = .heartbeat
        case "cn", "fcn", "CONNECTION":
            guard let token = fields["Authorization"], let sid = fields["Sid"],
                let source = fields["src"] ?? fields["source"], !source.isEmpty
            else { fallthrough }
            self = .connect(token: token, sid: sid, isJSON: isJSON)
        default: self = .nonsense
        }
    }

    private static func fields(_ text: String) -> [String: String]? {
        if let members = (try? JSON(text))?.members { return members.compactMapValues(\.text) }
        guard text.hasPrefix("{"), text.hasSuffix("}") else { return nil }
        var fields: [String: String] = [:]
        for pair in text.dropFirst().dropLast().split(separator: ",") {
            let parts = pair.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, fields.updateValue(String(parts[1]), forKey: String(parts[0])) == nil else {
                return nil
            }
        }
        return fields
    }
}
