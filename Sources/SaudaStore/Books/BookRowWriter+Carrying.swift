import GRDB
import SaudaCore

// Candidates, memos and waiting orders.

extension BookRowWriter {
    func write(_ candidate: Candidate, _ stamp: BookStamp) throws {
        let name = nameOf(candidate.instrument)
        func given(_ price: Price) -> Int64? { price == .zero ? nil : price.raw }
        try insert(
            into: "candidates",
            [
                "strategy": header.strategies[Int(candidate.strategy.index)],
                "instrument": name.text, "segment": name.segment.bookWord,
                "sequence": Int64(bitPattern: stamp.sequence),
                "at": stamp.time.bookText, "at_us": stamp.time.microseconds, "judged_day": "\(candidate.day)",
                "status": candidate.status, "verdict": candidate.verdict, "final_verdict": candidate.finalVerdict,
                "combined_e4": candidate.combined, "strength_e4": candidate.strength,
                "backtest_e4": candidate.backtest, "priority": candidate.priority,
                "close_e4": candidate.close.raw, "buy_low_e4": given(candidate.buyLow),
                "buy_high_e4": given(candidate.buyHigh), "stop_e4": given(candidate.stop),
                "target_e4": given(candidate.target), "rsi10_e4": candidate.rsi, "ema9_e4": candidate.ema9.raw,
                "ema200_e4": candidate.ema200.raw, "average_volume": candidate.averageVolume.units,
                "alignment": candidate.alignment, "label": candidate.label, "reasons": candidate.reasons,
            ]
        )
    }

    func write(_ memo: Memo, _ stamp: BookStamp) throws {
        let name = nameOf(memo.instrument)
        try insert(
            into: "memos",
            [
                "strategy": header.strategies[Int(memo.strategy.index)],
                "instrument": name.text, "segment": name.segment.bookWord, "topic": memo.topic, "text": memo.text,
                "sequence": Int64(bitPattern: stamp.sequence),
                "at": stamp.time.bookText, "at_us": stamp.time.microseconds,
            ]
        )
    }

    func write(_ carried: CarriedOrder) throws {
        let key = carried.tie.target.key
        let name = nameOf(key.instrument)
        var bytes = ByteWriter()
        carried.encode(into: &bytes)
        try insert(
            into: "carried",
            [
                "account": accountOf(key.account), "number": Int64(bitPattern: carried.request.id.number),
                "broker_id": carried.brokerID.text, "strategy": header.strategies[Int(key.strategy.index)],
                "instrument": name.text, "segment": name.segment.bookWord, "placed_on": "\(carried.placed)",
                "bytes": Hex.text(of: bytes.bytes),
            ]
        )
    }
}
