import SaudaCore

let ourID = BrokerOrderID("251120000001234")
let otherID = BrokerOrderID("251120000009999")
/// A sell of 50 at 2234.40, and the same lowered to 2231.10.
let firstTerms = OrderTerms(kind: .limit, quantity: Quantity(50), limit: Price(paise: 223_440))
let lowerTerms = OrderTerms(kind: .limit, quantity: Quantity(50), limit: Price(paise: 223_110))

func worth(_ units: Int64) -> Money { Price(paise: 223_440) * Quantity(units) }

/// Every situation an order can be in, built by the inputs that lead there.
enum OrderScene: CaseIterable {
    case idle, placing, placingCancelWanted, placingPartlyFilled
    case inDoubt, inDoubtCancelWanted, inDoubtPartlyFilled
    case working, workingPartlyFilled
    case modifying, modifyingCancelWanted, modifySilent, modifyRetried
    case cancelling, cancelSilent
    case filled, cancelled, rejected, expired, absent

    var order: OrderLifecycle {
        var order = OrderLifecycle()
        for input in path { _ = input.apply(to: &order) }
        return order
    }

    private var path: [OrderInput] {
        switch self {
        case .idle: []
        case .placing: [.place]
        case .placingCancelWanted: [.place, .cancel]
        case .placingPartlyFilled: [.place, .tradedSome]
        case .inDoubt: [.place, .placeTimedOut]
        case .inDoubtCancelWanted: [.place, .placeTimedOut, .cancel]
        case .inDoubtPartlyFilled: [.place, .placeTimedOut, .tradedSome]
        case .working: [.place, .accepted]
        case .workingPartlyFilled: [.place, .accepted, .tradedSome]
        case .modifying: [.place, .accepted, .modify]
        case .modifyingCancelWanted: [.place, .accepted, .modify, .cancel]
        case .modifySilent: [.place, .accepted, .modify, .requestTimedOut]
        case .modifyRetried: [.place, .accepted, .modify, .requestTimedOut, .foundInBook]
        case .cancelling: [.place, .accepted, .cancel]
        case .cancelSilent: [.place, .accepted, .cancel, .requestTimedOut]
        case .filled: [.place, .accepted, .tradedAll]
        case .cancelled: [.place, .accepted, .cancel, .cancelled]
        case .rejected: [.place, .rejected]
        case .expired: [.place, .accepted, .expired]
        case .absent: [.place, .placeTimedOut, .absentFromBook, .absentFromBook, .absentFromBook]
        }
    }
}

/// Every input, with fixed arguments.
enum OrderInput: CaseIterable {
    case place, modify, modifyToSame, cancel, restarted
    case accepted, acceptedOther, acceptedWithoutID, rejected, placeTimedOut
    case tradedNothing, tradedSome, tradedAll, tradedTooMuch, tradedWithoutValue, completed
    case modified, modifyRefused, cancelled, cancelRefused, expired, requestTimedOut
    case foundInBook, foundOtherInBook, absentFromBook

    func apply(to order: inout OrderLifecycle) -> OrderLifecycle.Action {
        switch self {
        case .place: order.place(firstTerms)
        case .modify: order.modify(lowerTerms)
        case .modifyToSame: order.modify(firstTerms)
        case .cancel: order.cancel()
        case .restarted: order.restarted()
        case .accepted: order.accepted(ourID)
        case .acceptedOther: order.accepted(otherID)
        case .acceptedWithoutID: order.accepted(BrokerOrderID(""))
        case .rejected: order.rejected(.noHoldings)
        case .placeTimedOut: order.placeTimedOut()
        case .tradedNothing: order.traded(total: .zero, value: .zero)
        case .tradedSome: order.traded(total: Quantity(20), value: worth(20))
        case .tradedAll: order.traded(total: Quantity(50), value: worth(50))
        case .tradedTooMuch: order.traded(total: Quantity(60), value: worth(60))
        case .tradedWithoutValue: order.traded(total: Quantity(30), value: .zero)
        case .completed: order.completed(total: Quantity(50), value: worth(50))
        case .modified: order.modified()
        case .modifyRefused: order.modifyRefused(.notPermitted)
        case .cancelled: order.cancelled()
        case .cancelRefused: order.cancelRefused(.notPermitted)
        case .expired: order.expired()
        case .requestTimedOut: order.requestTimedOut()
        case .foundInBook: order.foundInBook(ourID)
        case .foundOtherInBook: order.foundInBook(otherID)
        case .absentFromBook: order.absentFromBook()
        }
    }

    /// Ours, and a programming error where it is not legal.
    func isMisuse(in scene: OrderScene) -> Bool {
        switch self {
        case .place: scene != .idle
        case .modify, .modifyToSame, .cancel: scene == .idle
        default: false
        }
    }
}

extension OrderLifecycle.Action {
    var isFlag: Bool { if case .flag = self { true } else { false } }
}
