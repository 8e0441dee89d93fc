import KotakNeoAdapter
import SaudaBroker
import SaudaCore
import Testing

/// The HSM socket's dialect, protocol sections 7.2 to 7.5 and 7.7.
@Suite struct HSMCodecTests {
    private func codec(_ purpose: HSMCodec.Purpose = .prices) throws -> Talk<HSMCodec> {
        Talk(HSMCodec(try Sample.listings(), token: Secret("tok"), sid: Secret("sid1"), purpose: purpose))
    }

    /// Connected and subscribed.
    private func talking(
        _ wanted: [InstrumentID] = [Sample.reliance, Sample.nifty],
        _ answer: [UInt8] = HSMSample.accepted
    ) throws -> Talk<HSMCodec> {
        var talk = try codec()
        _ = talk.opened()
        _ = talk.want(wanted)
        _ = talk.receive(answer)
        _ = talk.receive(HSMSample.subscribed)
        return talk
    }

    private func tick(
        _ paise: Int64,
        _ units: Int64 = 0,
        second: Int64 = 0,
        _ instrument: InstrumentID = Sample.reliance
    ) -> Tick {
        Tick(
            instrument: instrument,
            price: Price(paise: paise),
            quantity: Quantity(units),
            exchangeTime: Timestamp(microseconds: (1_789_011_000 + second) * 1_000_000),
            source: .socket
        )
    }

    // MARK: Connection

