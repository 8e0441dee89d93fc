import SaudaCore
import Testing

/// The table of legal pairs, from the other side: what is not in it changes nothing.
@Suite struct OrderLifecycleTableTests {
    /// The inputs that change an order or cause an action, by scene.
    static func legal(in scene: OrderScene) -> Set<OrderInput> {
        let fills: Set<OrderInput> = [.tradedSome, .tradedAll, .tradedTooMuch, .completed]
        let moreFills = fills.subtracting([.tradedSome])
        let ends: Set<OrderInput> = [.rejected, .cancelled, .expired]
        let adoptions: Set<OrderInput> = [.accepted, .acceptedOther, .foundInBook, .foundOtherInBook]
        return switch scene {
        case .idle: [.place]
        case .placing:
            fills.union(ends).union(adoptions).union([.cancel, .acceptedWithoutID, .placeTimedOut, .restarted])
        case .placingCancelWanted:
            fills.union(ends).union(adoptions).union([.acceptedWithoutID, .placeTimedOut, .restarted])
        case .placingPartlyFilled:
            moreFills.union(ends).union(adoptions).union([.cancel, .acceptedWithoutID, .placeTimedOut, .restarted])
        case .inDoubt: fills.union(ends).union(adoptions).union([.cancel, .absentFromBook, .restarted])
        case .inDoubtCancelWanted: fills.union(ends).union(adoptions).union([.absentFromBook, .restarted])
        case .inDoubtPartlyFilled:
            moreFills.union(adoptions).union([.cancelled, .expired, .cancel, .absentFromBook, .restarted])
        case .working: fills.union(ends).union([.modify, .cancel, .restarted])
        case .workingPartlyFilled: moreFills.union(ends).union([.modify, .cancel, .restarted])
        case .modifying, .modifyRetried:
            fills.union(ends).union([.cancel, .modified, .modifyRefused, .requestTimedOut, .restarted])
        case .modifyingCancelWanted:
            fills.union(ends).union([.modified, .modifyRefused, .requestTimedOut, .restarted])
        case .modifySilent:
            fills.union(ends).union([.cancel, .modified, .modifyRefused, .requestTimedOut, .foundInBook, .restarted])
        case .cancelling: fills.union(ends).union([.cancelRefused, .requestTimedOut, .restarted])
        case .cancelSilent: fills.union(ends).union([.cancelRefused, .requestTimedOut, .foundInBook, .restarted])
        case .filled: [.tradedTooMuch]
        case .cancelled, .rejected, .expired: fills
        case .absent: fills.union(adoptions)
        }
    }

    @Test("every other pair changes nothing or flags", arguments: OrderScene.allCases)
    func illegal(scene: OrderScene) {
        for input in OrderInput.allCases where !Self.legal(in: scene).contains(input) && !input.isMisuse(in: scene) {
            var order = scene.order
            let action = input.apply(to: &order)
            #expect(order == scene.order, "\(scene) \(input)")
            #expect(action == .none || action.isFlag, "\(scene) \(input): \(action)")
        }
    }

    @Test("every legal pair changes the order or asks for something", arguments: OrderScene.allCases)
    func legal(scene: OrderScene) {
        for input in Self.legal(in: scene) {
            var order = scene.order
            let action = input.apply(to: &order)
            #expect(order != scene.order || (action != .none && !action.isFlag), "\(scene) \(input)")
        }
    }

    @Test("an end comes once: repeated, every broker message changes nothing more", arguments: OrderScene.allCases)
    func repeats(scene: OrderScene) {
        let countsOrRereads: Set<OrderInput> = [.absentFromBook, .restarted, .requestTimedOut]
        for input in OrderInput.allCases where !countsOrRereads.contains(input) && !input.isMisuse(in: scene) {
            if input == .place { continue }
            var order = scene.order
            _ = input.apply(to: &order)
            let once = order
            let action = input.apply(to: &order)
            // A cancel that a modify was waiting for, and its like, may go out once; after that nothing moves.
            #expect(order == once, "\(scene) \(input)")
            #expect(action == .none || action.isFlag, "\(scene) \(input): \(action)")
        }
    }

    @Test func `the pairs a programmer gets wrong stop the process`() async {
        await #expect(processExitsWith: .failure) {
            var order = OrderLifecycle()
            let terms = OrderTerms(kind: .market, quantity: Quantity(1))
            _ = order.place(terms)
            _ = order.place(terms)
        }
        await #expect(processExitsWith: .failure) {
            var order = OrderLifecycle()
            _ = order.place(OrderTerms(kind: .market, quantity: .zero))
        }
        await #expect(processExitsWith: .failure) {
            var order = OrderLifecycle()
            _ = order.cancel()
        }
        await #expect(processExitsWith: .failure) {
            var order = OrderLifecycle()
            _ = order.modify(OrderTerms(kind: .market, quantity: Quantity(1)))
        }
    }

    @Test func `an order is small enough to copy`() {
        #expect(MemoryLayout<OrderLifecycle>.size <= 256)
        #expect(MemoryLayout<OrderLifecycle.Action>.size <= 64)
    }
}
