import SaudaBroker
import SaudaCore

/// The account's bracket orders of the day, and how a person names one.
struct BracketBook {
    let rows: [BracketRow]

    init(_ line: AccountLine) async throws {
        guard case .brackets(let rows) = try await line.ask(.brackets) else {
            throw line.wrongAnswer(to: "the bracket orders")
        }
        self.rows = rows
    }

    /// The one with that number or tag, of which something can still trade.
    func findOpen(_ text: String) throws -> BracketRow {
        let fits = rows.filter { $0.id.text == text || $0.entry.tag == text }
        guard fits.count == 1 else {
            let what = fits.isEmpty ? "no bracket order is called '\(text)'" : "'\(text)' fits \(fits.count) of them"
            throw CommandFailure(.badUsage, "\(what); `sauda bracket list` shows them. Nothing was sent.")
        }
        guard !fits[0].isOver else {
            throw CommandFailure(.failed, "bracket order \(fits[0].id) is over already; nothing was sent.")
        }
        return fits[0]
    }

    /// A change of a plain order says nothing of exits and trail, so none is made to the entry of a bracket order.
    static func checkIsPlain(_ row: OrderRow, _ line: AccountLine) async throws {
        let rows: [BracketRow]
        do {
            rows = try await BracketBook(line).rows
        } catch let error as BrokerError where error.recovery == .changeRequest {
            // The broker has none.
            return
        }
        guard !rows.contains(where: { $0.id == row.id }) else {
            throw CommandFailure(
                .badUsage,
                "order \(row.id) is the entry of a bracket order; use `sauda bracket modify \(row.id)`. Nothing was sent."
            )
        }
    }
}
