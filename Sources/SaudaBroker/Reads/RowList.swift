/// The rows of a list that could be read, and what was left out of it, by reason.
public struct RowList<Row: Sendable>: Sendable {
    public private(set) var rows: [Row] = []
    public private(set) var skipped: [String: Int] = [:]

    /// - Parameter what: one of them, for the reasons: `a position`.
    public init(_ items: [JSON], _ what: String, read: (JSON) throws(Unreadable) -> Row) {
        for item in items {
            do throws(Unreadable) {
                rows.append(try read(item))
            } catch {
                skipped["\(what): \(error)", default: 0] += 1
            }
        }
    }

    private init(
        _ items: [JSON],
        _ what: String,
        mayGo: (JSON, Unreadable) -> Bool,
        else refusal: (Unreadable) -> BrokerError,
        read: (JSON) throws(Unreadable) -> Row
    ) throws(BrokerError) {
        for item in items {
            do throws(Unreadable) {
                rows.append(try read(item))
            } catch {
                guard mayGo(item, error) else { throw refusal(error) }
                skipped["\(what): \(error)", default: 0] += 1
            }
        }
    }
}

extension RowList where Row == OrderRow {
    /// Orders. One that cannot be read is left out only when it is not ours: one of ours that goes missing would be taken
    /// for an order that never came to be.
    ///
    /// - Parameters:
    ///   - broker: its id.
    ///   - tag: what a row has where our tag stands. A row without one is another's, if it has a number.
    ///   - number: the broker's number of a row.
    /// - Throws: `stop`.
    public init(
        orders items: [JSON],
        of broker: String,
        tag: (JSON) -> String?,
        number: (JSON) -> String?,
        read: (JSON) throws(Unreadable) -> OrderRow
    ) throws(BrokerError) {
        try self.init(
            items,
            "an order",
            mayGo: { $1.isForeign || (tag($0) == nil && number($0) != nil) },
            else: {
                BrokerError(
                    broker: broker,
                    summary: "an order of the book cannot be read: \($0)",
                    nextStep: "Look at the orders in the broker's own app; sauda needs an update.",
                    recovery: .stop
                )
            },
            read: read
        )
    }
}

extension RowList where Row == TradeRow {
    /// Trades. A fill that is not told would be lost: only those of products and segments that are never ours may go.
    ///
    /// - Throws: `checkOrderBook`.
    public init(
        trades items: [JSON],
        of broker: String,
        read: (JSON) throws(Unreadable) -> TradeRow
    ) throws(BrokerError) {
        try self.init(
            items,
            "a trade",
            mayGo: { $1.isForeign },
            else: {
                BrokerError(
                    broker: broker,
                    summary: "a trade cannot be read: \($0)",
                    nextStep: "Look at the trades in the broker's own app; sauda needs an update.",
                    recovery: .checkOrderBook
                )
            },
            read: read
        )
    }
}
