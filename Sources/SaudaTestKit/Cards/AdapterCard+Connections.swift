import SaudaBroker
import SaudaCore

extension AdapterCard {
    static let connections = [
        AdapterCard(
            Card(
                "FEED-15",
                "An instrument that is wanted again after nobody wanted it is asked for again.",
                why: "Rules let go of a share and take it up again within a day.",
                fix: "Forget what was asked for when it is unsubscribed.",
                source: "rule FED-5"
            ),
            check: subscribesAgain
        ),
        AdapterCard(
            Card(
                "FEED-16",
                "Frames that follow one another on one connection give all their prices, each once.",
                why: "A codec that keeps something of the frame before loses or repeats prices.",
                fix: "Keep no more between frames than the broker's dialect asks for.",
                source: "style, section 8"
            ),
            check: readsFramesInTurn
        ),
        AdapterCard(
            Card(
                "FEED-17",
                "An empty message, and one of a single byte, give no price and end no connection.",
                why: "Heartbeats are such, and so are the ends of cut ones.",
                fix: "Check a message's length before its head is read.",
                source: "style, section 8"
            ),
            check: survivesEmptiness
        ),
        AdapterCard(
            Card(
                "FEED-18",
                "A connection says when prices may be expected.",
                why: "Only from then on is silence a fault.",
                fix: "Set `isReady` when the broker has taken the connection.",
                source: "rule FED-6"
            ),
            check: saysWhenReady
        ),
        AdapterCard(
            Card(
                "FEED-22",
                "Where the broker feeds the order book's depth, a connection for it opens and asks for it.",
                why: "A depth that was promised and never asked for is an empty screen.",
                fix: "Return a plan from `depthFeed`, or leave `traits.depth` nil.",
                source: "rule FED-5"
            ),
            check: feedsDepth
        ),
        AdapterCard(
            Card(
                "FEED-23",
                "A connection that has died is known within a minute, one that tells of orders too.",
                why: "An order stream is silent all day: only a ping tells a quiet day from a dead line.",
                fix: "Set `pingAfter` to 30 s at most, or the plan's silence to 60 s.",
                source: "rule FED-6"
            ),
            check: noticesDeath
        ),
        AdapterCard(
            Card(
                "FEED-24",
                "Every price says whether it came by the socket or was asked for.",
                why: "Rules take a price of the socket for fresher than one that was read.",
                fix: "Give ticks of codecs the source `socket`, those of reads `rest`.",
                source: "architecture, section 3"
            ),
            check: namesSources
        ),
    ]

    private static func subscribesAgain(_ subject: CardSubject) throws(CardEnd) {
        guard let frame = subject.samples.frames.first else { throw .failed("there is no sample of a frame") }
        var codec = try subject.codec()
        var output = StreamOutput()
        codec.want([], at: subject.now, into: &output)
        try expect(!output.send.isEmpty, "that nothing is wanted is not told")
        output.removeAll()
        codec.want(subject.samples.wanted, at: subject.now, into: &output)
        try expect(!output.send.isEmpty, "what is wanted again is not asked for")
        let ticks = subject.receive(frame.message, &codec).ticks
        try expect(ticks == frame.ticks, "its prices are left out: \(ticks)")
    }

    private static func readsFramesInTurn(_ subject: CardSubject) throws(CardEnd) {
        try expect(subject.samples.frames.count > 1, "there are no two samples of a frame")
        var codec = try subject.codec()
        for round in 1...2 {
            for (index, frame) in subject.samples.frames.enumerated() {
                let ticks = subject.receive(frame.message, &codec).ticks
                try expect(ticks == frame.ticks, "round \(round), frame \(index) gave \(ticks), not \(frame.ticks)")
            }
        }
    }

