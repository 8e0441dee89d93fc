import SaudaBroker
import SaudaCore

extension AdapterCard {
    static let feed = [
        AdapterCard(
            Card(
                "FEED-1",
                "Frames give their exact prices, times and instruments.",
                why: "Every rule starts from a price.",
                fix: "Check offsets, byte order, divisor and time zone against the broker's document.",
                source: "rule FED-10"
            ),
            check: readsFrames
        ),
        AdapterCard(
            Card(
                "FEED-2",
                "A frame that is cut anywhere gives no price that the whole one does not; a cut end is counted.",
                why: "Half a packet read as a whole one is a made-up price.",
                fix: "Check a packet's length once, before its fields are read.",
                source: "style, section 8"
            ),
            check: survivesCuts
        ),
        AdapterCard(
            Card(
                "FEED-3",
                "Frames with any bytes changed give no impossible price and end nothing.",
                why: "What comes from outside may be anything.",
                fix: "Check each price with `isPlausible`, each quantity for its sign, each length before reading.",
                source: "style, section 8"
            ),
            check: survivesNoise
        ),
        AdapterCard(
            Card(
                "FEED-4",
                "A new connection asks for what is wanted, and the same wish asks nothing again.",
                why: "A reconnect without a subscription is a silent feed; a repeated one is a call too many.",
                fix: "Remember what was asked for, send differences, and start each connection with nothing.",
                source: "rule FED-5"
            ),
            check: subscribes
        ),
        AdapterCard(
            Card(
                "FEED-5",
                "Prices that nobody wants are left out.",
                why: "Late frames after an unsubscription would move rules that have let go.",
                fix: "Look the key of a packet up among what is wanted.",
                source: "rule FED-5"
            ),
            check: leavesUnwantedOut
        ),
        AdapterCard(
            Card(
                "FEED-6",
                "Order messages give their rows.",
                why: "They tell of a fill a second before the book does.",
                fix: "Read them with the code that reads the order book.",
                source: "rule CPY-15"
            ),
            check: readsOrderMessages
        ),
        AdapterCard(
            Card(
                "FEED-7",
                "Texts that make no sense are counted and end no connection.",
                why: "One odd message must not cost the prices of a second.",
                fix: "Count what is not understood with `StreamOutput.skip`.",
                source: "style, section 8"
            ),
            check: survivesTexts
        ),
    ]

    private static func frames(_ subject: CardSubject) throws(CardEnd) -> [CardSamples.Frame] {
        guard !subject.samples.frames.isEmpty else { throw .failed("there is no sample of a frame") }
        return subject.samples.frames
    }

    private static func readsFrames(_ subject: CardSubject) throws(CardEnd) {
        for (index, frame) in try frames(subject).enumerated() {
            var codec = try subject.codec()
            let output = subject.receive(frame.message, &codec)
            try expect(output.ticks == frame.ticks, "frame \(index) gave \(output.ticks), not \(frame.ticks)")
        }
    }

    private static func survivesCuts(_ subject: CardSubject) throws(CardEnd) {
        for (index, frame) in try frames(subject).enumerated() {
            let whole = frame.message.bytes
            for count in 0..<whole.count {
                var codec = try subject.codec()
                let output = subject.receive(frame.message.with(Array(whole.prefix(count))), &codec)
                let isKnown = output.ticks.allSatisfy { frame.ticks.contains($0) }
                try expect(isKnown, "\(count) bytes of frame \(index) gave \(output.ticks)")
                // Where an inner packet ends, a shorter frame may be a good one; in its last byte it is not.
                guard count == whole.count - 1 else { continue }
                try expect(!output.skipped.isEmpty, "frame \(index) without its last byte is not counted")
            }
        }
    }

    private static func survivesNoise(_ subject: CardSubject) throws(CardEnd) {
        let frames = try frames(subject)
        var dice = SeededDice(seed: 4)
        var codec = try subject.codec()
        for _ in 0..<2000 {
            let frame = frames[dice.below(frames.count)].message
            var bytes = frame.bytes
            for _ in 0...dice.below(6) where !bytes.isEmpty {
                switch dice.below(4) {
                case 0: bytes = Array(bytes.prefix(dice.below(bytes.count + 1)))
                case 1: bytes += (0...dice.below(40)).map { _ in UInt8(dice.below(256)) }
                default: bytes[dice.below(bytes.count)] = UInt8(dice.below(256))
                }
            }
            for tick in subject.receive(frame.with(bytes), &codec).ticks {
                let isPossible = tick.price.isPlausible && tick.quantity.units >= 0
                try expect(isPossible && subject.samples.wanted.contains(tick.instrument), "\(tick) from \(bytes)")
            }
        }
    }

    private static func subscribes(_ subject: CardSubject) throws(CardEnd) {
        let wanted = subject.samples.wanted
        for _ in 0..<2 {
            var codec = try subject.plan().codec
            var output = StreamOutput()
            codec.opened(at: subject.now, into: &output)
            // What it says of itself is no subscription.
            output.removeAll()
            codec.want(wanted, at: subject.now, into: &output)
            let asked = output.send + subject.welcome(&codec)
            try expect(!asked.isEmpty, "a new connection asks for nothing")
            output.removeAll()
            codec.want(wanted, at: subject.now, into: &output)
            try expect(output.send.isEmpty, "the same wish is sent again")
            codec.want(Array(wanted.dropLast()), at: subject.now, into: &output)
            try expect(!output.send.isEmpty, "an instrument fewer is not told")
        }
    }

    private static func leavesUnwantedOut(_ subject: CardSubject) throws(CardEnd) {
        for frame in try frames(subject) {
            var codec = try subject.codec(wanting: [])
            let output = subject.receive(frame.message, &codec)
            try expect(output.ticks.isEmpty, "\(output.ticks)")
        }
    }

    private static func readsOrderMessages(_ subject: CardSubject) throws(CardEnd) {
        let stream: OrderStreamPlan
        do throws(BrokerError) {
            stream = try subject.adapter.orderStream(in: subject.context)
        } catch {
            throw .failed("the stream cannot be opened: \(error)")
        }
        let messages = subject.samples.orderMessages
        if case .poll = stream {
            try expect(messages.isEmpty, "there are order messages, and orders are polled")
            throw .notApplicable("orderStream: orders are polled")
        }
        try expect(!messages.isEmpty, "there is no sample of an order message")
        for sample in messages {
            var codec: any StreamCodec
            switch stream {
            case .onFeed: codec = try subject.codec()
            case .socket(let plan): codec = plan.codec
            case .poll: continue
            }
            let output = subject.receive(sample.message, &codec)
            try expect(output.orders == sample.rows, "\(output.orders), not \(sample.rows)")
        }
    }

    private static func survivesTexts(_ subject: CardSubject) throws(CardEnd) {
        let texts = [
            "hello", "{", "[]", "null", #"{"type":7}"#, #"{"type":"something-new"}"#,
            String(repeating: "[", count: 9999),
        ]
        for text in texts {
            var codec = try subject.codec()
            let output = subject.receive(.text(text), &codec)
            let name = text.prefix(20)
            try expect(output.close == nil, "'\(name)' ends the connection")
            try expect(output.ticks.isEmpty && output.orders.isEmpty, "'\(name)' gives prices or orders")
            try expect(!output.skipped.isEmpty || output.readOrders, "'\(name)' is not counted")
        }
    }
}
