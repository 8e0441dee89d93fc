/// A measured speed as the peers' harnesses print it: one JSON object a line.
enum BenchLine {
    static func print(_ item: String, _ label: String, unit: String, _ values: [Double], more: String = "") {
        let sorted = values.sorted()
        guard let least = sorted.first, let most = sorted.last else { return }
        let median = sorted[sorted.count / 2].rounded()
        Swift.print(
            #"{"item":"\#(item)","peer":"sauda","case":"\#(label)","unit":"\#(unit)","median":\#(median),"#
                + #""min":\#(least.rounded()),"max":\#(most.rounded()),"runs":\#(sorted.count)\#(more)}"#
        )
    }

    /// A time or ratio of one of two sides, to a hundredth.
    static func show(_ label: String, _ peer: String, _ unit: String, _ values: [Double]) {
        func short(_ value: Double) -> Double { (value * 100).rounded() / 100 }
        let (middle, least, most) = (Quantile.of(0.5, values), values.min() ?? 0, values.max() ?? 0)
        Swift.print(
            #"{"item":"wire","peer":"\#(peer)","case":"\#(label)","unit":"\#(unit)","median":\#(short(middle)),"#
                + #""min":\#(short(least)),"max":\#(short(most)),"runs":\#(values.count)}"#
        )
    }
}
