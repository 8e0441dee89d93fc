/// An entry and its one exit within a session, stated as two targets: the entry under its key, the exit a leg higher.
///
/// The exit is always for what the entry has filled and the account still holds, whoever else trades the instrument, so
/// that no position is closed twice. It waits as a stop and becomes a market order, the same order still, when the trip
/// has to end: at its reward, when a price has jumped over the stop's limit, when the strategy says so, or when the
/// stop ended unfilled. A market exit that ends unfilled is tried again after half a minute; a person is told of the
/// third failure.
///
/// Tell it of every price (`follow`), of every target and foreign order of its instrument, and when to leave.
public struct RoundTrip: Hashable, Sendable {
    public let key: TargetKey
    public let side: Side
    public let quantity: Quantity
    /// Of the entry.
    public let limit: Price
    /// The exit's trigger.
    public let stop: Price
    public let product: Product
    /// The entry's; exits have STOP, TARGET and what `leave` is given.
    public let reason: String
    /// How far beyond its trigger the stop still trades, as a part of the trigger.
    public var protection = 0.005
    /// The profit that is taken, in multiples of the distance from limit to stop; zero takes none.
    public var reward = 0.0
    /// When what is left of the entry is taken back.
    public var expires: Timestamp?
    /// The entry has ended and nothing of it is held.
    public private(set) var isOver = false
    private var leaving: String?
    private var revision: UInt32 = 0
    private var nextTry = Timestamp(microseconds: .min)

    public init(
        _ key: TargetKey,
        _ side: Side,
        _ quantity: Quantity,
        limit: Price,
        stop: Price,
        product: Product = .intraday,
        reason: String
    ) {
        self.key = key
        self.side = side
        self.quantity = quantity
        self.limit = limit
        self.stop = stop
        self.product = product
        self.reason = reason
    }

    public var exitKey: TargetKey {
        var exit = key
        exit.leg += 1
        return exit
    }

    /// States the entry. Once under its key: said twice, across restarts too, it changes nothing.
    public mutating func enter(on desk: inout Desk) {
        desk.set(Target(key, side, quantity, .limit(limit), product: product, expires: expires, reason: reason))
        follow(on: &desk)
    }

    /// Takes back what is left of the entry and closes what is held at the market.
    public mutating func leave(_ reason: String, on desk: inout Desk) {
        leaving = leaving ?? reason
        follow(on: &desk)
    }

    /// Brings the exit to what is held and to what the last price asks for.
    public mutating func follow(on desk: inout Desk) {
        let last = desk.market[key.instrument].last
        if leaving == nil, last.raw > 0, desk.filled(key) > .zero { leaving = reasonToLeave(at: last, desk) }
        if leaving != nil { desk.drop(key) }
        let position = desk.book.position(key.instrument, product).quantity
        let closed = desk.filled(exitKey)
        let held = min(desk.filled(key) - closed, Quantity(position.units * side.sign))
        if case .ended? = desk.status(of: key) { isOver = held <= .zero }
        guard held > .zero else { return desk.drop(exitKey) }
        if case .ended? = desk.status(of: exitKey), !tryAgain(held, on: &desk) { return }
        desk.set(
            Target(
                exitKey,
                revision: revision,
                side.opposite,
                closed + held,
                leaving == nil ? .stopLimit(trigger: stop, limit: floor(desk)) : .market,
                product: product,
                reason: leaving ?? "STOP"
            )
        )
    }

    // MARK: - The exit

    private func reasonToLeave(at last: Price, _ desk: Desk) -> String? {
        let risk = Price(raw: abs((limit - stop).raw))
        let goal = desk.price(limit, moved: reward, of: risk, for: side, in: key.instrument)
        if reward > 0, !side.gains(from: last, to: goal) { return "TARGET" }
        return side.gains(from: last, to: floor(desk)) ? "STOP" : nil
    }

    /// The stop's limit, inside the day's band.
    private func floor(_ desk: Desk) -> Price {
        let floor = desk.price(stop, moved: -protection, of: stop, for: side, in: key.instrument)
        guard let band = desk.market[key.instrument].band else { return floor }
        return side == .buy ? max(floor, band.lower) : min(floor, band.upper)
    }

    /// An exit that ended too early: whatever it was, the rest goes at the market.
    private mutating func tryAgain(_ held: Quantity, on desk: inout Desk) -> Bool {
        guard desk.now >= nextTry else { return false }
        leaving = leaving ?? "STOP"
        revision += 1
        nextTry = desk.now.advanced(by: .seconds(30))
        if revision == 3 {
            let name = desk.instruments[key.instrument].name
            let text = "\(name): the exit of \(held) fails again and again; look at the account, and close it by hand."
            desk.alert(.critical, "exit-failed", key.instrument, text)
        }
        return true
    }
}
