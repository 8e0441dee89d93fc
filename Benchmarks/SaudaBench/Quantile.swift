enum Quantile {
    /// The value below which `share` of them lie.
    static func of(_ share: Double, _ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.sorted()[min(values.count - 1, Int(Double(values.count) * share))]
    }
}
