package import SaudaCore

/// What reaches a link: the engine's commands, the wire's answers, a person's words, time.
package enum LinkInput: Sendable {
    /// Once, before anything else.
    case start
    /// Those of other accounts, and what is not a broker's to do, change nothing.
    case command(Command)
    /// An order that a person asks for, with what strategies do not use.
    case place(OrderRequest, OrderOptions)
    /// An order that an earlier process sent, or may have sent.
    case adopt(AdoptedOrder)
    /// All our orders that may be there are known: the account's orders are followed from here on. What the broker
    /// shows of earlier ones before that would be taken for somebody else's.
    case follow
    /// A question of the shell itself; answered by `LinkAction.result`.
    case errand(UInt64, Errand)
    case response(CallID, HTTPResponse)
    case failure(CallID, HTTPFailure)
    case socketOpened(SocketID)
    case socketFailed(SocketID, SocketFailure)
    case message(SocketID, SocketMessage)
    case socketEnded(SocketID, SocketEnding)
    /// The day's instruments.
    case listings(ListingTable)
    /// Whether the market is in a phase in which prices come (FED-6).
    case pricesExpected(Bool)
    /// A person's answer to `ask`, or the address that a browser was sent back to.
    case reply(Secret)
    case redirect(Secret)
    /// What another process signed in to: a person at the command line, while a service waits for it.
    case session(BrokerSession)
    /// A person has halted orders: what waits here and was not sent is not sent any more. Cancels are.
    case withdraw
    /// A person says: try again, whatever stopped it.
    case resume
    /// The moment of the last `wake` has come, or any other.
    case timer
}

/// What a journal knows of an order of ours.
package struct AdoptedOrder: Sendable {
    package var request: OrderRequest
    /// Nil when no answer to the placing is known.
    package var id: BrokerOrderID?
    package var terms: OrderTerms
    package var filled: Quantity
    /// Its end is known; it is adopted so that its row in the book is not taken for somebody else's.
    package var isOver = false
    /// A change or cancel without an outcome, and its number.
    package var change: (kind: Change, number: UInt32)?

    package enum Change: Hashable, Sendable {
        case modify(to: OrderTerms)
        case cancel
    }

    package init(
        request: OrderRequest,
        id: BrokerOrderID?,
        terms: OrderTerms,
        filled: Quantity,
        change: (kind: Change, number: UInt32)? = nil
    ) {
        self.request = request
        self.id = id
        self.terms = terms
        self.filled = filled
        self.change = change
    }
}

/// One HTTP request of a link, counted up.
package struct CallID: Hashable, Sendable {
    package var number: UInt64
}

/// One connection of a link, counted up.
package struct SocketID: Hashable, Sendable {
    package var number: UInt64
}
