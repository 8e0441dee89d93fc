extension OrderExplanation {
    /// For people.
    package var text: String {
        let name = [order.map { "order \($0)" }, brokerID.map { "broker's \($0)" }].compactMap(\.self)
        var lines = ["\(name.joined(separator: ", ")): \(side) \(instrument), \(terms), \(product)"]
        let facts: [(String, String?)] = [
            ("account", account), ("strategy", strategy), ("reason", reason), ("variety", variety), ("day", day),
            ("config", config),
        ]
        lines += facts.compactMap { name, value in value.flatMap { $0.isEmpty ? nil : "  \(padded(name)) \($0)" } }
        if !settings.isEmpty {
            lines += ["", "Settings of that day"] + settings.map { "  \($0.place)  \($0.key): \($0.value)" }
        }
        lines += section("Why, from the event at hand back to what came from outside", causes)
        lines += section("What the strategy had decided about it", decisions)
        if let price {
            let age = price.ageSeconds.map { ", \($0) s old" } ?? ""
            lines += [
                "", "Price known then",
                "  \(price.price) by \(price.source) of \(price.at)\(age), record \(price.record)",
            ]
        }
        if !checks.isEmpty { lines += ["", "Checks it passed before it was sent"] + checks.map { "  \($0)" } }
        lines += section("What became of it", steps)
        if findingsLeftOut > 0 { lines.append("  \(findingsLeftOut) findings at which nothing was done are left out") }
        lines += ["", "Outcome: \(outcomeText)"]
        if !unknown.isEmpty { lines += ["", "Not known"] + unknown.map { "  \($0)" } }
        return lines.joined(separator: "\n")
    }

    private func section(_ title: String, _ steps: [Step]) -> [String] {
        guard !steps.isEmpty else { return [] }
        let width = steps.map { "\($0.record)".count }.max() ?? 0
        let words = steps.map(\.what.count).max() ?? 0
        return ["", title]
            + steps.map { step in
                let record = String(repeating: " ", count: width - "\(step.record)".count) + "\(step.record)"
                let word = step.what + String(repeating: " ", count: words - step.what.count)
                return
                    "  \(step.at.prefix(10)) \(step.at.dropFirst(11).prefix(8))  record \(record)  \(word)  \(step.text)"
            }
    }

    private func padded(_ name: String) -> String { name + String(repeating: " ", count: max(0, 9 - name.count)) }
}
