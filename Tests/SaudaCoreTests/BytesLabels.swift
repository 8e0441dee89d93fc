import SaudaCore

/// Names every enum case, flag and optional inside a value, so that a test can say which were never tried.
enum BytesLabels {
    /// Every label that the events and commands of this version can have.
    static var all: Set<String> {
        names(BytesEventCase.self)
            .union(names(BytesReportCase.self))
            .union(names(BytesRejectionCase.self))
            .union(names(BytesQuestionCase.self))
            .union(names(BytesAnswerCase.self))
            .union(names(BytesCommandCase.self))
            .union(names(BytesPriceRuleCase.self))
            .union(words(Target.Timing.self))
            .union(words(Target.Persistence.self))
            .union([
                "trade nil", "trade some", "exited nil", "notBefore nil", "notBefore some", "expires nil",
                "expires some",
            ])
            .union(words(Side.self))
            .union(words(OrderKind.self))
            .union(words(Validity.self))
            .union(words(Product.self))
            .union(words(OrderRequest.Variety.self))
            .union(words(PriceSource.self))
            .union(words(CandleSpan.self))
            .union(words(Control.self))
            .union(words(Job.self))
            .union(words(ForeignOrder.Status.self))
            .union(words(Decision.Kind.self))
            .union(words(Alert.Level.self))
            .union(["strategy nil", "strategy some", "instrument nil", "instrument some", "band nil", "band some"])
            .union(["pause nil", "pause some", "preOpen nil", "preOpen some"])
            .union(["request nil", "request some"])
            .union(["changed nil", "changed some", "variety nil", "variety some"])
            .union(["pe nil", "pe some", "pb nil", "pb some", "fundamentals nil", "fundamentals some"])
            .union(["buyAndHoldPercent nil", "buyAndHoldPercent some"])
            .union(["isPaid true", "isPaid false", "isEngine true", "isEngine false"])
            .union(["holdsPrices true", "holdsPrices false", "watch true", "watch false"])
    }

    static func of(_ value: Any) -> Set<String> {
        var labels: Set<String> = []
        collect(value, named: "", into: &labels)
        return labels
    }

    private static func collect(_ value: Any, named name: String, into labels: inout Set<String>) {
        switch value {
        case let value as Event.Kind: labels.insert(label(BytesEventCase(value)))
        case let value as Report.Kind: labels.insert(label(BytesReportCase(value)))
        case let value as Rejection: labels.insert(label(BytesRejectionCase(value)))
        case let value as Question: labels.insert(label(BytesQuestionCase(value)))
        case let value as Answer: labels.insert(label(BytesAnswerCase(value)))
        case let value as Target.PriceRule: labels.insert(label(BytesPriceRuleCase(value)))
        case let value as Command:
            labels.insert(label(BytesCommandCase(value)))
            if case .watch(_, let isWanted) = value { labels.insert("watch \(isWanted)") }
        case let value as any RawRepresentable<UInt8>: labels.insert(label(value))
        case let value as Bool where name.first?.isLetter == true: labels.insert("\(name) \(value)")
        default: break
        }
        let mirror = Mirror(reflecting: value)
        if mirror.displayStyle == .optional {
            labels.insert("\(name) \(mirror.children.isEmpty ? "nil" : "some")")
        }
        for child in mirror.children { collect(child.value, named: child.label ?? "", into: &labels) }
    }

    private static func label<Word: RawRepresentable>(_ word: Word) -> String {
        "\(String(reflecting: Word.self)) \(word.rawValue)"
    }

    private static func names<Case: CaseIterable & RawRepresentable>(_ type: Case.Type) -> Set<String> {
        Set(Case.allCases.map { label($0) })
    }

    private static func words<Word: RawRepresentable<UInt8>>(_ type: Word.Type) -> Set<String> {
        Set((0...255).compactMap { Word(rawValue: $0) }.map { label($0) })
    }
}
