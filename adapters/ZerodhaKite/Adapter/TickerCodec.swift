package import SaudaBroker
package import SaudaCore

/// The ticker's dialect (protocol section 4): binary prices, order messages and notices in; subscriptions out.
package struct TickerCodec: StreamCodec {
    /// What is remembered of one wanted instrument.
    private struct Slot {
        var token: UInt32
        var instrument: InstrumentID
        /// The day's volume in its last packet; nil before the first.
        var volume: UInt32?
    }

    private let listings: ListingTable
    /// Depth costs an allocation a packet, so it is made only where somebody reads it.
    private let wantsDepth: Bool
    private var slots: [Slot] = []
    private var table = TokenTable()
    private var isOpen = false

    package init(_ listings: ListingTable, wantsDepth: Bool = false) {
        self.listings = listings
        self.wantsDepth = wantsDepth
    }

    package mutating func opened(at now: Timestamp, into output: inout StreamOutput) {
        isOpen = true
        subscribe(slots.map(\.token), into: &output)
        // Nothing is acknowledged: what was asked for counts as given.
        output.isReady = true
    }

    package mutating func want(_ instruments: [InstrumentID], at now: Timestamp, into output: inout StreamOutput) {
        var wanted: [Slot] = []
        var tokens: Set<UInt32> = []
        for instrument in instruments {
            guard let listing = listings[instrument], let token = UInt32(listing.feedKey) else {
                output.skip("an instrument that has no token in the instrument list")
                continue
            }
            guard tokens.insert(token).inserted else { continue }
            let held = table.place(of: token).map { slots[$0] }
            wanted.append(held ?? Slot(token: token, instrument: instrument))
        }
        let gone = slots.map(\.token).filter { !tokens.contains($0) }
        let new = wanted.map(\.token).filter { table.place(of: $0) == nil }
        slots = wanted
        table = TokenTable(wanted.map(\.token))
        guard isOpen else { return }
        if !gone.isEmpty { output.send.append(.text(#"{"a":"unsubscribe","v":[\#(Self.list(gone))]}"#)) }
        subscribe(new, into: &output)
    }

    /// Full mode: the only one whose packets carry the exchange's time.
    private func subscribe(_ tokens: [UInt32], into output: inout StreamOutput) {
        guard !tokens.isEmpty else { return }
        let list = Self.list(tokens)
        output.send.append(.text(#"{"a":"subscribe","v":[\#(list)]}"#))
        output.send.append(.text(#"{"a":"mode","v":["full",[\#(list)]]}"#))
    }

    private static func list(_ tokens: [UInt32]) -> String { tokens.map(String.init).joined(separator: ",") }

    package mutating func receive(binary frame: RawSpan, at now: Timestamp, into output: inout StreamOutput) {
        guard !TickerFrame.isHeartbeat(frame) else { return }
        do {
            var packets = try TickerFrame(frame)
            while let place = try packets.next(in: frame) { take(frame.extracting(place), now, &output) }
        } catch {
            output.skip("a frame that is cut or longer than its packets")
        }
    }

    @inline(__always)
    private mutating func take(_ bytes: RawSpan, _ now: Timestamp, _ output: inout StreamOutput) {
        // The kind as a constant in each case, so that the reads need no checks of their own.
        switch bytes.byteCount {
        case 184: take(bytes, TickerPacket(bytes, .full), now, &output)
        case 44: take(bytes, TickerPacket(bytes, .quote), now, &output)
        case 32: take(bytes, TickerPacket(bytes, .indexFull), now, &output)
        case 28: take(bytes, TickerPacket(bytes, .indexQuote), now, &output)
        case 8: take(bytes, TickerPacket(bytes, .last), now, &output)
        default: output.skip("a packet of \(bytes.byteCount) bytes")
        }
    }

    @inline(__always)
    private mutating func take(
        _ bytes: RawSpan,
        _ packet: TickerPacket,
        _ now: Timestamp,
        _ output: inout StreamOutput
    ) {
        guard let place = table.place(of: packet.token) else { return output.skip("an instrument that is not wanted") }
        let instrument = slots[place].instrument
        var time = now
        if packet.exchangeTime != 0 {
            time = Timestamp(microseconds: Int64(packet.exchangeTime) * 1_000_000)
            guard time <= now.advanced(by: Self.clockTolerance) else {
                return output.skip("an exchange time far ahead of the clock")
            }
        }
        let price = packet.last.price
        // A contract that never traded is told with a price of zero.
        guard price.isPlausible else { return output.skip("a price of zero or out of range") }
        output.ticks.append(
            Tick(
                instrument: instrument,
                price: price,
                quantity: traded(packet, place),
                exchangeTime: time,
                source: .socket
            )
        )
        if wantsDepth, packet.kind == .full { output.depths.append(depth(bytes, instrument, time)) }
    }

    /// What traded since the packet before. The last trade's own quantity would miss the trades that were merged; a
    /// volume that falls is a new day or an old snapshot.
    @inline(__always)
    private mutating func traded(_ packet: TickerPacket, _ place: Int) -> Quantity {
        guard packet.kind == .quote || packet.kind == .full else { return .zero }
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

    private func depth(_ bytes: RawSpan, _ instrument: InstrumentID, _ time: Timestamp) -> Depth {
        let depth = TickerDepth(bytes)
        func side(_ range: Range<Int>) -> [Depth.Level] {
            var side: [Depth.Level] = []
            side.reserveCapacity(5)
            for index in range where depth.levels[index].price.price.isPlausible {
                let level = depth.levels[index]
                side.append(
                    Depth.Level(
                        price: level.price.price,
                        quantity: Self.bounded(level.quantity),
                        orders: Int32(level.orders)
                    )
                )
            }
            return side
        }
        return Depth(instrument: instrument, time: time, bids: side(TickerDepth.bids), asks: side(TickerDepth.offers))
    }

    package mutating func receive(text: String, at now: Timestamp, into output: inout StreamOutput) {
        guard let message = try? JSON(text) else { return output.skip("a text message that is not JSON") }
        let data = message["data"]
        switch message["type"].text {
        case "order":
            // Sent twice and out of order at times: the message is a signal, the book has the last word.
            output.readOrders = true
            do {
                output.orders.append(try OrderReader(listings).row(data))
            } catch {
                output.skip("an order message: \(error)")
            }
        case "error": output.notices.append("the price feed reports an error: \(Self.words(data))")
        case "message": output.notices.append("the broker says: \(Self.words(data))")
        case "instruments_meta": break
        case let type?: output.skip("a text message of type '\(type.prefix(40))'")
        case nil: output.skip("a text message without a type")
        }
    }

    private static func words(_ data: JSON) -> String { data.text.map { String($0.prefix(500)) } ?? "(no text)" }

    package mutating func timer(at now: Timestamp, into output: inout StreamOutput) {}
}
