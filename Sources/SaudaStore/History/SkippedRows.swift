/// The rows that were left out on request, counted by reason.
package struct SkippedRows: Hashable, Sendable {
    /// How many examples are kept for each reason.
    static let exampleLimit = 3

    package private(set) var counts: [RowFault: Int] = [:]
    /// The first few rows of each reason, in file order.
    package private(set) var examples: [RowFault: [DataError]] = [:]

    package var total: Int { counts.values.reduce(0, +) }

    func wantsExample(of fault: RowFault) -> Bool {
        examples[fault, default: []].count < SkippedRows.exampleLimit
    }

    mutating func count(_ fault: RowFault, example: DataError?) {
        counts[fault, default: 0] += 1
        if let example { examples[fault, default: []].append(example) }
    }
}
