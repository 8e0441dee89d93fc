package import SaudaBroker
package import SaudaCore

/// The SFeed socket's dialect (protocol section 8): JSON to steer, packed binary prices.
package struct SFeedCodec: StreamCodec {
    private struct Slot {
        var instrument: InstrumentID
        /// The day's volume in its last packet; nil before the first.
        var volume: Int64?
    }

    private let listings: ListingTable
    private let user: String
    private let sid: Secret
    private let wantsDepth: Bool
    private var exchanges = SFeedExchanges()
    private var wanted: [Listing] = []
    private var ids: [InstrumentID] = []
    /// By the exchange's number, then by its token.
    private var tables: [HSMTopicTable] = []
    private var slots: [[Slot]] = []
    private var isAccepted = false
    private var opened = Timestamp(microseconds: 0)

    /// - Parameters:
    ///   - user: the client code.
    ///   - sid: of the trading session.
    package init(_ listings: ListingTable, user: String, sid: Secret, wantsDepth: Bool = false) {
        self.listings = listings
        self.user = user
        self.sid = sid
        self.wantsDepth = wantsDepth
    }

    private static let answerLimit = TimeSpan.seconds(10)
    /// A time further ahead than this would make every later price look old.
    private static let clockTolerance = TimeSpan.seconds(86_400)
    /// Names a request; the broker states no limit for one message.
    private static let perRequest = 200

    // MARK: - Sending

    package mutating func opened(at now: Timestamp, into output: inout StreamOutput) {
        opened = now
        let hello =
            #"{"user":\#(DecodedText.quoted(user)),"auth":\#(DecodedText.quoted(sid.reveal())),"format":"native_batch","#
            + #""source":"NEOTRADEAPI","platform":"Web","version":"3.0.9","sdk_version":2,"sdk_date":"2026-09-01","#
            + #""conn_req_time":\#(now.microseconds / 1000),"sessionValidation":false}"#
        output.send.append(.text(hello))
        output.wakeAt = now.advanced(by: Self.answerLimit)
    }

    package mutating func want(_ instruments: [InstrumentID], at now: Timestamp, into output: inout StreamOutput) {
        let before = Set(ids)
        var seen: Set<InstrumentID> = []
        let old = zip(ids, wanted)
        var new: [(InstrumentID, Listing)] = []
        for instrument in instruments {
            guard let listing = listings[instrument] else {
                output.skip("an instrument that has no token in the instrument list")
                continue
            }
            if seen.insert(instrument).inserted { new.append((instrument, listing)) }
        }
        let gone = old.filter { !seen.contains($0.0) }.map(\.1)
        ids = new.map(\.0)
        wanted = new.map(\.1)
        tabulate()
        guard isAccepted else { return }
        ask("unsubscribe", gone, &output)
        ask("subscribe", new.filter { !before.contains($0.0) }.map(\.1), &output)
    }

    private mutating func tabulate() {
        var volumes: [InstrumentID: Int64] = [:]
        for slot in slots.joined() { volumes[slot.instrument] = slot.volume }
        tables = Array(repeating: HSMTopicTable(), count: exchanges.count)
        slots = Array(repeating: [], count: exchanges.count)
        for (id, listing) in zip(ids, wanted) {
            // An index is asked for by its name and comes with its number.
            let segment = listing.feedKey.prefix { $0 != "|" }
            guard let exchange = exchanges.number(segment), let token = UInt32(exactly: listing.instrument.token),
                token > 0, tables[exchange].place(of: token) == nil
            else { continue }
            _ = tables[exchange].insert(token)
            slots[exchange].append(Slot(instrument: id, volume: volumes[id]))
        }
    }

    private func ask(_ verb: String, _ listings: [Listing], _ output: inout StreamOutput) {
        // A subscription to scrips has one row a side, whatever there is.
        for (what, isIndex) in [(wantsDepth ? "Depth" : "Scrips", false), ("Indices", true)] {
            var keys = listings.filter { ($0.instrument.kind == .index) == isIndex }.map(\.feedKey)[...]
            while !keys.isEmpty {
                let list = keys.prefix(Self.perRequest).joined(separator: ",")
                keys = keys.dropFirst(Self.perRequest)
                let tail = verb == "subscribe" ? #","ack_symbol":true"# : ""
                let text = #"{"event":"\#(verb)\#(what)","inputtoken":\#(DecodedText.quoted(list))\#(tail)}"#
                output.send.append(.text(text))
            }
        }
    }

    package mutating func timer(at now: Timestamp, into output: inout StreamOutput) {
        guard !isAccepted else { return }
        let limit = opened.advanced(by: Self.answerLimit)
        guard now >= limit else { return output.wakeAt = limit }
        output.close = .kotak("the price feed did not answer", "It is connected again.", .retry(after: .zero))
    }

    // MARK: - Texts

    package mutating func receive(text: String, at now: Timestamp, into output: inout StreamOutput) {
        guard let message = try? JSON(text) else { return output.skip("a text message that is not JSON") }
        switch message["message_code"].integer {
        case 1117, 1119: accept(message, &output)
        case 1120:
            output.close = .kotak(
                "the price feed refused the session",
                "Sign in: tokens of this broker also end during the day.",
                .signInAgain
            )
        case 1109:
            let code = message["error_code"].integer ?? 0
            if code != 0 {
                output.skip("a request about topics that was refused")
                output.notices.append("the price feed refused a subscription (\(code))")
            }
        case let code?: output.skip("a text message of code \(code)")
        case nil: output.skip("a text message without a code")
        }
    }

    private mutating func accept(_ message: JSON, _ output: inout StreamOutput) {
        guard !isAccepted else { return output.skip("a second answer to the connection") }
        guard message["format"].text != "native_fallback", exchanges.take(message["exchanges"]) else {
            output.close = .kotak(
                "the price feed offers a format or dividers that sauda does not read",
                "It is tried again; if that does not help, use the broker's older feed.",
                .retry(after: .seconds(30))
            )
            return
        }
        isAccepted = true
        output.isReady = true
        tabulate()
        ask("subscribe", wanted, &output)
    }

    // MARK: - Prices

    package mutating func receive(binary frame: RawSpan, at now: Timestamp, into output: inout StreamOutput) {
        guard isAccepted else { return output.skip("prices before the connection was accepted") }
        do throws(WireError) {
            var packets = SFeedWalk()
            while let (kind, place) = try packets.next(in: frame) {
                let packet = frame.extracting(place)
                switch kind {
                case .picture: take(packet, last: 69, time: 37, volume: 29, now, &output)
                case .mini: take(packet, last: 21, time: 13, volume: nil, now, &output)
                case .index: take(packet, last: 29, time: 33, volume: nil, now, &output)
                case .marketStatus:
                    let words = SFeedText.text(packet, 11, 5)
                    output.notices.append("\(exchanges.name(packet.byte(at: 4))) is told to be \(words)")
                case .other(let code): output.skip("a packet of code \(code)")
                }
            }
        } catch {
            output.skip("a frame that is cut, or whose lengths do not fit")
        }
    }

    @inline(__always)
    private mutating func take(
        _ packet: RawSpan,
        last: Int,
        time place: Int,
        volume: Int?,
        _ now: Timestamp,
        _ output: inout StreamOutput
    ) {
        let number = packet.byte(at: 4)
        let exchange = Int(number)
        guard exchange < tables.count, let scale = exchanges.scale(number) else {
            return output.skip("a packet of an unknown exchange")
        }
        guard let slot = tables[exchange].place(of: packet.uint32LE(at: 9)) else {
            return output.skip("an instrument that is not wanted")
        }
        let instrument = slots[exchange][slot].instrument
        let seconds = Int64(bitPattern: packet.uint64LE(at: place))
        let latest = now.microseconds / 1_000_000 + Self.clockTolerance.microseconds / 1_000_000
        guard seconds <= latest else { return output.skip("an exchange time far ahead of the clock") }
        let time = seconds > 0 ? Timestamp(microseconds: seconds * 1_000_000) : now
        let price = scale.price(Int64(packet.uint32LE(at: last)))
        // A contract that never traded is told with a price of zero.
        if price.isPlausible {
            let traded = volume.map { self.traded(Int64(bitPattern: packet.uint64LE(at: $0)), exchange, slot) }
            output.ticks.append(
                Tick(
                    instrument: instrument,
                    price: price,
                    quantity: traded ?? .zero,
                    exchangeTime: time,
                    source: .socket
                )
            )
        } else {
            output.skip("a price of zero or out of range")
        }
        if wantsDepth, volume != nil {
            output.depths.append(SFeedText.depth(packet, scale, instrument, time))
        }
    }

    /// What traded since the packet before: the step of the day's volume. One that falls is a new day.
    @inline(__always) private mutating func traded(_ volume: Int64, _ exchange: Int, _ slot: Int) -> Quantity {
        guard volume >= 0 else { return .zero }
        let before = slots[exchange][slot].volume
        slots[exchange][slot].volume = volume
        guard let before, volume > before else { return .zero }
        return Quantity(min(volume - before, Quantity.limit.units))
    }
}
