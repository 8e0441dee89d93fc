package import SaudaBroker
package import SaudaCore

/// The market feed's dialect (protocol section 8): protobuf messages in, subscriptions out.
///
/// Everything is asked for in `full`: it alone has the day's volume and the depth, and keys of one mode alone have the
/// higher limit.
package struct FeedCodec: StreamCodec {
    /// What is remembered of one wanted instrument.
    private struct Slot {
        var key: String
        var instrument: InstrumentID
        var prices: FeedPrices
        /// The day's volume in its last message; nil before the first.
        var volume: Int64?
    }

    private let listings: ListingTable
    private let wantsDepth: Bool
    private var slots: [Slot] = []
    private var table = KeyTable()
    private var requests = FeedRequests()
    private var isOpen = false

    package init(_ listings: ListingTable, wantsDepth: Bool = false) {
        self.listings = listings
        self.wantsDepth = wantsDepth
    }

    package mutating func opened(at now: Timestamp, into output: inout StreamOutput) {
        isOpen = true
        output.send += requests.messages(.sub, slots.map(\.key))
        // Nothing is acknowledged: what was asked for counts as given.
        output.isReady = true
    }

    package mutating func want(_ instruments: [InstrumentID], at now: Timestamp, into output: inout StreamOutput) {
        var wanted: [Slot] = []
        let old = Dictionary(uniqueKeysWithValues: slots.map { ($0.instrument, $0) })
        var seen: Set<InstrumentID> = []
        for instrument in instruments where seen.insert(instrument).inserted {
            guard let listing = listings[instrument] else {
                output.skip("an instrument that is not in the instrument list")
                continue
            }
            let prices = FeedPrices(tick: listing.instrument.tick)
            wanted.append(old[instrument] ?? Slot(key: listing.feedKey, instrument: instrument, prices: prices))
        }
        let gone = slots.filter { !seen.contains($0.instrument) }
        let new = wanted.filter { old[$0.instrument] == nil }
        slots = wanted
        table = KeyTable(wanted.map(\.key))
        guard isOpen else { return }
        output.send += requests.messages(.unsub, gone.map(\.key))
        output.send += requests.messages(.sub, new.map(\.key))
    }

    package mutating func receive(binary frame: RawSpan, at now: Timestamp, into output: inout StreamOutput) {
        var message = FeedFrame(of: frame)
        var isEmpty = true
        do throws(WireError) {
            while let entry = try message.next(in: frame) {
                isEmpty = false
                try take(entry, frame, now, &output)
            }
        } catch {
            return output.skip("a message that is cut or whose lengths lie")
        }
        if isEmpty, message.market == nil { output.skip("a message without prices") }
    }

    @inline(__always)
    private mutating func take(
        _ entry: FeedFrame.Entry,
        _ frame: RawSpan,
        _ now: Timestamp,
        _ output: inout StreamOutput
    ) throws(WireError) {
        guard let place = table.place(of: entry.key, in: frame) else {
            return output.skip("an instrument that is not wanted")
        }
        let said = try FeedPrice(entry.feed, in: frame)
        guard said.kind != .none else { return output.skip("a message of an unknown kind") }
        guard let time = IndiaTime.milliseconds(said.lastTradeTime) else {
            return output.skip("a price of an instrument that has not traded")
        }
        guard time <= now.advanced(by: Self.clockTolerance) else {
            return output.skip("an exchange time far ahead of the clock")
        }
        guard let price = slots[place].prices.price(said.last) else {
            return output.skip("a price that is not positive, not finite or out of range")
        }
        let depth = wantsDepth ? try Self.depth(said, frame, slots[place], time) : nil
        output.ticks.append(
            Tick(
                instrument: slots[place].instrument,
                price: price,
                quantity: traded(said, place),
                exchangeTime: time,
                source: .socket
            )
        )
        if let depth { output.depths.append(depth) }
    }

    /// What traded since the message before. The last trade's own quantity would miss the trades that were merged; a
    /// volume that falls is a new day or an old snapshot.
    @inline(__always) private mutating func traded(_ said: FeedPrice, _ place: Int) -> Quantity {
        guard said.kind == .market || said.kind == .firstLevel, said.volume >= 0 else { return .zero }
        let before = slots[place].volume
        slots[place].volume = said.volume
        guard let before, said.volume > before else { return .zero }
        return Self.bounded(said.volume - before)
    }

    /// The wire has room for more units than a price can be multiplied with.
    @inline(__always) private static func bounded(_ units: Int64) -> Quantity {
        Quantity(min(units, Quantity.limit.units))
    }

    /// A time further ahead than this would make every later price look old.
    private static var clockTolerance: TimeSpan { .seconds(86_400) }

    /// Nil where the kind has no levels, as indices have none.
    private static func depth(
        _ said: FeedPrice,
        _ frame: RawSpan,
        _ slot: Slot,
        _ time: Timestamp
    ) throws(WireError) -> Depth? {
        guard said.kind == .market || said.kind == .firstLevel else { return nil }
        var depth = Depth(instrument: slot.instrument, time: time, bids: [], asks: [])
        func add(_ price: Double, _ quantity: Int64, to levels: inout [Depth.Level]) {
            guard levels.count < 5, quantity > 0, let price = slot.prices.price(price) else { return }
            levels.append(Depth.Level(price: price, quantity: bounded(quantity), orders: 0))
        }
        for level in try FeedLevel.all(of: said, in: frame) {
            add(level.bid, level.bidQuantity, to: &depth.bids)
            add(level.ask, level.askQuantity, to: &depth.asks)
        }
        return depth
    }

    /// Texts are refusals, where they come at all (section 8.2).
    package mutating func receive(text: String, at now: Timestamp, into output: inout StreamOutput) {
        guard let body = try? JSON(text), body["status"].text == "failed" else {
            return output.skip("a text message on the price feed")
        }
        output.skip("a refused request")
        output.notices.append("The price feed refused a request: \((body["error"].text ?? "no reason").prefix(200))")
    }

    package mutating func timer(at now: Timestamp, into output: inout StreamOutput) {}
}
