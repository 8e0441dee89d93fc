public import SaudaCore

// The leader's orders: first seen, moved, carried over the night.

extension CopyTrade {
    /// Makes the pairs of an order that is seen for the first time; nil when it is not copied at all.
    mutating func admit(_ order: ForeignOrder, on desk: inout Desk) -> Int? {
        let instrument = desk.instruments[order.instrument]
        guard filter.takes(instrument.kind) else {
            ignored.insert(order.id)
            desk.note(.skipped, "not-an-option", order.instrument, "\(order.id) of the leader is not copied")
            return nil
        }
        // Without the broker's time nobody can say whether prices have moved on since; the next message may have one.
        guard let time = order.changed else {
            desk.note(.skipped, "no-time", order.instrument, "\(order.id) of the leader: its broker gives no time")
            return nil
        }
        let leg = copied.count { $0.instrument == order.instrument && $0.key.day == desk.day }
        guard let leg = UInt16(exactly: leg) else {
            ignored.insert(order.id)
            desk.note(.skipped, "too-many-orders", order.instrument, "\(order.id) of the leader: copy it by hand")
            return nil
        }
        let position = desk.books[Int(plan.leader.index)].position(order.instrument, order.product).quantity
        let held = Quantity(position.units - order.side.sign * order.filled.units)
        let key = desk.key(order.instrument, leg: leg).at(plan.leader)
        copied.append(CopiedOrder(LeaderOrder(order, at: time), order.instrument, held: held, key, plan))
        places[order.id] = copied.count - 1
        legs[key] = copied.count - 1
        return copied.count - 1
    }

    /// Follows an order of the leader that is new or has moved.
    mutating func moved(_ index: Int, on desk: inout Desk) {
        let leader = copied[index].leader
        if leader.filled > .zero {
            for follower in plan.followers.indices {
                copied[index].fills[follower].leader.take(leader.filled, leader.value, at: leader.changed)
            }
            desk.wake(at: desk.now.advanced(by: slowest).advanced(by: .seconds(1)), label: UInt32(index) + 1)
        }
        for follower in plan.followers.indices { step(index, follower, on: &desk) }
    }

    mutating func stepPending(on desk: inout Desk) {
        for index in copied.indices {
            for follower in plan.followers.indices where copied[index].pairs[follower].state == .pending {
                step(index, follower, on: &desk)
            }
        }
    }

    /// An answer did not come: once more in a second, for as long as something waits for it.
    func retryLater(on desk: inout Desk) {
        guard copied.contains(where: { $0.pairs.contains { $0.state == .pending } }) else { return }
        desk.wake(at: desk.now.advanced(by: .seconds(1)))
    }

    // MARK: - Over the night

    /// A new day: only what waits for its opening is still of interest.
    mutating func begin(on desk: inout Desk) {
        let kept = copied.filter { $0.pairs.contains { $0.state == .placed && $0.asked?.isForOpening == true } }
        copied = kept
        places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($0.element.leader.id, $0.offset) })
        legs = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($0.element.key, $0.offset) })
        ignored = []
        for order in kept { carried[order.leader.id] = nil }
        for (id, key) in carried.sorted(by: { $0.key.text < $1.key.text }) {
            desk.remember(topic(id), key.instrument, "")
        }
    }

    func topic(_ id: BrokerOrderID) -> String { "copied \(id)" }

    /// Keeps which target an order of the leader has, so that tomorrow it is not taken for a new one.
    func keep(_ index: Int, on desk: inout Desk) {
        let (order, key) = (copied[index], copied[index].key)
        desk.remember(topic(order.leader.id), order.instrument, "\(key.day) \(key.leg)")
    }

    public mutating func remembered(_ memo: Memo, on desk: inout Desk) {
        let words = memo.text.split(separator: " ")
        guard memo.topic.hasPrefix("copied "), words.count == 2, let day = Day(String(words[0])),
            let leg = UInt16(words[1])
        else { return }
        let id = BrokerOrderID(String(memo.topic.dropFirst("copied ".count)))
        carried[id] = desk.key(memo.instrument, day: day, leg: leg).at(plan.leader)
    }

    /// A copy that has waited over the night ends with the leader's order; other changes are a person's to make.
    func follow(_ order: ForeignOrder, carried key: TargetKey, on desk: inout Desk) {
        guard order.status == .cancelled || order.status == .rejected else { return }
        for follower in plan.followers { desk.drop(key.at(follower.account)) }
        desk.note(
            .acted,
            CopyReason.leaderCancelled.code,
            order.instrument,
            "\(order.id): copies of the evening before"
        )
    }
}
