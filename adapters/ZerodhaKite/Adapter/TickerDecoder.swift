import SaudaBroker
import SaudaCore

/// Frames as people read them: one JSON object a packet, for `sauda decode`.
package enum TickerDecoder {
    /// What a frame says, and whether all of it could be read.
    package struct Text: Hashable, Sendable {
        /// JSON objects, one a line, an `error` among them when the frame is malformed.
        package var lines: [String] = []
        package var isMalformed = false
        /// Left out by design: packets of a length that no kind has.
        package var notes: [String] = []
    }

    package static func text(of frame: RawSpan) -> Text {
        var text = Text()
        guard !TickerFrame.isHeartbeat(frame) else { return text }
        var batch = TickerBatch()
        do throws(WireError) {
            try batch.read(frame)
        } catch {
            text.isMalformed = true
            text.lines = [#"{"error":"\#(error)"}"#]
        }
        text.lines = batch.entries.map(line) + text.lines
        text.notes = batch.unknown.map { "a packet of \($0) bytes is of no known kind and left out" }
        return text
    }

    private static func line(of entry: TickerBatch.Entry) -> String {
        let packet = entry.packet
        let kind = packet.kind
        var fields: [String] = []
        func add(_ name: String, _ number: UInt32) { fields.append(#""\#(name)":\#(number)"#) }
        func add(_ name: String, _ price: WirePrice) { fields.append(#""\#(name)":"\#(price)""#) }
        func add(_ name: String, time: UInt32) {
            guard time != 0 else { return }
            fields.append(#""\#(name)":"\#(Timestamp(microseconds: Int64(time) * 1_000_000))""#)
        }
        add("token", packet.token)
        add("segment", packet.segment)
        fields.append(#""mode":"\#(kind.mode)""#)
        add("last_price", packet.last)
        if kind == .quote || kind == .full {
            add("last_quantity", packet.lastQuantity)
            add("average_price", packet.average)
            add("volume", packet.volume)
            add("buy_quantity", packet.buyQuantity)
            add("sell_quantity", packet.sellQuantity)
        }
        if kind != .last {
            add("open", packet.open)
            add("high", packet.high)
            add("low", packet.low)
            add("close", packet.close)
        }
        if kind == .indexQuote || kind == .indexFull { add("change", packet.change) }
        if kind == .full {
            add("oi", packet.openInterest)
            add("oi_day_high", packet.openInterestHigh)
            add("oi_day_low", packet.openInterestLow)
            add("last_trade_time", time: packet.lastTradeTime)
        }
        add("exchange_time", time: packet.exchangeTime)
        if kind == .full {
            let depth = entry.depth
            fields.append(
                #""depth":{"buy":\#(rows(depth, TickerDepth.bids)),"sell":\#(rows(depth, TickerDepth.offers))}"#
            )
        }
        return "{" + fields.joined(separator: ",") + "}"
    }

    private static func rows(_ depth: TickerDepth, _ range: Range<Int>) -> String {
        let rows = range.map { index in
            let level = depth.levels[index]
            return #"{"price":"\#(level.price)","quantity":\#(level.quantity),"orders":\#(level.orders)}"#
        }
        return "[" + rows.joined(separator: ",") + "]"
    }
}

extension TickerPacket.Kind {
    /// The subscription's mode that such packets come from.
    package var mode: String {
        switch self {
        case .last: "ltp"
        case .indexQuote, .quote: "quote"
        case .indexFull, .full: "full"
        }
    }
}
