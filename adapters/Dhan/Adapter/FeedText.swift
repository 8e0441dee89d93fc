import SaudaBroker
import SaudaCore

/// Messages of the market feed as people read them: one JSON object a packet, for `sauda decode`. Prices are the wire's
/// floats to the shortest text that names them, because no instrument's tick is known here.
package struct FeedText: Hashable, Sendable {
    /// JSON objects, one a line, an `error` among them when the message is malformed.
    package private(set) var lines: [String] = []
    package private(set) var isMalformed = false
    /// Left out by design: packets of kinds that have no documented layout.
    package private(set) var notes: [String] = []

    package init(of frame: RawSpan) {
        var walk = FeedFrame()
        do throws(WireError) {
            while let place = try walk.next(in: frame) { add(frame.extracting(place)) }
        } catch {
            isMalformed = true
            lines.append(#"{"error":"\#(error)"}"#)
        }
    }

    private mutating func add(_ bytes: RawSpan) {
        let header = FeedHeader(bytes)
        if header.code == 50, header.length >= 10 {
            return lines.append(#"{"packet":"disconnect","reason":\#(bytes.uint16LE(at: 8))}"#)
        }
        guard let kind = FeedPacket.Kind(rawValue: header.code) else {
            return notes.append("a packet of code \(header.code) and \(header.length) bytes is left out")
        }
        guard header.length == kind.length else {
            isMalformed = true
            return lines.append(#"{"error":"a packet of code \#(header.code) with \#(header.length) bytes"}"#)
        }
        lines.append(Self.line(FeedPacket(bytes, kind), kind == .full ? (0..<5).map { FeedLevel(bytes, $0) } : []))
    }

    private static func line(_ packet: FeedPacket, _ levels: [FeedLevel]) -> String {
        var fields = [
            #""packet":"\#(packet.kind)""#,
            #""segment":"\#(ExchangeSegment(rawValue: packet.segment)?.word ?? "\(packet.segment)")""#,
            #""security_id":\#(packet.security)"#,
        ]
        func add(_ name: String, _ number: some BinaryInteger) { fields.append(#""\#(name)":\#(number)"#) }
        func add(_ name: String, _ price: Float) { fields.append(#""\#(name)":"\#(price)""#) }
        switch packet.kind {
        case .openInterest: add("oi", packet.openInterest)
        case .previousClose:
            add("close", packet.close)
            add("oi", packet.openInterest)
        case .ticker, .quote, .full:
            add("last_price", packet.last)
            if let time = IndiaTime.feed(packet.lastTradeTime) { fields.append(#""last_trade_time":"\#(time)""#) }
            guard packet.kind != .ticker else { break }
            add("last_quantity", packet.lastQuantity)
            add("average_price", packet.average)
            add("volume", packet.volume)
            add("buy_quantity", packet.buyQuantity)
            add("sell_quantity", packet.sellQuantity)
            for (name, price) in [
                ("open", packet.open), ("high", packet.high), ("low", packet.low), ("close", packet.close),
            ] { add(name, price) }
            guard packet.kind == .full else { break }
            add("oi", packet.openInterest)
            add("oi_day_high", packet.openInterestHigh)
            add("oi_day_low", packet.openInterestLow)
            let buy = levels.map { row($0.bid, $0.bidQuantity, $0.bidOrders) }.joined(separator: ",")
            let sell = levels.map { row($0.ask, $0.askQuantity, $0.askOrders) }.joined(separator: ",")
            fields.append(#""depth":{"buy":[\#(buy)],"sell":[\#(sell)]}"#)
        }
        return "{" + fields.joined(separator: ",") + "}"
    }

    private static func row(_ price: Float, _ quantity: UInt32, _ orders: UInt16) -> String {
        #"{"price":"\#(price)","quantity":\#(quantity),"orders":\#(orders)}"#
    }
}
