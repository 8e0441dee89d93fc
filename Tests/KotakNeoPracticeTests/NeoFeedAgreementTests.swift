import KotakNeoAdapter
import KotakNeoPractice
import SaudaBroker
import SaudaCore
import Testing

/// The adapter's codecs against the practice sockets over a day of prices: each side was written from the reference
/// alone, so where they agree it was read the same way twice.
@Suite struct NeoFeedAgreementTests {
    /// Slot and handle are the same number; the index, which has no instrument at the exchange, has 4.
    private static func listings() throws -> ListingTable {
        var table = ListingTable()
        let expiry = NeoFeedDesk.day.advanced(by: 6)
        let kinds: [(Instrument.Kind, Segment)] = [
            (.equity, .nseEquity), (.equity, .nseEquity), (.future(expiry: expiry), .nseDerivatives),
            (.future(expiry: expiry), .nseCurrency), (.index, .nseIndex),
        ]
        for (slot, listing) in NeoFeedDesk.listings.enumerated() {
            let instrument = Instrument(
                symbol: listing.symbol,
                series: "",
                segment: kinds[slot].1,
                kind: kinds[slot].0,
                token: Int64(listing.token),
                tick: Price(paise: 5),
                lot: Quantity(Int64(listing.lot))
            )
            let row = Listing(instrument, feedKey: listing.key, orderKey: "order|\(listing.symbol)")
            try table.add(row, as: InstrumentID(index: UInt32(slot)))
        }
        return table
    }

    /// A codec that talks with the desk until neither has anything to say.
    private struct Client<Codec: StreamCodec> {
        var codec: Codec
        var ticks: [Tick] = []
        var depths: [Depth] = []
        var skipped: [String: Int] = [:]
        var wakeAt = Timestamp.distantFuture
        var close: BrokerError?
        var number: UInt64

        init(_ codec: Codec, _ kind: NeoFeed.Kind, _ wanted: [InstrumentID], _ desk: inout NeoFeedDesk) {
            self.codec = codec
            number = kind == .hsm ? 1 : kind == .sfeed ? 2 : 3
            desk.open(kind, number)
            var output = StreamOutput()
            self.codec.opened(at: desk.time, into: &output)
            self.codec.want(wanted, at: desk.time, into: &output)
            take(output, &desk)
        }

        mutating func take(_ output: StreamOutput, _ desk: inout NeoFeedDesk) {
            ticks += output.ticks
            depths += output.depths
            for (reason, count) in output.skipped { skipped[reason, default: 0] += count }
            if let close = output.close { self.close = close }
            if let wakeAt = output.wakeAt { self.wakeAt = wakeAt }
            for message in output.send { desk.say(message, on: number) }
            hear(&desk)
        }

        mutating func hear(_ desk: inout NeoFeedDesk) {
            let socket = PracticeSocket(number: number)
            var mine: [SocketMessage] = []
            desk.actions.removeAll { action in
                guard case .write(socket, let message, _) = action else { return false }
                mine.append(message)
                return true
            }
            for message in mine {
                var output = StreamOutput()
                switch message {
                case .binary(let bytes):
                    unsafe codec.receive(binary: bytes.span.bytes, at: desk.time, into: &output)
                case .text(let text): codec.receive(text: text, at: desk.time, into: &output)
                case .ping: break
                }
                take(output, &desk)
            }
        }

        mutating func wait(_ milliseconds: Int64, _ desk: inout NeoFeedDesk) {
            let end = desk.time.advanced(by: .milliseconds(milliseconds))
            while desk.time < end {
                let next = min(end, max(wakeAt, desk.time.advanced(by: .milliseconds(1))))
                desk.wait(next.since(desk.time).microseconds / 1000)
                hear(&desk)
                guard desk.time >= wakeAt else { continue }
                wakeAt = .distantFuture
                var output = StreamOutput()
                codec.timer(at: desk.time, into: &output)
                take(output, &desk)
            }
        }
    }

    /// What traded in one beat: slot, price, quantity.
    private struct Trade: Hashable {
        var slot: Int
        var price: Price
        var quantity: Int64
    }

    /// Made-up trades, one a beat.
    private static func day(_ count: Int) -> [Trade] {
        let starts = ["1400", "3000", "24500", "83.2525"].map { Price($0) ?? .zero }
        let ticks = [500, 500, 500, 25] as [Int64]
        return (0..<count).map { place in
            let dice = PracticeDice.mix(42, UInt64(place))
            let slot = Int(dice % 4)
            let steps = Int64(dice >> 8 % 400) - 200
            let price = Price(raw: starts[slot].raw + steps * ticks[slot])
            return Trade(slot: slot, price: price, quantity: Int64(1 + dice >> 32 % 500))
        }
    }

    private func wanted(_ slots: [Int]) -> [InstrumentID] { slots.map { InstrumentID(index: UInt32($0)) } }

    private func play<Codec: StreamCodec>(_ client: inout Client<Codec>, _ desk: inout NeoFeedDesk, _ trades: [Trade])
        throws
    {
        for trade in trades {
            try desk.trade("\(trade.price)", trade.quantity, slot: trade.slot)
            client.hear(&desk)
            client.wait(250, &desk)
        }
    }

    private func check<Codec: StreamCodec>(_ client: Client<Codec>, _ trades: [Trade]) {
        for slot in 0..<4 {
            let told = client.ticks.filter { $0.instrument.index == UInt32(slot) && $0.quantity > .zero }
            let expected = trades.filter { $0.slot == slot }
            #expect(told.map(\.price) == expected.map(\.price))
            #expect(told.map(\.quantity.units) == expected.map(\.quantity))
        }
        #expect(client.close == nil)
        #expect(client.skipped.isEmpty, "\(client.skipped)")
    }

