import SaudaBroker
import SaudaCore

/// Each by itself: one call an order, because in one call they take from each other's risk.
struct MarginsRead: Dialogue {
    private let api: UpstoxAPI
    private var left: ArraySlice<PlannedOrder>
    private var asked: InstrumentID?
    private var margins: [OrderMargin] = []

    init(_ api: UpstoxAPI, _ orders: [PlannedOrder]) {
        self.api = api
        left = orders[...]
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            // All of them are looked at before the first is sent.
            if case .start = input { for order in left { _ = try Margins.fields(order, api) } }
            if case .response(let response) = input, let asked {
                guard let items = try Failures.data(response)["margins"].items, items.count == 1 else {
                    throw Failures.wrongShape("another number of margins than of orders")
                }
                margins.append(try Margins.margin(items[0], asked))
            }
            guard let order = left.popFirst() else { return .done(.margins(margins)) }
            asked = order.instrument
            return .send(try Margins.request([order], api))
        } catch {
            return .failed(error)
        }
    }
}
