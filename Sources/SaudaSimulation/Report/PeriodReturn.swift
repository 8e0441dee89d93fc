/// The simple return of one calendar month or year of a curve, from the last point before it to its own last one.
package struct PeriodReturn: Hashable, Sendable {
    package var year: Int
    /// 1...12, or nil for a whole year.
    package var month: Int?
    /// A fraction; nil when equity was not positive before.
    package var ratio: Double?
}

extension PeriodReturn: Encodable {
    private enum CodingKeys: String, CodingKey {
        case month, year
        case ratio = "return"
    }

    /// `{"month": "2024-03", "return": 0.012}`, for a year `{"year": 2024, ...}`.
    package func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        if let month {
            try row.encode("\(year)-\(month < 10 ? "0" : "")\(month)", forKey: .month)
        } else {
            try row.encode(year, forKey: .year)
        }
        try row.encodeRatio(ratio, forKey: .ratio)
    }
}
