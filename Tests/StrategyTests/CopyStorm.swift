import CopyTradeStrategy
import SaudaCore
import SaudaSimulation

/// A leader that does as it likes, a line that loses, doubles and reorders what it says, and followers whose brokers fill,
/// refuse and are meddled with. All from one seed.
struct CopyStorm {
    var dice: SplitMix64
    var now = CopyPlay.noon
    /// The leader's orders as they are.
    var truth: [LeaderOrder] = []
    /// As the messages tell.
    var known: [LeaderOrder?] = []
    /// Messages on their way, and in how many turns they arrive.
    var line: [(turns: Int, order: LeaderOrder)] = []
    var followers: [CopyStormFollower]
    /// Nothing is refused, meddled with or too dear: what is then missing has no excuse.
    let isKind: Bool

    init(seed: UInt64, isKind: Bool) {
        dice = SplitMix64(seed: seed)
        self.isKind = isKind
        let sizings: [Sizing] = [.capitalShare, .fixedRatio(perCrore: 13_000_000), .fixedLots(2), .riskBased]
        followers = sizings.indices.map { place in
            CopyStormFollower(sizings[place], AccountID(index: UInt16(place + 1)), isKind: isKind)
        }
    }

    // MARK: - The leader

    mutating func turn() {
        now = now.advanced(by: .milliseconds(Int64(dice.below(900))))
        if truth.count < 6, dice.below(3) == 0 {
            open()
        } else if !truth.isEmpty {
            act(dice.below(truth.count))
        }
        for index in followers.indices { followers[index].market(&dice) }
        deliver()
        for index in followers.indices {
            for place in truth.indices where dice.below(3) == 0 { step(index, place) }
        }
    }

    private mutating func open() {
        var order = CopyPlay(Int64(1 + dice.below(12)) * 75, OrderKind.allCases[dice.below(4)]).leader
        order.id = BrokerOrderID("L\(truth.count)")
        order.changed = now
        if dice.below(4) == 0 { order.terms.disclosed = Quantity(75) }
        truth.append(order)
        known.append(nil)
        tell(truth.count - 1)
    }

    private mutating func act(_ place: Int) {
        guard truth[place].status == .open else { return }
        let terms = truth[place].terms
        switch dice.below(8) {
        case 0, 1: truth[place].terms.quantity = max(Quantity(Int64(1 + dice.below(12)) * 75), truth[place].filled)
        case 2: truth[place].terms.kind = OrderKind.allCases[dice.below(4)]
        case 3, 4: fill(place, dice.below(2) == 0 ? terms.quantity : truth[place].filled + Quantity(75))
        case 5: truth[place].status = dice.below(3) == 0 ? .rejected : .cancelled
        default: truth[place].terms.limit = Price(paise: Int64(8_000 + dice.below(900) * 5))
        }
        // A kind keeps what it needs and no more, as an order book shows it.
        let kind = truth[place].terms.kind
        truth[place].terms.limit = kind.hasLimit ? max(truth[place].terms.limit, "80") : .zero
        truth[place].terms.trigger = kind.hasTrigger ? "119" : .zero
        truth[place].changed = now
        tell(place)
    }

    private mutating func fill(_ place: Int, _ total: Quantity) {
        let total = min(total, truth[place].terms.quantity)
        truth[place].filled = max(total, truth[place].filled)
        truth[place].value = Price(rupees: 120) * truth[place].filled
        if truth[place].filled == truth[place].terms.quantity { truth[place].status = .complete }
    }

    // MARK: - The line

    private mutating func tell(_ place: Int) {
        for _ in 0..<[0, 1, 1, 1, 2][dice.below(5)] { line.append((dice.below(6), truth[place])) }
    }

    private mutating func deliver() {
        for index in line.indices { line[index].turns -= 1 }
        for message in line where message.turns < 0 { take(message.order) }
        line.removeAll { $0.turns < 0 }
    }

    private mutating func take(_ order: LeaderOrder) {
        guard let place = truth.firstIndex(where: { $0.id == order.id }) else { return }
        if known[place] == nil { known[place] = order } else { _ = known[place]?.take(order) }
        for index in followers.indices { step(index, place) }
    }

    private mutating func step(_ index: Int, _ place: Int) {
        guard let order = known[place] else { return }
        followers[index].step(order, at: now, &dice)
    }

    /// The line is sound again: the order book is read, and all is looked at until nothing more is to be done.
    mutating func calm() {
        line = []
        for order in truth { take(order) }
        for _ in 0..<12 {
            now = now.advanced(by: .seconds(3))
            for index in followers.indices {
                for place in truth.indices { step(index, place) }
            }
        }
    }
}