    @Test(arguments: [0, 1, 5] as [UInt32])
    func `HSM: every price and quantity of the day is read as it was put in`(_ every: UInt32) throws {
        var desk = NeoFeedDesk { $0.hsm.acknowledgeEvery = every }
        let codec = HSMCodec(try Self.listings(), token: Secret("tok"), sid: Secret("sid1"))
        var client = Client(codec, .hsm, wanted([0, 1, 2, 3, 4]), &desk)
        let trades = Self.day(1500)
        try play(&client, &desk, trades)
        check(client, trades)
        #expect(!desk.isEnded())
        let index = client.ticks.filter { $0.instrument.index == UInt32(NeoFeedDesk.index) }
        #expect(index.count > 300)
        #expect(index.last?.price == desk.market[NeoFeedDesk.index].last)
    }

    @Test func `HSM: five rows of depth are read as they are in the market`() throws {
        var desk = NeoFeedDesk()
        let codec = HSMCodec(try Self.listings(), token: Secret("tok"), sid: Secret("sid1"), purpose: .depth)
        var client = Client(codec, .hsm, wanted([0, 3]), &desk)
        for trade in Self.day(200) {
            try desk.trade("\(trade.price)", trade.quantity, slot: trade.slot)
            client.hear(&desk)
            client.wait(250, &desk)
            guard trade.slot == 0 || trade.slot == 3 else { continue }
            let real = desk.market.depth(trade.slot)
            let told = try #require(client.depths.last)
            #expect(told.instrument.index == UInt32(trade.slot))
            #expect(told.bids.map(\.price) == real.bids.map(\.price))
            #expect(told.asks.map(\.price) == real.offers.map(\.price))
            #expect(told.bids.map(\.quantity.units) == real.bids.map { Int64($0.quantity) })
            #expect(told.asks.map(\.orders) == real.offers.map { Int32($0.orders) })
        }
        #expect(client.skipped.isEmpty, "\(client.skipped)")
    }

    @Test func `SFeed: every price and quantity of the day is read as it was put in`() throws {
        for acknowledgement in [NeoSFeedSettings.Acknowledgement.symbols, .described] {
            var desk = NeoFeedDesk { $0.sfeed.acknowledgement = acknowledgement }
            let codec = SFeedCodec(try Self.listings(), user: "ABC12", sid: Secret("sid1"), wantsDepth: true)
            var client = Client(codec, .sfeed, wanted([0, 1, 2, 3, 4]), &desk)
            let trades = Self.day(1500)
            try play(&client, &desk, trades)
            check(client, trades)
            let told = try #require(client.depths.last)
            let real = desk.market.depth(Int(told.instrument.index))
            #expect(told.bids.count == 5 && told.asks.count == 5)
            #expect(told.bids.map(\.price) == real.bids.map(\.price))
            #expect(told.asks.map(\.quantity.units) == real.offers.map { Int64($0.quantity) })
            let index = client.ticks.filter { $0.instrument.index == UInt32(NeoFeedDesk.index) }
            #expect(index.last?.price == desk.market[NeoFeedDesk.index].last)
        }
    }

    @Test func `no lie makes a price that the market did not have`() throws {
        let trades = Self.day(400)
        for isHSM in [true, false] {
            var desk = NeoFeedDesk { $0.hsm.missingAcknowledgements = nil }
            var frames: [[UInt8]] = []
            if isHSM {
                desk.open(.hsm)
                desk.say(NeoHSMClient.connect)
                desk.say(NeoHSMClient.subscribe(["sf|nse_cm|2885"]))
            } else {
                desk.open(.sfeed)
                desk.say(#"{"user":"ABC12","auth":"sid1","format":"native_batch"}"#)
                desk.say(#"{"event":"subscribeScrips","inputtoken":"nse_cm|2885","ack_symbol":true}"#)
            }
            for trade in trades where trade.slot == 0 {
                try desk.trade("\(trade.price)", trade.quantity)
                desk.wait(250)
                frames += desk.frames()
            }
            // Cut and stretched frames; what only calls itself something else may still be read.
            for (place, frame) in frames.enumerated() {
                let lie = NeoFeedLies.lie(frame, choice: isHSM ? [0, 1, 2, 5][place % 4] : [0, 1, 3][place % 3])
                var output = StreamOutput()
                if isHSM {
                    var codec = HSMCodec(try Self.listings(), token: Secret("tok"), sid: Secret("sid1"))
                    unsafe codec.receive(
                        binary: NeoHSMFrame.welcome(acknowledgeEvery: 5).span.bytes,
                        at: desk.time,
                        into: &output
                    )
                    codec.want(wanted([0]), at: desk.time, into: &output)
                    unsafe codec.receive(binary: lie.span.bytes, at: desk.time, into: &output)
                } else {
                    var codec = SFeedCodec(try Self.listings(), user: "ABC12", sid: Secret("sid1"))
                    codec.receive(text: NeoSFeed.welcome(NeoSFeedSettings()), at: desk.time, into: &output)
                    codec.want(wanted([0]), at: desk.time, into: &output)
                    unsafe codec.receive(binary: lie.span.bytes, at: desk.time, into: &output)
                }
                #expect(output.ticks.isEmpty)
            }
            #expect(frames.count > 80)
        }
    }
}
