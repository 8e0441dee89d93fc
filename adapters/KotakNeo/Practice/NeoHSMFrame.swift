/// Messages of HSM, written as sections 7.1, 7.3 and 7.4 have them. All integers are big-endian.
package enum NeoHSMFrame {
    package enum Kind: UInt8, Hashable, Sendable {
        case connection = 1
        case throttling = 2
        case acknowledgement = 3
        case subscribe = 4
        case unsubscribe = 5
        case data = 6
        case pause = 7
        case resume = 8
        case snapshot = 9
        case optionChain = 10
    }

    /// Says yes or no to a request.
    package static func answer(_ kind: Kind, _ isAccepted: Bool) -> [UInt8] {
        message(kind, [(1, status(isAccepted))])
    }

    /// - Parameter every: how often the client is to acknowledge; 0 for never, and then it is not told.
    package static func welcome(acknowledgeEvery every: UInt32) -> [UInt8] {
        guard every > 0 else { return answer(.connection, true) }
        return message(.connection, [(1, status(true)), (2, big(every))])
    }

    /// - Parameter data: the text of a JSON object.
    package static func optionChain(_ isAccepted: Bool, key: String, data: String) -> [UInt8] {
        message(.optionChain, [(1, status(isAccepted)), (2, Array(key.utf8)), (3, Array(data.utf8))])
    }

    private static func status(_ isAccepted: Bool) -> [UInt8] { [UInt8(ascii: isAccepted ? "K" : "N")] }

    private static func message(_ kind: Kind, _ fields: [(id: UInt8, bytes: [UInt8])]) -> [UInt8] {
        var body = [kind.rawValue, UInt8(fields.count)]
        for field in fields { body += [field.id] + big(UInt16(clamping: field.bytes.count)) + field.bytes }
        return big(UInt16(clamping: body.count)) + body
    }

    static func big(_ value: some FixedWidthInteger) -> [UInt8] {
        stride(from: value.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}

/// A message of packets (section 7.4).
package struct NeoHSMData: Sendable {
    /// Stands in the message only where acknowledgements are wanted.
    package let number: UInt32?
    package private(set) var count: UInt16 = 0
    private var packets: [UInt8] = []

    package init(number: UInt32?) { self.number = number }

    package var bytes: [UInt8] {
        let body = [NeoHSMFrame.Kind.data.rawValue] + (number.map(NeoHSMFrame.big) ?? []) + NeoHSMFrame.big(count)
        return NeoHSMFrame.big(UInt16(clamping: body.count + packets.count)) + body + packets
    }

    /// Everything, with the texts.
    package mutating func snapshot(_ id: UInt32, _ topic: NeoHSMTopic, _ listing: NeoFeedListing, _ values: [Int32?]) {
        let name = "\(topic.rawValue)|\(listing.key)"
        let token = listing.isIndex ? listing.symbol : "\(listing.token)"
        let texts = [(51, topic.rawValue), (52, token), (53, listing.exchange.rawValue), (54, listing.symbol)]
        var packet = [UInt8(ascii: "S")] + NeoHSMFrame.big(id) + NeoHSMData.text(name) + NeoHSMData.list(values)
        packet.append(UInt8(texts.count))
        for (id, text) in texts { packet += [UInt8(id)] + NeoHSMData.text(text) }
        add(packet)
    }

    /// Values by place from the first; nil for what has not changed.
    package mutating func update(_ id: UInt32, _ values: [Int32?]) {
        add([UInt8(ascii: "U")] + NeoHSMFrame.big(id) + NeoHSMData.list(values))
    }

    private mutating func add(_ packet: [UInt8]) {
        count += 1
        packets += NeoHSMFrame.big(UInt16(clamping: packet.count)) + packet
    }

    private static func list(_ values: [Int32?]) -> [UInt8] {
        [UInt8(clamping: values.count)] + values.flatMap { NeoHSMFrame.big($0 ?? .min) }
    }

    private static func text(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8.prefix(255))
        return [UInt8(bytes.count)] + bytes
    }
}
