/// The comparison as other programs read it. Figures that are undefined are null.
extension ResultComparison: Encodable {
    private enum CodingKeys: String, CodingKey {
        case same, figures, trades, assumptions, a, b
    }

    private enum TradeKeys: String, CodingKey {
        case same, changed
        case onlyInA = "only_in_a"
        case onlyInB = "only_in_b"
    }

    private enum AssumptionKeys: String, CodingKey {
        case onlyInA = "only_in_a"
        case onlyInB = "only_in_b"
    }

    private func run(_ file: ResultFile) -> [String: String?] {
        [
            "title": file.title, "start_day": file.startDay, "end_day": file.endDay,
            "commands_digest": file.digest,
        ]
    }

    package func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encode(isSame, forKey: .same)
        try row.encode(run(a), forKey: .a)
        try row.encode(run(b), forKey: .b)
        try row.encode(figures, forKey: .figures)
        var trades = row.nestedContainer(keyedBy: TradeKeys.self, forKey: .trades)
        try trades.encode(sameTrades, forKey: .same)
        try trades.encode(changed, forKey: .changed)
        try trades.encode(onlyInA, forKey: .onlyInA)
        try trades.encode(onlyInB, forKey: .onlyInB)
        var assumptions = row.nestedContainer(keyedBy: AssumptionKeys.self, forKey: .assumptions)
        try assumptions.encode(assumptionsOnlyInA, forKey: .onlyInA)
        try assumptions.encode(assumptionsOnlyInB, forKey: .onlyInB)
    }
}

extension ResultComparison.Figure: Encodable {
    private enum CodingKeys: String, CodingKey { case name, unit, a, b, difference, better }

    package func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encode(name, forKey: .name)
        try row.encode(unit.rawValue, forKey: .unit)
        try row.encode(a, forKey: .a)
        try row.encode(b, forKey: .b)
        try row.encode(difference, forKey: .difference)
        try row.encode(better?.rawValue, forKey: .better)
    }
}
