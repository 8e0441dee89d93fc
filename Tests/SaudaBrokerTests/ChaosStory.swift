import SaudaCore
import SaudaStore

/// What a journal says of its day.
struct ChaosStory {
    private(set) var placed: [OrderID: Int] = [:]
    private(set) var filled: [OrderID: (quantity: Quantity, value: Money)] = [:]
    private(set) var foreign: [BrokerOrderID: ForeignOrder] = [:]
    /// Whether its file ends with a whole frame.
    var isWhole = false

    mutating func add(_ entry: JournalEntry) {
        switch entry {
        case .command(.place(let request)): placed[request.id, default: 0] += 1
        case .command: break
        case .event(let event):
            switch event.kind {
            case .report(let report): add(report)
            case .foreign(let order): foreign[order.id] = order
            default: break
            }
        }
    }

    private mutating func add(_ report: Report) {
        switch report.kind {
        case .traded(let total, let value), .completed(let total, let value):
            if total > filled[report.order]?.quantity ?? .zero { filled[report.order] = (total, value) }
        default: break
        }
    }
}
