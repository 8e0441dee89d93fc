package import SaudaCore

/// One parameter of one strategy, and the values it takes in turn.
package struct SweepAxis: Hashable, Sendable {
    /// As written, and as shown: `rsi_exit_above`, or `sell.rsi_exit_above` where several strategies have the key.
    package var key: String
    /// The place of the strategy among those that run.
    package var strategy: Int
    package var parameter: String
    /// In the order they were asked for, each once.
    package var values: [Parameter.Value]

    /// A strategy as a sweep needs to know it.
    package struct Subject: Sendable {
        package var name: String
        package var parameters: [Parameter]

        package init(name: String, parameters: [Parameter]) {
            self.name = name
            self.parameters = parameters
        }
    }

    /// Reads `key=a,b,c`, or `key=a..b:step` for numbers and money; the step of whole numbers is 1 unless given.
    package init(_ text: String, of subjects: [Subject]) throws(SweepRefusal) {
        guard let sign = text.firstIndex(of: "=") else {
            throw SweepRefusal("'\(text)' says no values", "write key=a..b:step or key=a,b,c")
        }
        key = String(text[..<sign])
        let found = try Self.find(key, in: subjects)
        strategy = found.strategy
        parameter = found.parameter.name
        let written = text[text.index(after: sign)...]
        values =
            try written.firstRange(of: "..") == nil
            ? Self.list(written, of: found.parameter, key)
            : Self.span(written, of: found.parameter, key)
    }

    private static func find(
        _ key: String,
        in subjects: [Subject]
    ) throws(SweepRefusal) -> (strategy: Int, parameter: Parameter) {
        let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
        let (owner, name) = parts.count == 2 ? (parts[0], parts[1]) : (nil, key)
        let fits = subjects.indices.flatMap { index in
            subjects[index].parameters.filter { $0.name == name && (owner == nil || owner == subjects[index].name) }
                .map { (index, $0) }
        }
        if fits.count == 1 { return fits[0] }
        if fits.isEmpty {
            throw SweepRefusal("no strategy has a parameter '\(key)'", "there are: \(known(in: subjects))")
        }
        let names = fits.map { "\(subjects[$0.0].name).\(name)" }.joined(separator: " or ")
        throw SweepRefusal("several strategies have a parameter '\(key)'", "write \(names)")
    }

    private static func known(in subjects: [Subject]) -> String {
        let names = subjects.flatMap { subject in
            subject.parameters.map { subjects.count > 1 ? "\(subject.name).\($0.name)" : $0.name }
        }
        return names.isEmpty ? "none" : names.joined(separator: ", ")
    }

    // MARK: - Values

    private static func list(
        _ text: Substring,
        of parameter: Parameter,
        _ key: String
    ) throws(SweepRefusal) -> [Parameter.Value] {
        var values: [Parameter.Value] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let value = parameter.value(of: part), parameter.allows(value) else {
                throw refusal("\(key) cannot be '\(part)'", parameter)
            }
            guard !values.contains(value) else {
                throw SweepRefusal("\(key) has \(value) twice", "write each value once")
            }
            values.append(value)
        }
        return values
    }

    private static func span(
        _ text: Substring,
        of parameter: Parameter,
        _ key: String
    ) throws(SweepRefusal) -> [Parameter.Value] {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let ends = parts[0]
        guard let dots = ends.firstRange(of: ".."),
            let first = parameter.rung(of: ends[..<dots.lowerBound]),
            let last = parameter.rung(of: ends[dots.upperBound...])
        else { throw refusal("\(key)=\(text) is no span of values", parameter) }
        let isWhole = if case .integer = parameter.standard { true } else { false }
        guard let step = parts.count == 2 ? parameter.rung(of: parts[1]) : isWhole ? 1 : nil else {
            throw SweepRefusal("\(key)=\(text) has no step", "write \(key)=a..b:step")
        }
        guard step > 0 else { throw SweepRefusal("the step of \(key) is not over 0", "write a step such as 1 or 0.05") }
        guard first <= last else { throw SweepRefusal("\(key)=\(text) runs backwards", "write the lower end first") }
        for rung in [first, last] {
            guard let value = parameter.value(at: rung), parameter.allows(value) else {
                throw refusal("\(key) cannot be \(parameter.value(at: rung).map { "\($0)" } ?? "that")", parameter)
            }
        }
        let (width, overflow) = last.subtractingReportingOverflow(first)
        guard !overflow, width / step < Int64(SweepPlan.most) else {
            throw SweepRefusal("\(key) alone has more than \(SweepPlan.most) values", "use a larger step")
        }
        return (0...(width / step)).compactMap { parameter.value(at: first + $0 * step) }
    }

    private static func refusal(_ what: String, _ parameter: Parameter) -> SweepRefusal {
        let unit = parameter.unit.isEmpty ? "" : ", in \(parameter.unit)"
        return SweepRefusal(what, "\(parameter.name) is like \(parameter.standard)\(parameter.rangeNote)\(unit)")
    }
}
