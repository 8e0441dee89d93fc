package import SaudaBroker
package import SaudaCore

/// The market feed's dialect (protocol section 3): binary packets in, subscriptions out.
///
/// Indices are asked for in Ticker mode, the one that is undisputed for them; everything else in Quote, which has the
/// day's volume, or in Full where somebody reads the depth.
package struct FeedCodec: StreamCodec {
    /// What is remembered of one wanted instrument.
    private struct Slot {
        var key: SecurityKey
        var instrument: InstrumentID
        var mode: FeedMode
        var prices: FloatPrices
        /// The day's volume in its last packet; nil before the first.
        var volume: UInt32?
    }

    private let listings: ListingTable
    private let wantsDepth: Bool
    private var slots: [Slot] = []
    private var table = SecurityTable()
    private var isOpen = false

    package init(_ listings: ListingTable, wantsDepth: Bool = false) {
        self.listings = listings
        self.wantsDepth = wantsDepth
    }

    package mutating func opened(at now: Timestamp, into output: inout StreamOutput) {
        isOpen = true
        send(slots, { $0.subscribe }, into: &output)
        // Nothing is acknowledged: what was asked for counts as given.
        output.isReady = true
    }

    package mutating func want(_ instruments: [InstrumentID], at now: Timestamp, into output: inout StreamOutput) {
        var wanted: [Slot] = []
        var keys: Set<UInt64> = []
        for instrument in instruments {
            guard let listing = listings[instrument], let key = listing.security else {
                output.skip("an instrument that has no security id in the instrument list")
                continue
            }
            guard keys.insert(key.packed).inserted else { continue }
            if let place = table.place(of: key.packed) {
                wanted.append(slots[place])
            } else {
                let isIndex = key.segment == .index
                let mode: FeedMode = isIndex ? .ticker : wantsDepth ? .full : .quote
                // Indices have no tick.
                let prices = FloatPrices(tick: isIndex ? nil : listing.instrument.tick)
                wanted.append(Slot(key: key, instrument: instrument, mode: mode, prices: prices))
            }
        }
        let gone = slots.filter { !keys.contains($0.key.packed) }
        let new = wanted.filter { table.place(of: $0.key.packed) == nil }
        slots = wanted
        table = SecurityTable(wanted.map(\.key.packed))
        guard isOpen else { return }
        send(gone, { $0.unsubscribe }, into: &output)
        send(new, { $0.subscribe }, into: &output)
    }

    private func send(_ slots: [Slot], _ code: (FeedMode) -> Int, into output: inout StreamOutput) {
        for mode in FeedMode.allCases {
            output.send += FeedRequests.messages(code(mode), slots.filter { $0.mode == mode }.map(\.key))
        }
    }

    package mutating func receive(binary frame: RawSpan, at now: Timestamp, into output: inout StreamOutput) {
        var packets = FeedFrame()
        do {
            while let place = try packets.next(in: frame) { take(frame.extracting(place), now, &output) }
        } catch {
            output.skip("a message that is cut or whose lengths lie")
        }
    }

    @inline(__always)
    private mutating func take(_ bytes: RawSpan, _ now: Timestamp, _ output: inout StreamOutput) {
        // The kind as a constant in each case, so that the reads need no checks of their own.
        switch (bytes.byte(at: 0), bytes.byteCount) {
        case (8, 162): take(bytes, FeedPacket(bytes, .full), now, &output)
        case (4, 50): take(bytes, FeedPacket(bytes, .quote), now, &output)
        case (2, 16): take(bytes, FeedPacket(bytes, .ticker), now, &output)
        // Open interest and the close before are nothing that a tick holds; a heartbeat says nothing.
        case (5, 12), (6, 16), (0, _): break
        case (50, 10...): output.close = FeedEnding.error(bytes.uint16LE(at: 8))
        case (let code, let count): output.skip("a packet of code \(code) and \(count) bytes")
        }
    }

    @inline(__always)
    private mutating func take(
        _ bytes: RawSpan,
        _ packet: FeedPacket,
        _ now: Timestamp,
        _ output: inout StreamOutput
    ) {
        guard let place = table.place(of: packet.packed) else { return output.skip("an instrument that is not wanted") }
        guard let time = IndiaTime.feed(packet.lastTradeTime) else {
            return output.skip("a price of an instrument that has not traded")
        }
        guard time <= now.advanced(by: Self.clockTolerance) else {
            return output.skip("an exchange time far ahead of the clock")
        }
        guard let price = slots[place].prices.price(packet.last) else {
            return output.skip("a price that is not positive, not finite or out of range")
        }
        output.ticks.append(
            Tick(
                instrument: slots[place].instrument,
                price: price,
                quantity: traded(packet, place),
                exchangeTime: time,
                source: .socket
            )
        )
        if wantsDepth, packet.kind == .full { output.depths.append(Self.depth(bytes, slots[place], time)) }
    }

    /// What traded since the packet before. The last trade's own quantity would miss the trades that were merged; a
    /// volume that falls is a new day or an old snapshot.
    @inline(__always)
    private mutating func traded(_ packet: FeedPacket, _ place: Int) -> Quantity {
        guard packet.kind != .ticker else { return .zero }
        let before = slots[place].volume
        slots[place].volume = packet.volume
        guard let before, packet.volume > before else { return .zero }
        return Self.bounded(packet.volume - before)
    }

    /// The wire has room for more units than a price can be multiplied with.
    @inline(__always) private static func bounded(_ units: UInt32) -> Quantity {
        Quantity(min(Int64(units), Quantity.limit.units))
    }

    /// A time further ahead than this would make every later price look old.
    private static var clockTolerance: TimeSpan { .seconds(86_400) }

    private static func depth(_ bytes: RawSpan, _ slot: Slot, _ time: Timestamp) -> Depth {
        var packet = FullPacket()
        packet.read(bytes, slot.prices)
        var depth = Depth(instrument: slot.instrument, time: time, bids: [], asks: [])
        func add(_ price: Price, _ quantity: UInt32, _ orders: UInt16, to levels: inout [Depth.Level]) {
            guard price.raw > 0 else { return }
            levels.append(Depth.Level(price: price, quantity: bounded(quantity), orders: Int32(orders)))
        }
        for index in packet.levels.indices {
            let level = packet.levels[index]
            add(level.bid, level.bidQuantity, level.bidOrders, to: &depth.bids)
            add(level.ask, level.askQuantity, level.askOrders, to: &depth.asks)
        }
        return depth
    }

    /// Texts are sent by us only.
    package mutating func receive(text: String, at now: Timestamp, into output: inout StreamOutput) {
        output.skip("a text message on the price feed")
    }

    package mutating func timer(at now: Timestamp, into output: inout StreamOutput) {}
}