    private static func survivesEmptiness(_ subject: CardSubject) throws(CardEnd) {
        for message in [.binary([]), .binary([0]), .binary([0xFF]), .text("")] as [SocketMessage] {
            var codec = try subject.codec()
            let output = subject.receive(message, &codec)
            try expect(output.ticks.isEmpty && output.orders.isEmpty, "\(message) gives prices or orders")
            try expect(output.close == nil, "\(message) ends the connection")
        }
    }

    private static func saysWhenReady(_ subject: CardSubject) throws(CardEnd) {
        var codec = try subject.plan().codec
        var output = StreamOutput()
        codec.opened(at: subject.now, into: &output)
        codec.want(subject.samples.wanted, at: subject.now, into: &output)
        var isReady = output.isReady
        for message in subject.samples.welcome { isReady = subject.receive(message, &codec).isReady || isReady }
        try expect(isReady, "it never says so")
    }

    /// What a new connection sends until the broker has taken it.
    private static func asked(_ plan: StreamPlan, _ subject: CardSubject) -> [SocketMessage] {
        var codec = plan.codec
        var output = StreamOutput()
        codec.opened(at: subject.now, into: &output)
        codec.want(subject.samples.wanted, at: subject.now, into: &output)
        return output.send + subject.welcome(&codec)
    }

    private static func feedsDepth(_ subject: CardSubject) throws(CardEnd) {
        guard let depth = subject.adapter.traits.depth else { throw .notApplicable("traits.depth: there is none") }
        try expect(depth.levels > 0 && depth.limits.instrumentsPerSocket > 0 && depth.limits.sockets > 0, "\(depth)")
        let plan: StreamPlan
        do throws(BrokerError) {
            plan = try subject.adapter.depthFeed(in: subject.context)
        } catch {
            throw .failed("it cannot be opened: \(error)")
        }
        let prices = try subject.plan()
        let depths = asked(plan, subject)
        try expect(!depths.isEmpty, "it asks for nothing")
        // Where depth comes on the price feed's own terms, its frames tell.
        let isOther = depths != asked(prices, subject) || plan.request?.url != prices.request?.url
        try expect(isOther || !subject.samples.frames.isEmpty, "there is no sample of a frame")
        try expect(isOther || readsDepth(plan, subject), "it asks for prices, and reads no depth")
    }

    private static func readsDepth(_ plan: StreamPlan, _ subject: CardSubject) -> Bool {
        var codec = plan.codec
        var output = StreamOutput()
        codec.opened(at: subject.now, into: &output)
        codec.want(subject.samples.wanted, at: subject.now, into: &output)
        subject.welcome(&codec)
        return subject.samples.frames.contains { !subject.receive($0.message, &codec).depths.isEmpty }
    }

    private static func noticesDeath(_ subject: CardSubject) throws(CardEnd) {
        var plans = [("the feed", try subject.plan())]
        do throws(BrokerError) {
            if case .socket(let plan) = try subject.adapter.orderStream(in: subject.context) {
                plans.append(("the order stream", plan))
            }
        } catch {
            throw .failed("the order stream cannot be opened: \(error)")
        }
        for (name, plan) in plans {
            // A ping that is not answered takes as long again.
            let ping = try subject.request(of: plan).pingAfter
            let pinged = TimeSpan(microseconds: 2 * ping.microseconds)
            let wait = min(plan.silence, pinged)
            try expect(wait <= .seconds(60), "\(name) is missed after \(wait) only")
        }
    }

    private static func namesSources(_ subject: CardSubject) throws(CardEnd) {
        guard let frame = subject.samples.frames.first else { throw .failed("there is no sample of a frame") }
        var codec = try subject.codec()
        let ticks = subject.receive(frame.message, &codec).ticks
        try expect(!ticks.isEmpty && ticks.allSatisfy { $0.source == .socket }, "the feed gave \(ticks)")
        for read in try subject.reads() {
            guard case .quotes(let quotes)? = subject.carryOut(read.errand, read.answers).result else { continue }
            try expect(quotes.allSatisfy { $0.source == .rest }, "a read gave \(quotes)")
        }
    }
}
