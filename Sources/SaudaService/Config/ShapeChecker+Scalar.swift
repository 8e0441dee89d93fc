import SaudaCore

extension ShapeChecker {
    /// Checks a single value against a shape that wants one.
    mutating func scalar(_ scalar: Scalar, _ mark: ConfigMark, _ shape: Shape, at path: String) -> Checked? {
        let value: Checked.Value?
        switch (shape, scalar) {
        case (_, .nothing):
            report(mark, "\(label(path)) has no value", "write \(shape.name); \(shape.allowed)")
            return nil
        case (.text(let rule), .text(let text)):
            value = textValue(text, rule, mark, at: path)
        case (.word(let words), .text(let text)):
            value = wordValue(text, words, mark, at: path)
        case (.text(let rule), _) where rule.isPrivate: value = mismatch(scalar, mark, shape, at: path)
        case (.word(let words), _) where !words.contains(scalar.written):
            value = wordValue(scalar.written, words, mark, at: path)
        case (.text, .bool), (.text, .doubtful), (.text, .number), (.word, .bool), (.word, .doubtful), (.word, .number):
            let reading = if case .number = scalar { "as a number" } else { "as true or false" }
            report(
                mark,
                "\(label(path)): some YAML readers read \(scalar.shown) \(reading)",
                "write it in quotes to mean text; \(shape.allowed)"
            )
            return nil
        case (.bool, .bool(let bool)): value = .bool(bool)
        case (.bool, .doubtful):
            report(
                mark,
                "\(label(path)): \(scalar.shown) is not true or false",
                "allowed: true, false (YAML readers disagree about yes, no, on and off)"
            )
            return nil
        case (.integer, .number(let text)), (.number, .number(let text)), (.money, .number(let text)),
            (.ratio, .number(let text)):
            value = number(text, mark, shape, at: path)
        case (.time(let range), .text(let text)):
            value = time(text, range, mark, shape, at: path)
        default: value = mismatch(scalar, mark, shape, at: path)
        }
        return value.map { Checked(mark: mark, value: $0) }
    }

    private mutating func mismatch(
        _ scalar: Scalar,
        _ mark: ConfigMark,
        _ shape: Shape,
        at path: String
    ) -> Checked.Value? {
        var next = shape.allowed
        if case .text(let text) = scalar, shape.isNumber, PlainNumber.places(text) != nil {
            next = "remove the quotes; \(next)"
        }
        let found = shape.isScalar && !shape.isPrivate ? scalar.shown : "a single value"
        report(mark, "\(label(path)) must be \(shape.name), found \(found)", next)
        return nil
    }

    private mutating func textValue(
        _ text: String,
        _ rule: TextRule,
        _ mark: ConfigMark,
        at path: String
    ) -> Checked.Value? {
        if fits(text, rule) { return .text(text) }
        let message = rule.isPrivate ? "\(label(path)) does not fit" : "\(label(path)) cannot be \(quotedValue(text))"
        report(mark, message, "allowed: \(rule.allowed)")
        return nil
    }

    private mutating func wordValue(
        _ text: String,
        _ words: [String],
        _ mark: ConfigMark,
        at path: String
    ) -> Checked.Value? {
        if words.contains(text) { return .text(text) }
        let allowed = "allowed: \(words.joined(separator: ", "))"
        let ending = Suggestion.ending(for: text, among: words)
        report(mark, "\(label(path)) cannot be \(quotedValue(text))", allowed + ending)
        return nil
    }

    private mutating func time(
        _ text: String,
        _ range: ClosedRange<TimeOfDay>?,
        _ mark: ConfigMark,
        _ shape: Shape,
        at path: String
    ) -> Checked.Value? {
        guard let time = TimeOfDay(text) else { return mismatch(.text(text), mark, shape, at: path) }
        if let range, !range.contains(time) { return outside(text, mark, shape, at: path) }
        return .time(time)
    }

    /// Reads a number exactly; a money amount to the paisa, a ratio to seven places.
    private mutating func number(
        _ text: String,
        _ mark: ConfigMark,
        _ shape: Shape,
        at path: String
    ) -> Checked.Value? {
        guard let places = PlainNumber.places(text) else {
            report(
                mark,
                "\(label(path)): \(quoted(text)) is not a plain number",
                "write digits without separators, exponent or leading zero; \(shape.allowed)"
            )
            return nil
        }
        switch shape {
        case .integer(let range):
            guard places == 0 else { return mismatch(.number(text), mark, shape, at: path) }
            guard let value = Int64(text), range?.contains(value) ?? true else { break }
            return .integer(value)
        case .number(let range):
            guard let value = Double(text), value.isFinite, range?.contains(value) ?? true else { break }
            return .number(value)
        case .money(let range):
            guard places <= 2 else {
                report(mark, "\(label(path)): \(quoted(text)) is not exact to the paisa", "write at most two decimals")
                return nil
            }
            guard let value = Money(text), range?.contains(value) ?? true else { break }
            return .money(value)
        case .ratio(let range):
            let zeros = String(repeating: "0", count: max(0, 7 - places))
            guard places <= 7, let value = Int64(text.filter { $0 != "." } + zeros), range.contains(value)
            else { break }
            return .ratio(perCrore: value)
        default: break
        }
        return outside(text, mark, shape, at: path)
    }

    private mutating func outside(
        _ text: String,
        _ mark: ConfigMark,
        _ shape: Shape,
        at path: String
    ) -> Checked.Value? {
        report(mark, "\(label(path)): \(quoted(text)) is out of range", shape.allowed)
        return nil
    }
}

extension Scalar {
    /// As it stands in the file, but for quotes.
    var written: String {
        switch self {
        case .text(let text), .number(let text), .doubtful(let text): text
        case .bool(let value): "\(value)"
        case .nothing: ""
        }
    }

    var shown: String { quotedValue(written) }
}
