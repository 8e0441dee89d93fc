package import SaudaBroker
package import SaudaCore

/// The dialect of the depth of twenty levels, a connection of its own (protocol section 3.7). It has no prices, and no
/// time: a depth is of the moment it came.
package struct DepthCodec: StreamCodec {
    private struct Slot {
        var key: SecurityKey
        var depth: Depth
        /// Changed by the message at hand.
        var isTouched = false
    }

    private let listings: ListingTable
    private var slots: [Slot] = []
    private var table = SecurityTable()
    private var isOpen = false

    package init(_ listings: ListingTable) { self.listings = listings }

    /// Shares and derivatives of NSE only.
    package static func has(_ key: SecurityKey) -> Bool {
        key.segment == .nseEquity || key.segment == .nseDerivatives
    }

    package mutating func opened(at now: Timestamp, into output: inout StreamOutput) {
        isOpen = true
        output.send += FeedRequests.messages(Self.subscribe, slots.map(\.key))
        output.isReady = true
    }

    private static let subscribe = 23
    /// As the official client has it; a page says 25.
    private static let unsubscribe = 24

    package mutating func want(_ instruments: [InstrumentID], at now: Timestamp, into output: inout StreamOutput) {
        var wanted: [Slot] = []
        var keys: Set<UInt64> = []
        for instrument in instruments {
            guard let key = listings[instrument]?.security, Self.has(key) else {
                output.skip("an instrument whose depth is not fed")
                continue
            }
            guard keys.insert(key.packed).inserted else { continue }
            let empty = Depth(instrument: instrument, time: now, bids: [], asks: [])
            wanted.append(table.place(of: key.packed).map { slots[$0] } ?? Slot(key: key, depth: empty))
        }
        let gone = slots.map(\.key).filter { !keys.contains($0.packed) }
        let new = wanted.map(\.key).filter { table.place(of: $0.packed) == nil }
        slots = wanted
        table = SecurityTable(wanted.map(\.key.packed))
        guard isOpen else { return }
        output.send += FeedRequests.messages(Self.unsubscribe, gone) + FeedRequests.messages(Self.subscribe, new)
    }

    package mutating func receive(binary frame: RawSpan, at now: Timestamp, into output: inout StreamOutput) {
        var packets = DepthFrame()
        do {
            while let place = try packets.next(in: frame) { take(DepthPacket(frame.extracting(place)), now, &output) }
        } catch {
            output.skip("a message that is cut or whose lengths lie")
        }
        // Both sides of an instrument come in one message: handed on together.
        for place in slots.indices where slots[place].isTouched {
            slots[place].isTouched = false
            output.depths.append(slots[place].depth)
        }
    }

    private mutating func take(_ packet: DepthPacket, _ now: Timestamp, _ output: inout StreamOutput) {
        switch packet {
        case .heartbeat: break
        case .disconnect(let reason): output.close = FeedEnding.error(reason)
        case .unknown(let code): output.skip("a packet of code \(code)")
        case .side(let side, let packed, let rows):
            guard let place = table.place(of: packed) else { return output.skip("an instrument that is not wanted") }
            guard let levels = Self.levels(rows, side) else { return output.skip("a side that is no order of prices") }
            if side == .bid { slots[place].depth.bids = levels } else { slots[place].depth.asks = levels }
            slots[place].depth.time = now
            slots[place].isTouched = true
        }
    }

    /// Those that are used, best first; nil when a price is none or stands out of order.
    private static func levels(_ rows: [DepthPacket.Level], _ side: DepthPacket.Side) -> [Depth.Level]? {
        var levels: [Depth.Level] = []
        for row in rows where row.quantity > 0 {
            guard let price = Price(rupees: row.price), price.isPlausible else { return nil }
            if let best = levels.last?.price, side == .bid ? price > best : price < best { return nil }
            let quantity = Quantity(min(Int64(row.quantity), Quantity.limit.units))
            levels.append(Depth.Level(price: price, quantity: quantity, orders: Int32(clamping: row.orders)))
        }
        return levels
    }

    /// Texts are sent by us only.
    package mutating func receive(text: String, at now: Timestamp, into output: inout StreamOutput) {
        output.skip("a text message on the depth feed")
    }

    package mutating func timer(at now: Timestamp, into output: inout StreamOutput) {}
}
