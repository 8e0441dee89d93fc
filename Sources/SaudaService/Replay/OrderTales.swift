import SaudaCore
import SaudaSimulation

/// Listens to a day and keeps what became of its orders.
final class OrderTales: Recorder {
    /// Those handed over first, then in the order they were placed.
    private(set) var orders: [PlayedOrder] = []
    private(set) var fills = 0
    /// Every place, modify and cancel, as bytes.
    private(set) var intents: [[UInt8]] = []
    private var places: [OrderID: Int] = [:]

    func record(_ event: Event, _ commands: [Command]) {
        switch event.kind {
        case .carriedOrder(let carried):
            let evening = carried.placed.at(TimeOfDay(18, 0))
            add(PlayedOrder(carried.request, at: evening, isHandedOver: true))
        case .report(let report):
            if let place = places[report.order], orders[place].take(report.kind, at: event.time) { fills += 1 }
        default: break
        }
        for command in commands { take(command, event.time) }
    }

    private func take(_ command: Command, _ time: Timestamp) {
        switch command {
        case .place(let request): add(PlayedOrder(request, at: time))
        case .modify(let id, _, _, let terms, _): if let place = places[id] { orders[place].change(to: terms) }
        case .explain(let id, let reason): if let place = places[id] { orders[place].serve(reason) }
        default: break
        }
        guard command.isIntent else { return }
        var writer = ByteWriter()
        command.encode(into: &writer)
        intents.append(writer.bytes)
    }

    private func add(_ order: PlayedOrder) {
        places[order.id] = orders.count
        orders.append(order)
    }
}
