import SaudaBroker
import SaudaCore
import SaudaService

/// Sends one person's orders through the account's link and waits for what came of them.
struct OrderDesk: Sendable {
    let line: AccountLine
    let account: AccountID
    private let news: Mailbox<News>
    let log: OrderLog

    private enum News: Sendable {
        case event(Event.Kind)
        case tick
    }

    /// How long an order's fate is waited for: three looks at the book, 20 s apart, and what they take.
    static let patience = TimeSpan.seconds(90)

    static func open(_ chosen: LineOptions.Chosen) throws -> OrderDesk {
        let news = Mailbox<News>()
        let line = try chosen.maker.line(
            chosen.account,
            chosen.id,
            chosen.credentials,
            owner: "C",
            help: chosen.help,
            events: { events in for event in events { news.post(.event(event)) } },
            // A failed sign-in is the command's own error.
            notice: { if $0.level == .critical, $0.code != "sign-in-failed" { Terminal.err("\($0.text)") } }
        )
        let day = chosen.maker.clock.now.day
        let name = "\(chosen.account.name)\(chosen.isPractice ? ".practice" : "")"
        return OrderDesk(
            line: line,
            account: chosen.id,
            news: news,
            log: try OrderLog("\(chosen.maker.home)/orders", name, day, prefix: line.tagPrefix)
        )
    }

    // MARK: - Dry run

    func dryRun(
        _ draft: OrderDraft,
        _ id: InstrumentID,
        _ listings: ListingTable,
        _ cost: OrderCost
    ) throws -> OrderReport {
        let order = OrderID(number: log.next)
        let tag = OrderTag.text(order, prefix: line.tagPrefix)
        var report = try dryRun(
            .place(draft.request(id, order, account), tag: tag, draft.options),
            draft.sentence,
            listings
        )
        report.tag = tag
        report.cost = cost
        return report
    }

    func dryRun(_ command: OrderCommand, _ sentence: String, _ listings: ListingTable) throws -> OrderReport {
        let session = line.sessionFile.read()
        let context = AdapterContext(credentials: line.credentials, session: session, listings: listings)
        let request = try line.adapter.request(command, in: context)
        var report = OrderReport(.dryRun, sentence, "")
        report.request = HiddenSecrets(line.credentials, session).shown(request)
        return report
    }

    // MARK: - Placing

    func place(_ draft: OrderDraft, _ id: InstrumentID, _ cost: OrderCost) async throws -> OrderReport {
        try await settleEarlier()
        let order = try log.begin(draft.sentence, at: line.clock.now)
        line.link.post(.follow)
        line.link.post(.place(draft.request(id, order, account), draft.options))
        var report = try await fate(of: order, draft.sentence, OrderFate.ofPlace)
        report.tag = OrderTag.text(order, prefix: line.tagPrefix)
        report.cost = cost
        if report.outcome != .inDoubt { try log.end(order, report.outcome.rawValue) }
        if let id = report.id { try await follow(BrokerOrderID(id), &report) }
        return report
    }

    /// An order whose command died before its answer is looked up first, so that nothing is placed twice by accident.
    func settleEarlier() async throws {
        let open = log.open
        guard !open.isEmpty else { return }
        guard case .orders(let rows) = try await line.ask(.orderBook) else { throw line.wrongAnswer(to: "the orders") }
        for entry in open {
            let tag = OrderTag.text(entry.order, prefix: line.tagPrefix)
            if let row = rows.first(where: { $0.tag == tag }) {
                Terminal.err(
                    "An earlier order without an answer is in the book: \(entry.text) (\(row.id), \(row.status.word))."
                )
                try log.end(entry.order, "found")
            } else if entry.text.contains(Self.bracketMark), let row = try await bracket(tagged: tag) {
                Terminal.err("An earlier bracket order without an answer is there: \(entry.text) (\(row.id)).")
                try log.end(entry.order, "found")
            } else if line.clock.now.since(entry.time) > .seconds(60) {
                Terminal.err("An earlier order without an answer is not in the book and was not placed: \(entry.text).")
                try log.end(entry.order, "absent")
            } else {
                throw CommandFailure(
                    .inDoubt,
                    "an order was sent less than a minute ago and has no answer yet: \(entry.text), tag \(tag). "
                        + "Look at `sauda order list`, wait a minute, then order again."
                )
            }
        }
    }

