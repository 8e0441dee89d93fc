import SaudaBroker
import SaudaCore

// Candles (section 2.16): parallel arrays, true UTC seconds, numbers with exponents.

extension DhanPractice {
    static let intervals: Set<Int64> = [1, 5, 15, 25, 60]

    /// The last day is left out.
    func dailyCandles(_ body: JSON, at now: Timestamp) throws(DhanRefusal) -> PracticeResponse {
        let slot = try chartSlot(body)
        guard let from = body["fromDate"].text.flatMap({ Day($0) }), let to = body["toDate"].text.flatMap({ Day($0) }),
            from <= to
        else { throw .input }
        let all = market.dailyCandles(slot, setup, today: day?.day)
        return try candles(all.filter { $0.start.day >= from && $0.start.day < to }, slot, body)
    }

    func minuteCandles(_ body: JSON, at now: Timestamp) throws(DhanRefusal) -> PracticeResponse {
        let slot = try chartSlot(body)
        let interval = body["interval"].integer ?? body["interval"].text.flatMap { Int64($0) } ?? 0
        guard DhanPractice.intervals.contains(interval), let from = DhanTime.read(body["fromDate"].text),
            let toText = body["toDate"].text, var to = DhanTime.read(toText), from <= to,
            to.day.days(since: from.day) <= 90
        else { throw .input }
        // A date alone means all of it; of today's candles all come, whatever the time (T21).
        if toText.utf8.count == 10 || to.day == now.day { to = to.day.at(TimeOfDay(23, 59, 59)) }
        let isDerivative = catalogue[slot].segment.isDerivatives
        guard !isDerivative || body["expiryCode"].integer != nil else { throw .noCandles }
        let candles = minutes(slot, interval).filter { $0.start >= from && $0.start <= to && $0.start <= now }
        return try self.candles(candles, slot, body)
    }

    private func chartSlot(_ body: JSON) throws(DhanRefusal) -> Int {
        guard let id = body["securityId"].text, let word = body["exchangeSegment"].text,
            let segment = DhanSegment(rawValue: word), let kind = body["instrument"].text,
            body["expiryCode"].isNull || (0...3).contains(body["expiryCode"].integer ?? -1),
            body["oi"].isNull || body["oi"].bool != nil
        else { throw .input }
        guard let slot = catalogue.find(segment, id) else { throw .noCandles }
        guard catalogue[slot].kind == kind else { throw .input }
        return slot
    }

    private func candles(_ candles: [Candle], _ slot: Int, _ body: JSON) throws(DhanRefusal) -> PracticeResponse {
        guard !candles.isEmpty || settings.noCandlesIsEmpty else { throw .noCandles }
        func prices(_ price: (Candle) -> Price) -> PracticeJSON { .array(candles.map { DhanNumber.json(price($0)) }) }
        var pairs: [PracticeJSON.Pair] = [
            PracticeJSON.Pair(key: "open", value: prices(\.open)),
            PracticeJSON.Pair(key: "high", value: prices(\.high)), PracticeJSON.Pair(key: "low", value: prices(\.low)),
            PracticeJSON.Pair(key: "close", value: prices(\.close)),
            PracticeJSON.Pair(key: "volume", value: .array(candles.map { DhanNumber.json($0.volume.units) })),
            PracticeJSON.Pair(
                key: "timestamp",
                value: .array(candles.map { DhanNumber.json($0.start.microseconds / 1_000_000) })
            ),
        ]
        if body["oi"].bool == true {
            let interest = DhanTick(catalogue[slot], market[slot], market.depth(slot)).openInterest
            let value = PracticeJSON.array(candles.map { _ in DhanNumber.json(Int64(interest)) })
            pairs.append(PracticeJSON.Pair(key: "open_interest", value: value))
        }
        return .dhan(.object(pairs))
    }

    func minutes(_ slot: Int, _ length: Int64) -> [Candle] {
        market.minuteCandles(slot, of: length, setup, today: day?.day)
    }
}

extension DhanTime {
    /// Reads `yyyy-MM-dd` or `yyyy-MM-dd HH:mm:ss`, India time.
    static func read(_ text: String?) -> Timestamp? {
        guard let parts = text?.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false),
            let day = Day(parts[0])
        else { return nil }
        guard parts.count == 2 else { return day.at(TimeOfDay(0, 0)) }
        guard parts[1].utf8.count == 8 else { return nil }
        return TimeOfDay(parts[1]).map { day.at($0) }
    }
}
