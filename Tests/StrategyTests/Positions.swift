import SaudaCore

/// A position of 50 bought at 100, and its order placed with the first price: with the standard values at 101.25.
func placed(
    _ with: [String: Parameter.Value] = [:],
    of share: Instrument = share("A"),
    closes: [Double] = flat(101.5),
    price: Price = "100.15",
    broker: @escaping Rig.Broker = Rig.obliging
) -> Rig {
    var rig = Rig([share], closes: [closes], with: with)
    rig.broker = broker
    rig.hold(of: share.symbol)
    rig.start()
    rig.tick(price, of: share.symbol, at: "09:15:00")
    rig.run(to: "09:15:00")
    return rig
}

/// A share with a tick of 0.05.
func share(_ symbol: String) -> Instrument { Instrument(symbol: symbol, tick: "0.05") }

/// A flat history: EMA9 of the evening before is `level`, and RSI10 is not defined until today's price differs.
func flat(_ level: Double, _ count: Int = 30) -> [Double] { Array(repeating: level, count: count) }
