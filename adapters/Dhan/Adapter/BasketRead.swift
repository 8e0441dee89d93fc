import SaudaBroker
import SaudaCore

/// What orders that are thought of would set aside together: each by itself, whose sum the call for all does not tell,
/// then all of them (protocol section 2.13).
struct BasketRead: Dialogue {
    /// More are not taken in one call.
    private static let most = 100

    private let api: DhanAPI
    private let orders: [PlannedOrder]
    private let withPositions: Bool
    private var each: MarginsRead
    private var margins: [OrderMargin]?

    init(_ api: DhanAPI, _ orders: [PlannedOrder], withPositions: Bool) {
        self.api = api
        self.orders = orders
        self.withPositions = withPositions
        each = MarginsRead(api, orders)
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            if let margins, case .response(let response) = input {
                let sum = try Self.sum(margins)
                let total = try Self.total(try Failures.body(response))
                return .done(.basketMargin(BasketMargin(sum: sum, total: total, orders: margins)))
            }
            guard orders.count <= Self.most else {
                throw OrderChecks.refused("the margin of more than \(Self.most) orders together cannot be asked")
            }
            let step = each.next(input, at: now)
            guard case .done(.margins(let margins)) = step else { return step }
            guard !margins.isEmpty else {
                return .done(.basketMargin(BasketMargin(sum: .zero, total: .zero, orders: [])))
            }
            self.margins = margins
            return .send(try request())
        } catch {
            return .failed(error)
        }
    }

    /// By the names of the broker's own client: three of its descriptions disagree.
    private func request() throws(BrokerError) -> HTTPRequest {
        var rows: [JSONBody] = []
        for order in orders { rows.append(.members(try MarginsRead.fields(order, api))) }
        let body: DhanAPI.Members = [
            ("dhanClientId", .text(try api.client())), ("includePosition", .flag(withPositions)),
            ("includeOrder", .flag(false)), ("scripList", .list(rows)),
        ]
        return try api.send(.post, "/margincalculator/multi", body, endpoint: .account)
    }

    /// Each figure fits, and what a broker says need not fit together.
    private static func sum(_ margins: [OrderMargin]) throws(BrokerError) -> Money {
        var sum: Int64 = 0
        for margin in margins {
            let (next, isOver) = sum.addingReportingOverflow(margin.total.raw)
            guard !isOver else { throw Failures.wrongShape("margins that are no possible money") }
            sum = next
        }
        return Money(raw: sum)
    }

    /// A text under one name, or a number under the other.
    private static func total(_ body: JSON) throws(BrokerError) -> Money {
        let value = body["total_margin"].isNull ? body["totalMargin"] : body["total_margin"]
        let number = value.text.map { (try? JSON($0)) ?? .null } ?? value
        guard let raw = number.decimal(places: 4), raw >= 0 else {
            throw Failures.wrongShape("no margin of the orders")
        }
        return Money(raw: raw)
    }
}
