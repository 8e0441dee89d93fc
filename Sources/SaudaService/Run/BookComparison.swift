import SaudaBroker
package import SaudaCore

/// What the books hold, beside what the broker says: what is left of shares from days before, and today's purchases.
package struct BookComparison {
    private let desk: Desk
    private let links: [BrokerLink]
    private let plan: LivePlan

    package init(_ desk: Desk, _ links: [BrokerLink], _ plan: LivePlan) {
        self.desk = desk
        self.links = links
        self.plan = plan
    }

    /// One line for each instrument that differs; empty when all are equal.
    ///
    /// - Throws: `BrokerError` when a broker does not tell.
    package func differences() async throws -> [String] {
        var lines: [String] = []
        for (index, link) in links.enumerated() {
            guard case .holdings(let held) = try await link.ask(.holdings),
                case .positions(let traded) = try await link.ask(.positions)
            else { continue }
            var theirs: [InstrumentID: Quantity] = [:]
            for row in held { theirs[row.instrument, default: .zero] += row.quantity }
            for row in traded where row.product == .delivery {
                // Sales of shares from days before are in the holdings already.
                if let id = row.instrument { theirs[id, default: .zero] += max(row.quantity, .zero) }
            }
            for id in plan.instruments.ids where !plan.unlisted.contains(id) {
                let (ours, others) = (desk.books[index].quantity(of: id), theirs[id] ?? .zero)
                guard ours != others else { continue }
                lines.append(
                    "\(plan.accounts[index].name) \(plan.instruments[id].name): the books say \(ours), the broker \(others)"
                )
            }
        }
        return lines
    }
}
