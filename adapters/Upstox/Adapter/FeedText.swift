import SaudaBroker
import SaudaCore

/// Messages of the market feed as people read them: one JSON object an instrument, for `sauda decode`. Prices are the
/// wire's doubles to the shortest text that names them, because no instrument's tick is known here.
package struct FeedText: Hashable, Sendable {
    /// JSON objects, one a line, an `error` among them when the message is malformed.
    package private(set) var lines: [String] = []
    package private(set) var isMalformed = false
    /// Left out by design.
    package private(set) var notes: [String] = []

    package init(of frame: RawSpan) {
        var message = FeedFrame(of: frame)
        var parts: [JSONBody] = []
        do throws(WireError) {
            while let entry = try message.next(in: frame) {
                let price = try FeedPrice(entry.feed, in: frame)
                parts.append(Self.part(entry, price, try FeedLevel.all(of: price, in: frame), frame))
            }
        } catch {
            isMalformed = true
            lines.append(JSONBody.members([("error", .text("\(error)"))]).text)
        }
        lines = parts.map(\.text) + lines
        if message.market != nil { notes.append("the market's states are left out") }
    }

    private static func part(
        _ entry: FeedFrame.Entry,
        _ price: FeedPrice,
        _ levels: [FeedLevel],
        _ frame: RawSpan
    ) -> JSONBody {
        var key: [UInt8] = []
        for offset in entry.key { key.append(frame.byte(at: offset)) }
        var fields: [(name: String, value: JSONBody)] = [
            ("feed", .text("\(price.kind)")), ("instrument_key", .text(String(decoding: key, as: UTF8.self))),
            ("last_price", .text("\(price.last)")),
        ]
        if let time = IndiaTime.milliseconds(price.lastTradeTime) {
            fields.append(("last_trade_time", .text("\(time)")))
        }
        fields += [
            ("last_quantity", .number("\(price.lastQuantity)")), ("close", .text("\(price.close)")),
            ("volume", .number("\(price.volume)")), ("oi", .text("\(price.openInterest)")),
        ]
        if !levels.isEmpty {
            fields.append(("bids", .list(levels.map { level($0.bid, $0.bidQuantity) })))
            fields.append(("asks", .list(levels.map { level($0.ask, $0.askQuantity) })))
        }
        return .members(fields)
    }

    private static func level(_ price: Double, _ quantity: Int64) -> JSONBody {
        .members([("price", .text("\(price)")), ("quantity", .number("\(quantity)"))])
    }
}
