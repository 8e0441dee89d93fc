import SaudaCore

/// What is asked of the HSM socket: topics on channels, a hundred a request, one request under way at a time, because
/// answers name none (protocol sections 7.2 and 7.3).
struct HSMAsking: Sendable {
    private struct Slot: Sendable {
        var instrument: InstrumentID
        var channel: UInt8
    }

    private struct Request: Sendable {
        var type: UInt8
        var topics: [String]
        var channel: UInt8
    }

    /// By topic.
    private var slots: [String: Slot] = [:]
    private var queue: [Request] = []
    private var isAsked: (request: Request, until: Timestamp)?
    private var load = [Int](repeating: 0, count: 17)

    /// Channel 1 is for single quotes in the broker's own client.
    private static let channels = UInt8(2)...16
    private static let topicsPerChannel = 200
    private static let answerLimit = TimeSpan.seconds(10)

    func instrument(of topic: String) -> InstrumentID? { slots[topic]?.instrument }

    var deadline: Timestamp? { isAsked?.until }

    /// These and no others from here on; differences are queued.
    ///
    /// - Returns: how many found no channel.
    mutating func want(_ wanted: [(topic: String, instrument: InstrumentID)]) -> Int {
        let topics = Set(wanted.map(\.topic))
        let gone = slots.filter { !topics.contains($0.key) }.sorted { $0.key < $1.key }
        for (topic, slot) in gone {
            slots[topic] = nil
            load[Int(slot.channel)] -= 1
            enqueue(5, topic, slot.channel)
        }
        var left = 0
        for (topic, instrument) in wanted {
            if slots[topic] != nil {
                slots[topic]?.instrument = instrument
                continue
            }
            guard let channel = Self.channels.first(where: { load[Int($0)] < Self.topicsPerChannel }) else {
                left += 1
                continue
            }
            slots[topic] = Slot(instrument: instrument, channel: channel)
            load[Int(channel)] += 1
            enqueue(4, topic, channel)
        }
        return left
    }

    /// Into the last request where that is of its kind, so that a topic's requests stay in order.
    private mutating func enqueue(_ type: UInt8, _ topic: String, _ channel: UInt8) {
        if let last = queue.last, last.type == type, last.channel == channel,
            last.topics.count < HSMRequest.topicsPerRequest
        {
            queue[queue.count - 1].topics.append(topic)
        } else {
            queue.append(Request(type: type, topics: [topic], channel: channel))
        }
    }

    /// The next request, when none is under way.
    mutating func next(at now: Timestamp) -> [UInt8]? {
        guard isAsked == nil, !queue.isEmpty else { return nil }
        let request = queue.removeFirst()
        isAsked = (request, now.advanced(by: Self.answerLimit))
        return request.type == 4
            ? HSMRequest.subscribe(request.topics, channel: request.channel)
            : HSMRequest.unsubscribe(request.topics, channel: request.channel)
    }

    /// An answer of that type has come.
    ///
    /// - Returns: of how many topics; nil when nothing of the kind is under way.
    mutating func answered(_ type: UInt8) -> Int? {
        guard let asked = isAsked, asked.request.type == type else { return nil }
        isAsked = nil
        return asked.request.topics.count
    }

    /// Lets go of a request whose answer does not come.
    mutating func giveUp(at now: Timestamp) -> Bool {
        guard let asked = isAsked, asked.until <= now else { return false }
        isAsked = nil
        return true
    }
}
