/// Lot sizes of index contracts by date, read from `lots.csv`, for when no instrument list says.
///
/// The lot belongs to the contract, not to the index: after a change old and new lots live side by side, each until its
/// contracts expire.
public struct LotTable: Sendable {
    public static let builtIn = BuiltInFacts.load { () throws(FactError) in try LotTable() }

    private enum Basis { case expiry, made }

    private struct Change: Sendable {
        var basis: Basis
        var from: Day
        var lot: Quantity
    }

    /// Oldest first.
    private var changes: [String: [Change]] = [:]

    /// Reads `lots.csv` from a folder's texts, else the built-in one. Throws with the line to repair.
    public init(parsing files: [String: String] = [:]) throws(FactError) {
        let text = try BuiltInFacts.text("lots.csv", newer: files)
        let table = try FactTable(text, file: "lots.csv", columns: ["underlying", "basis", "from", "lot", "source"])
        for row in table.rows {
            guard let units = Int64(row["lot"]), (1...Quantity.limit.units).contains(units) else {
                throw row.error("'\(row["lot"])' is not a lot; write a whole number above zero.")
            }
            let basis = try row.word("basis", ["expiry": Basis.expiry, "made": Basis.made])
            let change = Change(basis: basis, from: try row.start("from"), lot: Quantity(units))
            if let last = changes[row["underlying"]]?.last, last.from >= change.from {
                throw row.error("is not later than the row before it; sort an underlying's rows by date.")
            }
            changes[row["underlying"], default: []].append(change)
        }
    }

    /// The lot of the contract of `underlying` that ends on `expiry`.
    ///
    /// - Parameter made: the day it was first listed. Without it a contract that outlives a change for newly made ones
    ///   may have either lot.
    /// - Returns: nil for an underlying that is not in the table, and where the lot cannot be told without `made`.
    public func lot(of underlying: String, expiry: Day, made: Day? = nil) -> Quantity? {
        for change in changes[underlying, default: []].reversed() where change.from <= expiry {
            switch change.basis {
            case .expiry: return change.lot
            case .made:
                guard let made else { return nil }
                if change.from <= made { return change.lot }
            }
        }
        return nil
    }
}