    @Test func `nothing but the connection goes out before it is accepted`() throws {
        var talk = try codec()
        let output = talk.opened()
        #expect(output.send == [.binary(HSMRequest.connect(token: Secret("tok"), sid: Secret("sid1")))])
        #expect(!output.isReady && output.wakeAt == talk.now.advanced(by: .seconds(10)))
        #expect(talk.want([Sample.reliance, Sample.nifty]).send.isEmpty)
        #expect(talk.receive(HSMSample.share).skipped == ["prices before the connection was accepted": 1])
        let ready = talk.receive(HSMSample.accepted)
        #expect(ready.isReady)
        #expect(
            ready.send == [.binary(HSMRequest.subscribe(["sf|nse_cm|2885", "if|nse_cm|Nifty 50"], channel: 2))]
        )
    }

    @Test func `a refused connection needs a new session, and no answer a new connection`() throws {
        var talk = try codec()
        _ = talk.opened()
        #expect(talk.receive(HSMSample.refused).close?.recovery == .signInAgain)
        var silent = try codec()
        _ = silent.opened()
        silent.now = silent.now.advanced(by: .seconds(9))
        #expect(silent.timer().close == nil)
        silent.now = silent.now.advanced(by: .seconds(1))
        #expect(silent.timer().close?.recovery == .retry(after: .zero))
    }

    @Test func `one request is under way at a time, a hundred topics each, and a topic leaves by its channel`() throws {
        var listings = ListingTable()
        var ids: [InstrumentID] = []
        for index in 0..<250 {
            let id = InstrumentID(index: UInt32(index))
            let share = Instrument(symbol: "S\(index)")
            try listings.add(Listing(share, feedKey: "nse_cm|\(index)", orderKey: "nse_cm|S\(index)"), as: id)
            ids.append(id)
        }
        var talk = Talk(HSMCodec(listings, token: Secret("t"), sid: Secret("s")))
        _ = talk.opened()
        _ = talk.want(ids)
        func topics(_ range: Range<Int>) -> [String] { range.map { "sf|nse_cm|\($0)" } }
        var sent = talk.receive(HSMSample.accepted).send
        #expect(sent == [.binary(HSMRequest.subscribe(topics(0..<100), channel: 2))])
        sent = talk.receive(HSMSample.subscribed).send
        #expect(sent == [.binary(HSMRequest.subscribe(topics(100..<200), channel: 2))])
        sent = talk.receive(HSMSample.subscribed).send
        #expect(sent == [.binary(HSMRequest.subscribe(topics(200..<250), channel: 3))])
        #expect(talk.want(Array(ids.dropLast())).send.isEmpty)
        sent = talk.receive(HSMSample.subscribed).send
        #expect(sent == [.binary(HSMRequest.unsubscribe(topics(249..<250), channel: 3))])
        #expect(talk.receive(HSMSample.subscribed).skipped == ["an answer to nothing that was asked": 1])
        #expect(talk.receive(HSMSample.unsubscribed).send.isEmpty)
        #expect(talk.want(Array(ids.dropLast())).send.isEmpty)
    }

    @Test func `more than 3000 topics find no channel and are counted`() throws {
        var listings = ListingTable()
        var ids: [InstrumentID] = []
        for index in 0..<3002 {
            let id = InstrumentID(index: UInt32(index))
            let share = Instrument(symbol: "S\(index)")
            try listings.add(Listing(share, feedKey: "nse_cm|\(index)", orderKey: "nse_cm|S\(index)"), as: id)
            ids.append(id)
        }
        var talk = Talk(HSMCodec(listings, token: Secret("t"), sid: Secret("s")))
        _ = talk.opened()
        #expect(talk.want(ids).skipped == ["an instrument for which the connection has no channel left": 1])
    }

    @Test func `a refused subscription is told and the next request goes out`() throws {
        var talk = try codec()
        _ = talk.opened()
        _ = talk.want([Sample.reliance])
        _ = talk.receive(HSMSample.accepted)
        _ = talk.want([Sample.reliance, Sample.nifty])
        let output = talk.receive(HSMSample.notSubscribed)
        #expect(output.notices == ["the price feed refused to subscribe 1 topics"] && output.close == nil)
        #expect(output.send == [.binary(HSMRequest.subscribe(["if|nse_cm|Nifty 50"], channel: 2))])
    }

    @Test func `a subscription without an answer holds the next up for ten seconds, no longer`() throws {
        var talk = try codec()
        _ = talk.opened()
        _ = talk.want([Sample.reliance])
        let wake = talk.receive(HSMSample.accepted).wakeAt
        #expect(wake == talk.now.advanced(by: .seconds(10)))
        #expect(talk.want([Sample.nifty, Sample.reliance]).send.isEmpty)
        talk.now = talk.now.advanced(by: .seconds(10))
        let output = talk.timer()
        #expect(output.skipped == ["a subscription that was not answered": 1] && output.send.count == 1)
    }

    @Test func `a heartbeat goes out every 25 seconds`() throws {
        var talk = try talking()
        let start = talk.now
        for beat in 1...3 {
            talk.now = start.advanced(by: .seconds(Int64(25 * beat)))
            let output = talk.timer()
            #expect(output.send == [.binary(HSMRequest.heartbeat)])
            #expect(output.wakeAt == talk.now.advanced(by: .seconds(25)))
        }
    }

    // MARK: Prices

    @Test func `a snapshot gives the price, an update the step of the volume`() throws {
        var talk = try talking()
        #expect(talk.receive(HSMSample.share).ticks == [tick(141_230)])
        let update = HSMSample.update(
            7,
            HSMSample.scrip([3: 1_789_011_001, 4: 5_120_357, 5: 141_245, 6: 12], count: 13)
        )
        #expect(talk.receive(HSMSample.data([update])).ticks == [tick(141_245, 12, second: 1)])
    }

    @Test func `what an update does not carry stays, and bids alone are no trade`() throws {
        var talk = try talking()
        _ = talk.receive(HSMSample.share)
        let bids = talk.receive(HSMSample.data([HSMSample.update(7, HSMSample.scrip([9: 141_200, 11: 5], count: 13))]))
        #expect(bids.ticks.isEmpty && bids.skipped.isEmpty && bids.depths.isEmpty)
        // A trade at the price before: the volume alone moves.
        let same = HSMSample.update(7, HSMSample.scrip([4: 5_120_350], count: 5))
        #expect(talk.receive(HSMSample.data([same])).ticks == [tick(141_230, 5)])
    }

    @Test func `no value is never shown as a price of twenty-one million`() throws {
        var talk = try talking()
        var values = HSMSample.reliance
        values[5] = nil
        let output = talk.receive(HSMSample.data([HSMSample.snapshot(7, "sf|nse_cm|2885", HSMSample.scrip(values))]))
        #expect(output.ticks.isEmpty && output.skipped == ["a price of zero or out of range": 1])
    }

    @Test func `volumes above two thousand million and a new day's lower ones are counted right`() throws {
        var talk = try talking()
        _ = talk.receive(HSMSample.share)
        let steps: [(UInt32, Int64)] = [
            (3_000_000_000, 50_000_000), (3_000_000_150, 150), (3_000_000_150, 0), (40, 0), (47, 7),
        ]
        for (volume, traded) in steps {
            let update = HSMSample.update(7, HSMSample.scrip([4: Int32(bitPattern: volume), 5: 141_230], count: 13))
            #expect(talk.receive(HSMSample.data([update])).ticks.map(\.quantity.units) == [traded])
        }
    }

    @Test func `an index has its own fields`() throws {
        var talk = try talking()
        #expect(talk.receive(HSMSample.index).ticks == [tick(2_534_060, 0, Sample.nifty)])
        let update = HSMSample.update(9, [HSMSample.none, HSMSample.none, 2_534_065])
        #expect(talk.receive(HSMSample.data([update])).ticks == [tick(2_534_065, 0, Sample.nifty)])
    }

    @Test func `multiplier and precision scale prices exactly, and none gives none`() throws {
        func price(_ multiplier: Int32, _ precision: Int32, _ raw: Int32) throws -> StreamOutput {
            var talk = try talking()
            var values = HSMSample.reliance
            values[5] = raw
            values[23] = multiplier
            values[24] = precision
            return talk.receive(HSMSample.data([HSMSample.snapshot(7, "sf|nse_cm|2885", HSMSample.scrip(values))]))
        }
        #expect(try price(1, 4, 831_275).ticks.map(\.price) == [Price(raw: 831_275)])
        #expect(try price(1, 7, 831_275_049).ticks.map(\.price) == [Price(raw: 831_275)])
        #expect(try price(100, 2, 831_275).ticks.map(\.price) == [Price(raw: 831_275)])
        #expect(try price(1, 0, 83).ticks.map(\.price) == [Price(rupees: 83)])
        for (multiplier, precision) in [
            (0, 2), (-1, 2), (1, -1), (1, 10), (Int32.min, 2), (1, Int32.min), (2_000_000, 2),
        ] {
            let output = try price(multiplier, precision, 141_230)
            #expect(output.ticks.isEmpty && output.skipped == ["a topic without multiplier and precision": 1])
        }
    }

    @Test func `five prices of each side come on a connection of their own`() throws {
        var talk = try codec(.depth)
        _ = talk.opened()
        _ = talk.want([Sample.reliance, Sample.nifty])
        let sent = talk.receive(HSMSample.accepted).send
        #expect(sent == [.binary(HSMRequest.subscribe(["dp|nse_cm|2885"], channel: 2))])
        let prices: [Int32] = (0..<5).map { 141_225 - $0 * 5 } + (0..<4).map { 141_235 + $0 * 5 } + [0]
        let units: [Int32] = [40, 50, 60, 70, 80, 75, 85, 95, 105, 0]
        let orders: [Int32] = [1, 2, 3, 4, 5, 2, 3, 4, 5, 0]
        let values = [HSMSample.none, HSMSample.none] + prices + units + orders + [1, 2]
        let output = talk.receive(HSMSample.data([HSMSample.snapshot(11, "dp|nse_cm|2885", values)]))
        let depth = try #require(output.depths.first)
        #expect(output.ticks.isEmpty && depth.instrument == Sample.reliance)
        #expect(depth.bids.map(\.price) == [141_225, 141_220, 141_215, 141_210, 141_205].map(Price.init(paise:)))
        #expect(depth.asks.map(\.quantity.units) == [75, 85, 95, 105])
        #expect(depth.bids.map(\.orders) == [1, 2, 3, 4, 5])
    }

    @Test func `a time far ahead of the clock gives no tick`() throws {
        var talk = try talking()
        var values = HSMSample.reliance
        values[3] = Int32.max
        let output = talk.receive(HSMSample.data([HSMSample.snapshot(7, "sf|nse_cm|2885", HSMSample.scrip(values))]))
        #expect(output.skipped == ["an exchange time far ahead of the clock": 1])
    }

    // MARK: Acknowledgements

    @Test func `every fifth data frame is acknowledged with its own number where the broker asks for it`() throws {
        var talk = try talking([Sample.reliance], HSMSample.acceptedFive)
        var sent: [SocketMessage] = []
        for number in Int32(1)...12 {
            let packet = HSMSample.snapshot(7, "sf|nse_cm|2885", HSMSample.scrip(HSMSample.reliance))
            let output = talk.receive(HSMSample.data([packet], number: number * 10))
            #expect(output.ticks.count == 1)
            sent += output.send
        }
        #expect(sent == [50, 100].map { .binary(HSMRequest.acknowledge($0)) })
    }

    @Test func `a connection without acknowledgements has no numbers and sends none`() throws {
        var talk = try talking([Sample.reliance])
        for _ in 0..<20 { #expect(talk.receive(HSMSample.share).send.isEmpty) }
    }

    // MARK: What does not belong

    @Test func `an update before its snapshot and a topic that nobody acknowledged are counted`() throws {
        var talk = try talking()
        let update = HSMSample.update(7, HSMSample.scrip([5: 141_245], count: 13))
        let output = talk.receive(HSMSample.data([update, HSMSample.update(-1, [])]))
        #expect(output.ticks.isEmpty && output.skipped == ["an update of a topic that is not known": 2])
        // The next packet of the frame is read all the same.
        let both = HSMSample.data([
            update, HSMSample.snapshot(7, "sf|nse_cm|2885", HSMSample.scrip(HSMSample.reliance)),
        ])
        #expect(talk.receive(both).ticks == [tick(141_230)])
    }

    @Test func `a new connection knows no topic of the old one`() throws {
        var talk = try talking()
        _ = talk.receive(HSMSample.share)
        var again = try talking()
        let update = HSMSample.data([HSMSample.update(7, HSMSample.scrip([5: 141_245], count: 13))])
        #expect(talk.receive(update).ticks.count == 1 && again.receive(update).ticks.isEmpty)
    }

    @Test func `a number that comes with another name keeps nothing of the old topic`() throws {
        var talk = try talking([Sample.reliance, Sample.mahindra])
        _ = talk.receive(HSMSample.share)
        let other = HSMSample.snapshot(7, "sf|nse_cm|2031", HSMSample.scrip([23: 1, 24: 2, 4: 7]))
        #expect(talk.receive(HSMSample.data([other])).ticks.isEmpty)
        let price = HSMSample.update(7, HSMSample.scrip([5: 310_000], count: 13))
        #expect(talk.receive(HSMSample.data([price])).ticks.map(\.instrument) == [Sample.mahindra])
    }

    @Test func `fields beyond the map are passed over and counted`() throws {
        var talk = try talking()
        let values = HSMSample.scrip(HSMSample.reliance) + [Int32](repeating: 7, count: 230)
        let output = talk.receive(HSMSample.data([HSMSample.snapshot(7, "sf|nse_cm|2885", values)]))
        #expect(output.ticks == [tick(141_230)] && output.skipped == ["values beyond the known fields": 1])
    }

    @Test func `what nobody wants any longer, unknown kinds and unknown prefixes are left out`() throws {
        var talk = try talking()
        _ = talk.receive(HSMSample.share)
        _ = talk.want([Sample.nifty])
        #expect(talk.receive(HSMSample.share).skipped == ["an instrument that is not wanted": 1])
        var odd = HSMSample.update(7, [1, 2, 3])
        odd[2] = UInt8(ascii: "X")
        let mixed = talk.receive(HSMSample.data([odd, HSMSample.snapshot(1, "zz|nse_cm|1", [1, 2])]))
        #expect(mixed.skipped["a packet of an unknown kind"] == 1 && mixed.ticks.isEmpty)
        #expect(talk.receive([0, 1, 77]).skipped == ["a message of type 77": 1])
        #expect(talk.receive("{}").skipped.count == 1)
    }

    @Test func `two messages in one frame are both read`() throws {
        var talk = try talking()
        #expect(
            talk.receive(HSMSample.share + HSMSample.index).ticks == [tick(141_230), tick(2_534_060, 0, Sample.nifty)]
        )
    }

    @Test func `lengths that lie give no price`() throws {
        let plain = HSMSample.share
        for length in 0...255 where ![UInt8(length)].elementsEqual([plain[1]]) {
            var frame = plain
            frame[1] = UInt8(length)
            var talk = try talking()
            let output = talk.receive(frame)
            #expect(output.ticks.isEmpty && !output.skipped.isEmpty, "message \(length)")
        }
        // The packet's own: with or without itself, or without its kind, are the ways that cannot be told apart.
        let parts = Int(plain[6])
        for length in 0...255 where ![parts, parts + 2, parts - 1].contains(length) {
            var frame = plain
            frame[6] = UInt8(length)
            var talk = try talking()
            let output = talk.receive(frame)
            #expect(output.ticks.isEmpty && !output.skipped.isEmpty, "packet \(length)")
        }
    }

    @Test func `every prefix is counted, and none gives a price that the whole does not`() throws {
        for frame in [HSMSample.share, HSMSample.index, HSMSample.accepted, HSMSample.subscribed] {
            for count in 0..<frame.count {
                var talk = try talking()
                let output = talk.receive(Array(frame.prefix(count)))
                #expect(output.ticks.isEmpty && !output.skipped.isEmpty)
            }
        }
    }

    @Test func `random and mutated frames never end the process nor give an impossible tick`() throws {
        let update = HSMSample.data([HSMSample.update(7, HSMSample.scrip([4: 9, 5: 141_245], count: 13))])
        let frames = [HSMSample.share, HSMSample.index, update, HSMSample.subscribed]
        var random = SplitMix(state: 2026)
        var talk = try talking()
        for round in 0..<40_000 {
            let output = talk.receive(random.mutated(frames.randomElement(using: &random) ?? []))
            #expect(output.ticks.allSatisfy { $0.price.isPlausible && $0.quantity.units >= 0 }, "\(round)")
        }
    }
}
