public import SaudaCore

// What outlives the night: a target that waits above the day's upper limit (SEL-10).

extension EMA9Sell {
    static let circuitTopic = "above-circuit"

    public mutating func remembered(_ memo: Memo, on desk: inout Desk) {
        if memo.topic == Self.circuitTopic { remembered[memo.instrument] = Price(memo.text) }
    }

    func newWatch(_ trade: Trade) -> Watch {
        var watch = Watch(trade)
        watch.queued = remembered[trade.instrument]
        watch.kept = watch.queued
        return watch
    }

    mutating func keepQueued(_ index: Int, on desk: inout Desk) {
        let queued = watches[index].queued
        guard queued != watches[index].kept else { return }
        watches[index].kept = queued
        remembered[watches[index].instrument] = nil
        desk.remember(Self.circuitTopic, watches[index].instrument, queued.map { "\($0)" } ?? "")
    }
}
