package import SaudaBroker
package import SaudaCore

/// The HSM socket's dialect (protocol section 7): binary prices in, subscriptions, acknowledgements and heartbeats out.
package struct HSMCodec: StreamCodec {
    /// What a connection is for. Both at once was reported to end the session after a while (section 7.7).
    package enum Purpose: Hashable, Sendable {
        case prices, depth
    }

    /// What is remembered of a topic that the connection has told of.
    private struct Live {
        /// Nil while nobody wants it.
        var instrument: InstrumentID?
        /// The day's volume in its last packet; nil before the first.
        var volume: UInt32?
    }

    private let token: Secret
    private let sid: Secret
    private let listings: ListingTable
    private let purpose: Purpose
    private var book = HSMBook()
    /// By place in the book.
    private var live: [Live] = []
    private var asking = HSMAsking()
    private var isAccepted = false
    private var opened = Timestamp(microseconds: 0)
    private var beat = Timestamp.distantFuture
    private var acknowledgeEvery = 0
    private var unacknowledged = 0

    /// - Parameters:
    ///   - token: of the trading session, as `sid`.
    package init(_ listings: ListingTable, token: Secret, sid: Secret, purpose: Purpose = .prices) {
        self.listings = listings
        self.token = token
        self.sid = sid
        self.purpose = purpose
    }

    /// The broker answers the connection at once, or never.
    private static let answerLimit = TimeSpan.seconds(10)
    /// Connections that said nothing were closed after two to three minutes.
    private static let beatSpan = TimeSpan.seconds(25)
    /// A time further ahead than this would make every later price look old.
    private static let clockTolerance = TimeSpan.seconds(86_400)

    // MARK: - Sending

    package mutating func opened(at now: Timestamp, into output: inout StreamOutput) {
        opened = now
        output.send.append(.binary(HSMRequest.connect(token: token, sid: sid)))
        // Nothing else may go out before it is answered.
        output.wakeAt = now.advanced(by: Self.answerLimit)
    }

    package mutating func want(_ instruments: [InstrumentID], at now: Timestamp, into output: inout StreamOutput) {
        var wanted: [(topic: String, instrument: InstrumentID)] = []
        for instrument in instruments {
            guard let listing = listings[instrument], listing.feedKey.utf8.count <= 200 else {
                output.skip("an instrument that has no token in the instrument list")
                continue
            }
            let isIndex = listing.instrument.kind == .index
            // An index has no depth to tell of.
            if isIndex, purpose == .depth { continue }
            wanted.append(((isIndex ? "if|" : purpose == .depth ? "dp|" : "sf|") + listing.feedKey, instrument))
        }
        let left = asking.want(wanted)
        if left > 0 { output.skip("an instrument for which the connection has no channel left") }
        for place in live.indices { adopt(place) }
        send(at: now, into: &output)
    }

    /// Who wants a topic is looked up when it comes and when wishes change, not with every price.
    private mutating func adopt(_ place: Int) {
        live[place].instrument = asking.instrument(of: book.texts[place].topic)
        // What traded while nobody looked is not what traded since the last price.
        if live[place].instrument == nil { live[place].volume = nil }
    }

    private mutating func send(at now: Timestamp, into output: inout StreamOutput) {
        guard isAccepted else { return }
        while let request = asking.next(at: now) { output.send.append(.binary(request)) }
        output.wakeAt = min(beat, asking.deadline ?? beat)
    }

    package mutating func timer(at now: Timestamp, into output: inout StreamOutput) {
        guard isAccepted else {
            guard now >= opened.advanced(by: Self.answerLimit) else {
                output.wakeAt = opened.advanced(by: Self.answerLimit)
                return
            }
            output.close = .kotak("the price feed did not answer", "It is connected again.", .retry(after: .zero))
            return
        }
        if beat <= now {
            output.send.append(.binary(HSMRequest.heartbeat))
            beat = now.advanced(by: Self.beatSpan)
        }
        if asking.giveUp(at: now) { output.skip("a subscription that was not answered") }
        send(at: now, into: &output)
    }

    // MARK: - Receiving

    package mutating func receive(binary frame: RawSpan, at now: Timestamp, into output: inout StreamOutput) {
        do throws(WireError) {
            var messages = HSMFrame()
            while let place = try messages.next(in: frame) {
                let message = frame.extracting(place)
                switch message.byte(at: 2) {
                case 6: try take(message, now, &output)
                case 1, 4, 5, 7, 8, 9: take(try HSMReply(message), now, &output)
                case let type: output.skip("a message of type \(type)")
                }
            }
        } catch {
            output.skip("a frame that is cut, or whose lengths do not fit")
        }
    }

    private mutating func take(_ reply: HSMReply, _ now: Timestamp, _ output: inout StreamOutput) {
        switch reply {
        case .connection(isAccepted: false, _):
            output.close = .kotak(
                "the price feed refused the session",
                "Sign in: tokens of this broker also end during the day.",
                .signInAgain
            )
        case .connection(isAccepted: true, let every):
            guard !isAccepted else { return output.skip("a second answer to the connection") }
            isAccepted = true
            acknowledgeEvery = every
            beat = now.advanced(by: Self.beatSpan)
            output.isReady = true
            send(at: now, into: &output)
        case .status(let type, let isTaken):
            guard let count = asking.answered(type) else { return output.skip("an answer to nothing that was asked") }
            if !isTaken {
                output.skip("a request about topics that was refused")
                output.notices.append(
                    "the price feed refused to \(type == 4 ? "subscribe" : "unsubscribe") \(count) topics"
                )
            }
            send(at: now, into: &output)
        }
    }

    private mutating func take(
        _ message: RawSpan,
        _ now: Timestamp,
        _ output: inout StreamOutput
    ) throws(WireError) {
        guard isAccepted else { return output.skip("prices before the connection was accepted") }
        var walk = try HSMWalk(message, isNumbered: acknowledgeEvery > 0)
        if let number = walk.number {
            unacknowledged += 1
            if unacknowledged >= acknowledgeEvery {
                unacknowledged = 0
                output.send.append(.binary(HSMRequest.acknowledge(number)))
            }
        }
        while let step = try book.next(&walk, in: message) {
            switch step {
            case .changed(let place, let fields, let isSnapshot, let hasMore):
                if hasMore { output.skip("values beyond the known fields") }
                if isSnapshot {
                    while live.count <= place { live.append(Live()) }
                    adopt(place)
                }
                take(place, fields, now, &output)
            case .unknownTopic: output.skip("an update of a topic that is not known")
            case .unknownKind: output.skip("a packet of an unknown kind")
            case .full: output.skip("more topics than a connection has")
            }
        }
    }

    @inline(__always)
    private mutating func take(
        _ place: Int,
        _ fields: UInt64,
        _ now: Timestamp,
        _ output: inout StreamOutput
    ) {
        guard let instrument = live[place].instrument else { return output.skip("an instrument that is not wanted") }
        let topic = book.topics[place]
        guard let scale = topic.scale else { return output.skip("a topic without multiplier and precision") }
        // The kind that comes all day goes first, and by no table of jumps.
        if topic.kind == .scrip {
            if fields & Self.scripTrade != 0 {
                tick(place, instrument, scale, price: 5, times: (3, 2), volume: 4, now, &output)
            }
            return
        }
        switch topic.kind {
        case .index:
            if fields & Self.indexTrade != 0 {
                tick(place, instrument, scale, price: 2, times: (4, 4), volume: nil, now, &output)
            }
        case .depth:
            let sides = HSMDepth(bids: 2, asks: 7, bidUnits: 12, askUnits: 17, orders: (22, 27), rows: 5)
            output.depths.append(sides.depth(book, place, scale, instrument, now))
        case .scrip, .other: break
        }
    }

    /// Time, volume, last price or last quantity: an update of bids alone is no trade, and the price that is stored would
    /// look new with it.
    private static let scripTrade: UInt64 = 0b111_1000
    private static let indexTrade: UInt64 = 0b1_0100

    @inline(__always)
    private mutating func tick(
        _ place: Int,
        _ instrument: InstrumentID,
        _ scale: HSMScale,
        price field: Int,
        times: (Int, Int),
        volume: Int?,
        _ now: Timestamp,
        _ output: inout StreamOutput
    ) {
        let time = time(place, times) ?? now
        guard time <= now.advanced(by: Self.clockTolerance) else {
            return output.skip("an exchange time far ahead of the clock")
        }
        let raw = book.value(field, of: place)
        // A contract that never traded is told with a price of zero.
        let price = raw == HSMBook.unset ? Price.zero : scale.price(raw)
        guard price.isPlausible else { return output.skip("a price of zero or out of range") }
        let traded = volume.map { self.traded(book.value($0, of: place), place) } ?? .zero
        output.ticks.append(
            Tick(instrument: instrument, price: price, quantity: traded, exchangeTime: time, source: .socket)
        )
    }

    /// Seconds since 1970 UTC, of the first that is there.
    @inline(__always) private func time(_ place: Int, _ fields: (Int, Int)) -> Timestamp? {
        var seconds = book.value(fields.0, of: place)
        if seconds <= 0 { seconds = book.value(fields.1, of: place) }
        return seconds > 0 ? Timestamp(microseconds: Int64(seconds) * 1_000_000) : nil
    }

    /// What traded since the packet before: the step of the day's volume, whose 32 bits can wrap. A volume that falls is a
    /// new day.
    @inline(__always) private mutating func traded(_ raw: Int32, _ place: Int) -> Quantity {
        guard raw != HSMBook.unset else { return .zero }
        let volume = UInt32(bitPattern: raw)
        let before = live[place].volume
        live[place].volume = volume
        guard let before, volume > before else { return .zero }
        return Quantity(min(Int64(volume - before), Quantity.limit.units))
    }

    package mutating func receive(text: String, at now: Timestamp, into output: inout StreamOutput) {
        output.skip("a text message on the binary price feed")
    }
}
