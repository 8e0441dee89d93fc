package import SaudaCore
import SaudaStore

extension Deposit {
    /// Reads a positions file for the first account; they are paid from its capital.
    ///
    /// - Throws: what is wrong with the file, a symbol without prices, positions that cost more than there is.
    package static func read(_ path: String, _ instruments: InstrumentTable, capital: Money) throws -> [Deposit] {
        let deposits = try PositionsFile(path: path).positions.map { position in
            let id: InstrumentID
            do { id = try instruments.find(position.symbol) } catch {
                throw DataError(file: path, what: "\(error)", nextStep: "Name symbols that have prices.")
            }
            return Deposit(
                account: AccountID(index: 0),
                instrument: id,
                quantity: position.quantity,
                price: position.price,
                entered: position.date.at(TimeOfDay(8, 30)),
                reason: "POSITIONS_FILE",
                isPaid: true
            )
        }
        let cost = deposits.reduce(Money.zero) { $0 + $1.price * $1.quantity }
        guard cost <= capital else {
            throw RequestError(
                "the positions cost \(cost) rupees and the capital is \(capital)",
                "raise the capital, or leave positions out"
            )
        }
        return deposits
    }
}