    // MARK: - Changing

    enum Change: Sendable {
        case modify(OrderTerms)
        case cancel
    }

    func change(_ row: OrderRow, _ change: Change, _ sentence: String) async throws -> OrderReport {
        line.link.post(.follow)
        // The machine takes up what it has seen in the book.
        try await wait(for: "the order book") { event in
            if case .foreign(let order) = event { order.id == row.id } else { false }
        }
        let order = try log.begin(sentence, at: line.clock.now, isChange: true)
        switch change {
        case .modify(let terms): line.link.post(.command(.modify(order, account, row.id, terms, request: 1)))
        case .cancel: line.link.post(.command(.cancel(order, account, row.id, request: 1)))
        }
        let isCancel = if case .cancel = change { true } else { false }
        var report = try await fate(of: order, sentence) { OrderFate.ofChange($0, to: row.id, isCancel: isCancel) }
        try log.end(order, report.outcome.rawValue)
        report.id = row.id.text
        try await follow(row.id, &report)
        return report
    }

    // MARK: - Waiting

    private func fate(
        of order: OrderID,
        _ sentence: String,
        _ sign: @escaping (Report.Kind) -> OrderFate.Sign
    ) async throws -> OrderReport {
        var fate = OrderFate(sentence)
        _ = try await wait(within: Self.patience) { event in
            guard case .report(let told) = event, told.order == order else { return false }
            return fate.hear(sign(told.kind))
        }
        return fate.report ?? fate.inDoubt
    }

    private func wait(for what: String, _ isIt: @escaping (Event.Kind) -> Bool) async throws {
        guard try await wait(within: .seconds(20), isIt) else {
            throw CommandFailure(.failed, "\(what) could not be read; nothing was sent. Try again.")
        }
    }

    /// False when the time is over, or a person has lost patience.
    func wait(within limit: TimeSpan, _ isIt: (Event.Kind) -> Bool) async throws -> Bool {
        let end = line.clock.now.advanced(by: limit)
        let ticking = Task { [news] in
            while !Task.isCancelled {
                try await Task.sleep(for: .milliseconds(50))
                news.post(.tick)
            }
        }
        defer { ticking.cancel() }
        while let inputs = await news.next() {
            for case .event(let event) in inputs where isIt(event) { return true }
            if line.isLoginMissing.isSet { throw line.notSignedIn }
            if line.clock.now > end || StopSignal.isRaised { return false }
        }
        return false
    }

    /// What the broker says of an accepted order in the next moments.
    func follow(_ id: BrokerOrderID, _ report: inout OrderReport) async throws {
        for _ in 0..<8 {
            guard case .orders(let rows)? = try? await line.ask(.orderHistory(id)), let row = rows.last else { return }
            report.status = row.status.word
            report.filled = row.filled.units
            if row.filled.units > 0 { report.average = "\(row.value.price(per: row.filled))" }
            var text = row.status.word
            if row.filled.units > 0 {
                text += ", \(row.filled) of \(row.terms.quantity) filled at \(row.value.price(per: row.filled))"
            }
            if row.status == .rejected {
                report.outcome = .refused
                text = row.rejection.map { "rejected: \($0)" } ?? "rejected"
            }
            report.text = report.outcome == .refused && row.status != .rejected ? report.text : text
            guard row.status == .pending else { return }
            try await Task.sleep(for: .milliseconds(250))
        }
    }
}

extension OrderRow.Status {
    var word: String {
        switch self {
        case .pending: "pending"
        case .open: "open"
        case .complete: "complete"
        case .cancelled: "cancelled"
        case .rejected: "rejected"
        case .expired: "expired"
        case .unknown(let word): "unknown (\(word))"
        }
    }
}
