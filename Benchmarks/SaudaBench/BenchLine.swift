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
}
