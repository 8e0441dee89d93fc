import FoundationEssentials
import SaudaBroker
import SaudaCore

/// What tests and tools ask of the practice server itself, apart from any dialect: its clock, its faults, its counts.
struct PracticeControl {
    private let room: PracticeRoom

    init(_ room: PracticeRoom) { self.room = room }

    func answer(_ request: IncomingRequest) -> PracticeResponse {
        switch (request.method, request.path) {
        case (.get, "/practice/clock"): return clock
        case (.post, "/practice/clock"): return setClock(request.form)
        case (.get, "/practice/faults"): return faults
        case (.post, "/practice/faults"): return addFaults(request.form)
        case (.get, "/practice/counts"): return counts
        case (.get, "/practice/books"): return json(room.books)
        case (.get, "/practice/credentials"):
            var values: [String: String] = [:]
            for credential in room.makeCredentials() { values[credential.name] = credential.value }
            return json(values)
        default:
            return refusal(
                404,
                "\(request.path) is not here. There are /practice/clock, faults, counts, books and credentials."
            )
        }
    }

    private func json(_ value: some Encodable, status: Int = 200) -> PracticeResponse {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else { return PracticeResponse(500) }
        return PracticeResponse(status, type: "application/json", String(decoding: data, as: UTF8.self))
    }

    private func refusal(_ status: Int, _ text: String) -> PracticeResponse { json(["error": text], status: status) }

    // MARK: - Clock

    private struct Clock: Encodable {
        /// With offset, microseconds included.
        var time: String
        /// Since 1970, UTC.
        var microseconds: Int64
        /// Practice seconds in a second.
        var rate: Int64
    }

    private var clock: PracticeResponse {
        let now = room.now
        return json(Clock(time: now.description, microseconds: now.microseconds, rate: room.rate))
    }

    /// `to=HH:MM:SS` of today, with `day=YYYY-MM-DD` of a later day; `rate=N`.
    private func setClock(_ form: FormFields) -> PracticeResponse {
        if let text = form["rate"] {
            guard let rate = Int64(text), PracticeServer.rates.contains(rate) else {
                return refusal(400, "'\(text)' is not a rate. Write a whole number from 1 to 100000.")
            }
            room.setRate(rate)
        }
        if let text = form["to"] {
            let day = form["day"].map { Day($0) } ?? room.now.day
            guard let time = TimeOfDay(text), let day else {
                return refusal(400, "'\(text)' is not a time. Write to=HH:MM:SS, and day=YYYY-MM-DD for another day.")
            }
            guard day.days(since: room.now.day) <= 31 else {
                return refusal(400, "\(day) is more than a month away. Go there in smaller steps.")
            }
            guard room.jump(to: day.at(time)) else {
                return refusal(400, "\(day) \(time) is over. The clock goes forward only; it is \(room.now).")
            }
        }
        return clock
    }

    // MARK: - Faults

    private struct Faults: Encodable {
        var pending: [String]
        /// How often each has done something.
        var happened: [String: Int]
    }

    private var faults: PracticeResponse {
        let (pending, happened) = room.faults
        let counts = Dictionary(uniqueKeysWithValues: happened.map { ($0.key.rawValue, $0.value) })
        return json(Faults(pending: pending.map(\.description), happened: counts))
    }

    /// `fault=KIND@TIME`, any number of them.
    private func addFaults(_ form: FormFields) -> PracticeResponse {
        let texts = form.all("fault")
        guard !texts.isEmpty else { return refusal(400, "There is no fault. Write fault=KIND@TIME.") }
        do {
            room.add(try texts.map { text throws(PracticeFault.Refusal) in try PracticeFault(parsing: text) })
            return faults
        } catch {
            return refusal(400, "\(error)")
        }
    }

    // MARK: - Counts

    private struct Count: Encodable {
        var endpoints: String
        var seconds: Int64
        var limit: Int
        var total: Int
        var refused: Int
        var busiest: Int
    }

    private var counts: PracticeResponse {
        json(
            room.counts.map {
                Count(
                    endpoints: $0.endpoints.name,
                    seconds: $0.seconds,
                    limit: $0.limit,
                    total: $0.total,
                    refused: $0.refused,
                    busiest: $0.busiest
                )
            }
        )
    }
}
