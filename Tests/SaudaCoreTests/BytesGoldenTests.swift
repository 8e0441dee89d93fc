import SaudaCore
import Testing

@Suite struct BytesGoldenTests {
    /// `BytesGolden.now`, zigzag.
    static let now = "a0defab4d484a206"

    let golden = BytesGolden()

    @Test func `the samples hold every case, flag and optional`() {
        var labels: Set<String> = []
        for row in golden.events { labels.formUnion(BytesLabels.of(row.kind)) }
        for row in golden.commands { labels.formUnion(BytesLabels.of(row.command)) }
        #expect(labels == BytesLabels.all, "differ in \(labels.symmetricDifference(BytesLabels.all).sorted())")
    }

    @Test func `events are written and read as version 1 always did`() throws {
        for (kind, hex) in golden.events {
            let event = Event(BytesGolden.now, kind)
            #expect(bytesHex(event.encoded) == Self.now + hex)
            #expect(try Event(whole: bytesFromHex(Self.now + hex)) == event)
        }
    }

    @Test func `commands are written and read as version 1 always did`() throws {
        for (command, hex) in golden.commands {
            #expect(bytesHex(command.encoded) == hex)
            #expect(try Command(whole: bytesFromHex(hex)) == command)
        }
    }

    @Test(
        "a tick of a share takes less than 24 bytes",
        arguments: [
            (12, 5, 1, 1), (1_234, 223_445, 120, 120), (9_999, 1_280_000, 8_000, 900), (9_999, 14_500_000, 3, 60_000),
        ] as [(UInt32, Int64, Int64, Int64)]
    )
    func tickSize(instrument: UInt32, paise: Int64, units: Int64, delay: Int64) {
        let tick = Tick(
            instrument: InstrumentID(index: instrument),
            price: Price(paise: paise),
            quantity: Quantity(units),
            exchangeTime: BytesGolden.now.advanced(by: .milliseconds(-delay)),
            source: .socket
        )
        #expect(Event(BytesGolden.now, .tick(tick)).encoded.count < 24)
    }

    @Test func `an event in memory stays within 72 bytes`() {
        #expect(MemoryLayout<Event>.size <= 72)
        #expect(MemoryLayout<Event>.stride <= 72)
    }

    @Test func `the version that these samples pin is the current one`() {
        #expect(ByteForm.version == 1)
    }
}
