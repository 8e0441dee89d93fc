package import SaudaCore
package import SaudaStore

/// What a day's journal tells of the world outside the engine: how the day began, its prices, what was answered, and what
/// people and the schedule asked for. Commands and reports on orders are left out, as they belong to the orders of then.
package struct RecordedDay: Sendable {
    package let path: String
    package let header: DayHeader
    /// Under the journal's handles; ticks by the dated ladder, as a journal names instruments and no more.
    package let instruments: InstrumentTable
    /// Nil for a day that broke off before it was started.
    package private(set) var hours: TradingDay?
    /// How the day began, in order: cash, numbers, closes, holdings, waiting orders, memos, deposits.
    package private(set) var morning: [Event] = []
    /// Jobs and controls that were asked for by day, and the end.
    package private(set) var interventions: [Event] = []
    /// Daily candles that were told or asked for, the day's own included, by instrument, oldest first.
    package private(set) var daily: [[Candle]]
    package private(set) var bars: MinuteBars
    package private(set) var lastTime = Timestamp(microseconds: .min)
    /// Whether the evening was played to its end.
    package private(set) var isWhole = false
    /// Every place, modify and cancel, as bytes.
    package private(set) var intents: [[UInt8]] = []
    /// Studies, fundamentals and headlines as they were answered.
    package private(set) var research: [Question: Answer] = [:]
    package private(set) var events = 0

    private var questions: [RequestID: Question] = [:]
    private var known: [[Timestamp: Candle]]

    /// - Throws: `DataError` for a journal that is missing or damaged, or has a record that makes no sense.
    package init(_ path: String) throws {
        var reader: JournalReader
        do { reader = try JournalReader(path: path) } catch {
            throw DataError(file: path, what: error.what, nextStep: error.nextStep)
        }
        guard let payload = reader.header?.payload else {
            throw DataError(file: path, what: "it breaks off inside its header", nextStep: "name another day")
        }
        self.path = path
        header = try JournalNames(payload, of: path).header
        var table = InstrumentTable()
        for name in header.instruments {
            let isPlain = name.text.hasSuffix("-EQ")
            try table.add(Instrument(symbol: name.symbol, series: isPlain ? "EQ" : "", segment: name.segment))
        }
        instruments = table
        daily = Array(repeating: [], count: table.count)
        known = Array(repeating: [:], count: table.count)
        bars = MinuteBars(count: table.count)
        while let record = try reader.next() {
            switch try JournalEntry(record, of: path) {
            case .event(let event): take(event)
            case .command(let command): take(command, record.payload)
            }
        }
        if case .corrupt(let sequence, _)? = reader.ending {
            throw DataError(
                file: path,
                what: "record \(sequence) does not fit the chain: the file was changed or damaged",
                nextStep: "`sauda verify` says more; bring the file back from a backup"
            )
        }
        for index in known.indices { daily[index] = known[index].values.sorted { $0.start < $1.start } }
        known = []
    }

    private mutating func take(_ event: Event) {
        events += 1
        lastTime = event.time
        switch event.kind {
        case .dayStarted(let day): hours = day
        case .tick(let tick): bars.add(tick, at: event.time)
        case .candle(let id, .day, let candle): add(candle, of: id)
        case .answer(let id, let answer): take(answer, to: questions.removeValue(forKey: id))
        case .job, .control: interventions.append(event)
        case .dayEnded: isWhole = true
        case .cash, .lastOrder, .reference, .carriedHolding, .carriedOrder, .remembered, .deposit:
            if hours == nil { morning.append(event) } else { interventions.append(event) }
        case .candle, .clock, .report, .foreign: break
        }
    }

    private mutating func take(_ command: Command, _ bytes: some Sequence<UInt8>) {
        if command.isIntent { intents.append(Array(bytes)) }
        if case .fetch(let id, let question) = command { questions[id] = question }
    }

    private mutating func take(_ answer: Answer, to question: Question?) {
        switch (question, answer) {
        case (.history(let id, _)?, .candles(let candles)): for candle in candles { add(candle, of: id) }
        case (.study?, _), (.fundamentals?, _), (.headlines?, _): if let question { research[question] = answer }
        default: break
        }
    }

    /// What is told later is the newer word on a day.
    private mutating func add(_ candle: Candle, of id: InstrumentID) {
        guard known.indices.contains(Int(id.index)) else { return }
        known[Int(id.index)][candle.start] = candle
    }
}
