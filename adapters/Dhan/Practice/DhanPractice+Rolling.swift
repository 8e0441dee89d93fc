import SaudaBroker
import SaudaCore

// Candles of expired options, by their distance from the money (section 2.16). The practice exchange had no such
// options, so they are priced from the candles of what they hang on.

extension DhanPractice {
    private static let columns = ["open", "high", "low", "close", "iv", "volume", "strike", "oi", "spot"]

    /// What a request asks for.
    private struct Rolling {
        var slot: Int
        var minutes: Int64
        var isWeekly: Bool
        /// 0 and 1 both mean the near one (8.10).
        var place: Int
        var fromTheMoney: Int64
        var isCall: Bool
        var wanted: Set<String>
        var days: Range<Day>
    }

    func rollingOption(_ body: JSON, at now: Timestamp) throws(DhanRefusal) -> PracticeResponse {
        let asked = try rolling(body)
        let candles = minutes(asked.slot, asked.minutes).filter {
            asked.days.contains($0.start.day) && $0.start <= now
        }
        guard !candles.isEmpty || settings.noCandlesIsEmpty else { throw .noCandles }
        var columns: [String: [PracticeJSON]] = [:]
        for candle in candles {
            for (name, value) in row(of: asked, candle) where asked.wanted.contains(name) {
                columns[name, default: []].append(value)
            }
        }
        var pairs = DhanPractice.columns.map { PracticeJSON.Pair(key: $0, value: .array(columns[$0] ?? [])) }
        let times = candles.map { DhanNumber.json($0.start.microseconds / 1_000_000) }
        pairs.append(PracticeJSON.Pair(key: "timestamp", value: .array(times)))
        let side = PracticeJSON.object(pairs)
        return .dhan(["data": ["ce": asked.isCall ? side : .null, "pe": asked.isCall ? .null : side]])
    }

    private func rolling(_ body: JSON) throws(DhanRefusal) -> Rolling {
        let interval = body["interval"].integer ?? body["interval"].text.flatMap { Int64($0) } ?? 0
        let id = body["securityId"].integer ?? body["securityId"].text.flatMap { Int64($0) } ?? -1
        guard let kind = body["instrument"].text, kind == "OPTIDX" || kind == "OPTSTK",
            body["exchangeSegment"].text == DhanSegment.nseDerivatives.rawValue,
            DhanPractice.intervals.contains(interval), let flag = body["expiryFlag"].text,
            flag == "WEEK" || flag == "MONTH", let code = body["expiryCode"].integer, (0...3).contains(code),
            let type = body["drvOptionType"].text, type == "CALL" || type == "PUT",
            let distance = DhanPractice.distance(body["strike"].text), let words = body["requiredData"].items,
            let from = body["fromDate"].text.flatMap({ Day($0) }), let to = body["toDate"].text.flatMap({ Day($0) }),
            from <= to, to.days(since: from) <= 30
        else { throw .input }
        let wanted = words.compactMap(\.text)
        guard wanted.count == words.count, wanted.allSatisfy(DhanPractice.columns.contains) else { throw .input }
        guard let number = UInt32(exactly: id),
            let slot = catalogue.find(kind == "OPTIDX" ? .indices : .nseEquity, number)
        else { throw .noCandles }
        return Rolling(
            slot: slot,
            minutes: interval,
            isWeekly: flag == "WEEK",
            place: max(1, Int(code)),
            fromTheMoney: distance,
            isCall: type == "CALL",
            wanted: Set(wanted),
            days: from..<to
        )
    }

    /// `ATM`, `ATM+1` ... `ATM-10`.
    private static func distance(_ text: String?) -> Int64? {
        guard let text, text.hasPrefix("ATM") else { return nil }
        let rest = text.dropFirst(3)
        guard let sign = rest.first else { return 0 }
        guard sign == "+" || sign == "-", let number = Int64(rest), (-10...10).contains(number) else { return nil }
        return number
    }

    private func row(of asked: Rolling, _ candle: Candle) -> [(String, PracticeJSON)] {
        let listing = catalogue[asked.slot]
        let step = listing.isIndex ? Price(rupees: 50) : DhanCatalogue.strikeStep(candle.open)
        let strike = Price(raw: candle.open.rounded(toTick: step).raw + asked.fromTheMoney * step.raw)
        let expiry = DhanCatalogue.expiry(
            asked.place,
            from: candle.start.day,
            isWeekly: asked.isWeekly,
            setup.calendar
        )
        let years = Double(expiry.at(TimeOfDay(15, 30)).since(candle.start).microseconds) / 31_536_000_000_000
        let share = listing.isIndex ? 0.13 : 0.25
        func price(_ spot: Price) -> Price {
            let option = PracticeOption(
                spot: spot.rupees,
                strike: strike.rupees,
                years: max(years, 1e-6),
                isCall: asked.isCall,
                volatility: spot.rupees * share
            )
            let tick = Price(paise: 5)
            return Price(rupees: option.price).map { max($0.rounded(toTick: tick), tick) } ?? tick
        }
        // A put is dearest where its underlying is cheapest.
        let ends = asked.isCall ? (candle.high, candle.low) : (candle.low, candle.high)
        return [
            ("open", DhanNumber.json(price(candle.open))), ("high", DhanNumber.json(price(ends.0))),
            ("low", DhanNumber.json(price(ends.1))), ("close", DhanNumber.json(price(candle.close))),
            ("iv", .double(share * 100)), ("volume", DhanNumber.json(candle.volume.units)),
            ("strike", DhanNumber.json(strike)), ("oi", DhanNumber.json(Int64(0))),
            ("spot", DhanNumber.json(candle.close)),
        ]
    }
}
