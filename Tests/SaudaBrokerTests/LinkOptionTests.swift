import SaudaBroker
import SaudaCore
import Testing

/// What a person's commands ask of a link: orders with options, and errands that change something.
@Suite struct LinkOptionTests {
    private static let conversion = Errand.convert(
        PositionConversion(InstrumentID(index: 0), .buy, Quantity(1), from: .intraday, to: .delivery)
    )

    /// Answers a placing as if it had been cut.
    private func sliced(_ ids: [String], refused: Int) throws -> LinkRig {
        var adapter = ToyBroker()
        adapter.slices = ids.map { BrokerOrderID($0) }
        adapter.refusedSlices = refused
        var rig = try LinkRig(adapter: adapter)
        rig.begin()
        rig.give(.place(LinkRig.order(1), OrderOptions(isSliced: true)))
        rig.answer()
        return rig
    }

    @Test func `an order with options is placed once and followed like any other`() throws {
        var rig = try LinkRig()
        rig.begin()
        rig.give(.place(LinkRig.order(1), OrderOptions(minutes: 5)))
        rig.give(.place(LinkRig.order(1), OrderOptions(minutes: 5)))
        #expect(rig.waiting == ["place|SD1|0|0|0|1|10|1000000|0"])
        #expect(rig.notices.map(\.code) == ["placed-twice"])
        rig.loseAnswer()
        rig.pass(.seconds(3))
        rig.answerAll()
        #expect(rig.reports(1) == [.placeTimedOut, .foundInBook(BrokerOrderID("T1"))])
        #expect(rig.server.placed == ["SD1": 1])
    }

    @Test func `slices are accepted under the first, and every number is told`() throws {
        let rig = try sliced(["T7", "T8"], refused: 1)
        #expect(rig.reports(1) == [.accepted(BrokerOrderID("T7"))])
        #expect(rig.notices.map(\.code).suffix(2) == ["slice-refused", "sliced"])
        #expect(rig.notices.last?.text.contains("T7, T8") == true)
    }

    @Test func `an answer of no slices is in doubt`() throws {
        #expect(try sliced([], refused: 1).reports(1) == [.placeTimedOut])
    }

    @Test func `the other orders of one that becomes many raise no alarm`() throws {
        var rig = try LinkRig()
        rig.begin()
        rig.give(.place(LinkRig.order(1), OrderOptions(form: .iceberg(legs: 2))))
        rig.answer()
        var second = rig.server.rows[0]
        second.id = "T99"
        rig.server.rows.append(second)
        rig.pass(.seconds(5))
        rig.answerAll()
        #expect(!rig.notices.map(\.code).contains("second-order"))
        var plain = try LinkRig()
        plain.begin()
        plain.place(1)
        plain.answer()
        plain.server.rows.append(second)
        plain.pass(.seconds(5))
        plain.answerAll()
        #expect(plain.notices.map(\.code).contains("second-order"))
    }

    @Test func `a change that may have arrived is not asked for again`() throws {
        for status in [500, 0] {
            var rig = try LinkRig()
            rig.begin()
            rig.give(.errand(9, Self.conversion))
            if status == 0 { rig.fail(.timedOut, mayHaveArrived: true) } else { rig.answer(status) }
            rig.pass(.seconds(60))
            #expect(rig.sent.filter { String(decoding: $0.request.body, as: UTF8.self) == "hello" }.isEmpty)
            guard case .failure(let error)? = rig.results.first?.1 else {
                Issue.record("\(rig.results)")
                continue
            }
            #expect(error.recovery == .checkOrderBook)
        }
    }

    @Test func `a change that cannot have arrived, or met too many, is asked for again`() throws {
        for status in [429, 0] {
            var rig = try LinkRig()
            rig.begin()
            rig.give(.errand(9, Self.conversion))
            if status == 0 { rig.fail(.connect, mayHaveArrived: false) } else { rig.answer(status) }
            rig.pass(.seconds(5))
            rig.answerAll()
            #expect(rig.results.map(\.0) == [9])
            guard case .success? = rig.results.first?.1 else {
                Issue.record("\(rig.results)")
                continue
            }
        }
    }
}
