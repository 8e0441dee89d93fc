import SaudaCore
import SaudaSimulation
import Testing

@testable import AMOBuyStrategy

/// HIS-1, HIS-2, HIS-6, HIS-7: what is kept comes back exactly.
@Suite struct AMOMemoTests {
    private let instrument = InstrumentID(index: 2)

    private func key(_ day: Day, _ leg: UInt16) -> TargetKey {
        TargetKey(
            strategy: StrategyID(index: 0),
            account: AccountID(index: 0),
            instrument: instrument,
            day: day,
            leg: leg
        )
    }

    @Test func `HIS-7: a waiting buy comes back from its memo as it was, whatever it holds`() {
        var dice = SplitMix64(seed: 42)
        for _ in 0..<500 {
            func number() -> Int64 { Int64.random(in: 0...1_000_000_000_000, using: &dice) }
            let purposes: [PendingBuy.Purpose] = [
                .entry, .retry, .reentry(30), .reentry(20), .reentry(10), .adopted,
            ]
            let buy = PendingBuy(
                key: key(
                    Day(number: Int32.random(in: 0...40_000, using: &dice)),
                    UInt16.random(in: 0...9, using: &dice)
                ),
                revision: UInt32.random(in: 0...5, using: &dice),
                purpose: purposes.randomElement(using: &dice)!,
                quantity: Quantity(number()),
                price: Price(raw: number()),
                limit: Bool.random(using: &dice) ? Price(raw: number()) : nil,
                isCut: Bool.random(using: &dice),
                rsi: number(),
                verdict: ["buy", "strong_buy"].randomElement(using: &dice)!,
                placed: Timestamp(microseconds: number()),
                preExisting: Quantity(number()),
                filled: Quantity(number())
            )
            #expect(PendingBuy(buy.text, key) == buy)
        }
    }

    @Test func `HIS-2, HIS-6, REN-4: a position's levels, re-entries and origin come back from its two memos`() {
        var dice = SplitMix64(seed: 43)
        for _ in 0..<500 {
            func number() -> Int64 { Int64.random(in: 0...1_000_000_000_000, using: &dice) }
            func flip() -> Bool { Bool.random(using: &dice) }
            var position = Tracking(
                instrument,
                entryRSI: flip() ? number() : nil,
                since: Timestamp(microseconds: number()),
                entryType: flip() ? EntryType.recommended : EntryType.byHand
            )
            (position.levels.has30, position.levels.has20, position.levels.has10) = (flip(), flip(), flip())
            position.levels.isResetReady = flip()
            position.cycle = number()
            position.missed = flip() ? 20 : nil
            position.fired = (0..<3).map { _ in flip() ? Day(number: Int32.random(in: 0...40_000, using: &dice)) : nil }
            position.verdict = "buy"
            position.preExisting = Quantity(number())
            position.recommended = flip() ? Timestamp(microseconds: number()) : nil
            position.bought = Quantity(number())
            position.boughtValue = Money(raw: number())
            for _ in 0..<Int.random(in: 0...3, using: &dice) {
                position.reentries.append(
                    Tracking.Reentry(
                        quantity: Quantity(number()),
                        level: 20,
                        rsi: number(),
                        price: Price(raw: number()),
                        time: Timestamp(microseconds: number()),
                        cycle: number()
                    )
                )
            }
            var read = Tracking(instrument, entryRSI: nil, since: Timestamp(microseconds: 0), entryType: "")
            let isRead = read.read(tracking: position.trackingText) && read.read(levels: position.levelsText)
            #expect(isRead)
            #expect(read == position)
        }
    }

    @Test func `HIS-1: what is not a memo of ours changes nothing`() {
        #expect(PendingBuy("", key) == nil)
        #expect(PendingBuy("day=1 leg=99999999 for=RSI10_DIP qty=1 price=1 placed=1", key) == nil)
        #expect(PendingBuy("day=1 leg=0 for=NEVER qty=1 price=1 placed=1", key) == nil)
        var position = Tracking(instrument, entryRSI: 240_000, since: Timestamp(microseconds: 5), entryType: "x")
        let before = position
        let isRead = position.read(levels: "nonsense") || position.read(tracking: "nonsense")
        #expect(!isRead)
        #expect(position == before)
    }

    @Test func `HIS-1: a word that would break a memo is cleaned`() {
        var text = MemoText()
        text.add("reason", "a = b\nc")
        #expect(text.description == "reason=a___b_c")
        #expect(MemoText(text.description) == text)
    }
}
