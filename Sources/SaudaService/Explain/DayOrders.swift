import SaudaBroker
import SaudaCore
import SaudaStore

/// The orders that a day's journal tells of, ours and others'.
struct DayOrders {
    struct Entry: Hashable {
        /// Ours; of an order by hand only when it was adopted.
        var number: OrderID?
        var brokerIDs: [String] = []
        var account: AccountID
        var instrument: InstrumentID
        var side: Side
        var quantity: Quantity
        var strategy: StrategyID?
        /// The day that handed it over; nil when it was placed on this one.
        var placed: Day?
        var at: Timestamp
    }

    let day: Day
    let names: JournalNames
    private(set) var entries: [Entry] = []
    private var own: [OrderID: Int] = [:]
    private var foreign: [String: Int] = [:]

    /// - Throws: `JournalError` when the file cannot be read, `DataError` when its header or a record makes no sense.
    init(_ day: Day, _ path: String, progress: (Int, Int) -> Void) throws {
        var reader = try JournalReader(path: path)
        guard let payload = reader.header?.payload else {
            throw DataError(file: path, what: "it breaks off inside its header", nextStep: "name another --day")
        }
        self.day = day
        names = try JournalNames(payload, of: path)
        var time = Timestamp(microseconds: 0)
        while let record = try reader.next() {
            if record.sequence % 4096 == 0 { progress(reader.bytesRead, reader.byteCount) }
            switch try JournalEntry(record, of: path) {
            case .event(let event):
                time = event.time
                take(event)
            case .command(let command): take(command, time)
            }
        }
    }

    private mutating func take(_ event: Event) {
        switch event.kind {
        case .carriedOrder(let carried): add(carried.request, event.time, carried)
        case .foreign(let order):
            let key = "\(order.account.index) \(order.id)"
            guard foreign[key] == nil else { return }
            foreign[key] = entries.count
            entries.append(
                Entry(
                    brokerIDs: [order.id.text],
                    account: order.account,
                    instrument: order.instrument,
                    side: order.side,
                    quantity: order.terms.quantity,
                    at: event.time
                )
            )
        case .report(let report):
            guard let index = own[report.order] else { return }
            switch report.kind {
            case .accepted(let id), .foundInBook(let id): note(id, at: index)
            default: break
            }
        default: break
        }
    }

    private mutating func take(_ command: Command, _ time: Timestamp) {
        switch command {
        case .place(let request): add(request, time, nil)
        case .modify(let number, let account, let id, _, _), .cancel(let number, let account, let id, _):
            guard own[number] == nil, let index = foreign["\(account.index) \(id)"] else { return }
            own[number] = index
            entries[index].number = number
        default: break
        }
    }

    private mutating func add(_ request: OrderRequest, _ time: Timestamp, _ carried: CarriedOrder?) {
        own[request.id] = entries.count
        var entry = Entry(
            number: request.id,
            account: request.account,
            instrument: request.instrument,
            side: request.side,
            quantity: request.terms.quantity,
            strategy: request.strategy,
            placed: carried?.placed,
            at: time
        )
        if let carried { entry.brokerIDs = [carried.brokerID.text] }
        entries.append(entry)
    }

    private mutating func note(_ id: BrokerOrderID, at index: Int) {
        if !id.text.isEmpty, !entries[index].brokerIDs.contains(id.text) { entries[index].brokerIDs.append(id.text) }
    }
}

// MARK: - Finding one

extension DayOrders {
    /// By our number, the broker's reference, or the tag of this home.
    func entry(named text: String, home: String) -> Entry? {
        if let number = UInt64(text), let index = own[OrderID(number: number)] { return entries[index] }
        if let entry = entries.first(where: { $0.brokerIDs.contains(text) }) { return entry }
        guard let owner = text.first, owner.isLetter else { return nil }
        return entries.first { entry in
            guard let number = entry.number, entry.strategy != nil else { return false }
            let account = names.account(entry.account)
            let prefix = DeskTag.prefix(home: home, account: account, owner: owner, day: entry.placed ?? day)
            return OrderTag.text(number, prefix: prefix) == text
        }
    }

    func entry(of number: OrderID) -> Entry? { own[number].map { entries[$0] } }

    /// The orders nearest to what was asked for, in words, the nearest first.
    func nearest(to text: String, limit: Int = 5) -> [String] {
        let wanted = UInt64(text)
        func distance(_ entry: Entry) -> UInt64 {
            guard let wanted, let number = entry.number?.number else { return .max }
            return wanted > number ? wanted - number : number - wanted
        }
        let near = Suggestion.nearest(to: text, among: entries.flatMap(\.brokerIDs))
        let sorted = entries.enumerated().sorted { a, b in
            let isNear = (a.element.brokerIDs.contains { $0 == near }, b.element.brokerIDs.contains { $0 == near })
            if isNear.0 != isNear.1 { return isNear.0 }
            return (distance(a.element), a.offset) < (distance(b.element), b.offset)
        }
        return sorted.prefix(limit).map { describe($0.element) }
    }

    private func describe(_ entry: Entry) -> String {
        let number = entry.number.map { "\($0.number)" } ?? "by hand"
        let id = entry.brokerIDs.isEmpty ? "" : " (\(entry.brokerIDs.joined(separator: ", ")))"
        return
            "\(number)\(id) \(entry.side) \(entry.quantity) \(names.instrument(entry.instrument)) at \(entry.at.bookText.dropFirst(11).prefix(8))"
    }
}

extension JournalEntry {
    /// The record as an event or a command, or where it makes no sense.
    init(_ record: JournalRecord, of path: String) throws(DataError) {
        do {
            try self.init(record)
        } catch {
            throw DataError(file: path, what: "record \(record.sequence): \(error)", nextStep: "run `sauda verify`")
        }
    }
}
