package import SaudaCore

/// Hands notices to the channels that take them, each by its own rules (`AlertGate`), and keeps what waits to be sent.
/// A value without a clock, so that a storm is tested in a loop.
package struct AlertRouter: Sendable {
    /// For a channel, what waits until it is sent: a slow server costs no memory.
    package static let queueLimit = 100

    private var gates: [AlertGate]
    private var queues: [NoticeQueue]

    package init(_ channels: [AlertChannel], queueLimit: Int = Self.queueLimit) {
        gates = channels.map(AlertGate.init)
        queues = channels.map { _ in NoticeQueue(limit: queueLimit) }
    }

    /// - Parameter now: by the machine's clock.
    /// - Returns: the channels that have something new to send.
    package mutating func take(_ notice: Notice, at now: Timestamp) -> [Int] {
        each(at: now) { $0.take(notice, at: now) }
    }

    /// What time brings. To be called every few seconds.
    package mutating func tick(at now: Timestamp) -> [Int] {
        each(at: now) { $0.tick(at: now) }
    }

    /// The last words: nothing is taken any more. Each channel's has its place whatever waits.
    package mutating func finish(at now: Timestamp) -> [Int] {
        gates.indices.filter { index in
            for notice in gates[index].tick(at: now) {
                if let lost = queues[index].push(notice) { gates[index].drop(lost, at: now) }
            }
            let last = gates[index].finish(at: now)
            for notice in last { queues[index].append(notice) }
            return !queues[index].waiting.isEmpty
        }
    }

    /// The next to be sent through a channel.
    package mutating func next(for channel: Int) -> Notice? { queues[channel].pop() }

    /// Counts one that a channel did not take, so that the hour's summary has it.
    package mutating func fail(_ notice: Notice, for channel: Int, at now: Timestamp) {
        gates[channel].drop(notice, at: now)
    }

    /// How many wait for a channel.
    package func waiting(for channel: Int) -> Int { queues[channel].waiting.count }

    private mutating func each(at now: Timestamp, _ due: (inout AlertGate) -> [Notice]) -> [Int] {
        gates.indices.filter { index in
            let notices = due(&gates[index])
            for notice in notices {
                if let lost = queues[index].push(notice) { gates[index].drop(lost, at: now) }
            }
            return !notices.isEmpty
        }
    }
}
