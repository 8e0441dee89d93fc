import SaudaCore

extension SweepResult: Encodable {
    private enum CodingKeys: String, CodingKey { case rank, trials, parameters, folds, chosen, results, overfit }

    /// `parameters` lists the axes; `results` the best first, each with its values by key.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rank.rawValue, forKey: .rank)
        try container.encode(rows.count, forKey: .trials)
        try container.encode(axes.map(AxisForm.init), forKey: .parameters)
        try container.encode(spans.folds.map { FoldForm($0, spans.dates) }, forKey: .folds)
        try container.encode(chosen.map(\.label), forKey: .chosen)
        try container.encode(rows.map { RowForm(row: $0, keys: axes.map(\.key)) }, forKey: .results)
        try container.encode(overfit, forKey: .overfit)
    }
}

private struct AxisForm: Encodable {
    var key: String
    var values: [ValueForm]

    init(_ axis: SweepAxis) {
        key = axis.key
        values = axis.values.map(ValueForm.init)
    }
}

/// The first and last day of each part.
private struct FoldForm: Encodable {
    var inSample: [String]
    var outOfSample: [String]

    private enum CodingKeys: String, CodingKey {
        case inSample = "in_sample"
        case outOfSample = "out_of_sample"
    }

    init(_ fold: SweepSpans.Fold, _ dates: [Day]) {
        func ends(_ span: Range<Int>) -> [String] { ["\(dates[span.lowerBound])", "\(dates[span.upperBound - 1])"] }
        inSample = ends(fold.inSample)
        outOfSample = ends(fold.outOfSample)
    }
}

private struct RowForm: Encodable {
    var row: SweepResult.Row
    var keys: [String]

    private enum CodingKeys: String, CodingKey { case values, whole, folds, orders, digest }

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(_ text: String) { stringValue = text }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        var values = container.nestedContainer(keyedBy: Key.self, forKey: .values)
        for (key, value) in zip(keys, row.values) { try values.encode(ValueForm(value), forKey: Key(key)) }
        try container.encode(row.run.whole, forKey: .whole)
        try container.encode(row.run.folds, forKey: .folds)
        try container.encode(row.run.orders, forKey: .orders)
        try container.encode(row.run.digest, forKey: .digest)
    }
}

/// Numbers and true or false as such, money as rupees, the rest as text.
private struct ValueForm: Encodable {
    var value: Parameter.Value

    init(_ value: Parameter.Value) { self.value = value }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch value {
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .money(let value): try container.encode(value.rupees)
        case .time, .word: try container.encode("\(value)")
        }
    }
}
