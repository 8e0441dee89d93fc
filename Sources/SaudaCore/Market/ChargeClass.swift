/// The kinds of trade the law charges differently.
enum ChargeClass: UInt8, CaseIterable, Sendable {
    case delivery, intraday, future, option

    /// Nil for what cannot be traded: an index, or a share carried forward.
    init?(_ kind: Instrument.Kind, _ product: Product) {
        switch (kind, product) {
        case (.equity, .delivery), (.etf, .delivery): self = .delivery
        case (.equity, .intraday), (.etf, .intraday): self = .intraday
        case (.future, _): self = .future
        case (.option, _): self = .option
        case (.index, _), (.equity, .carryForward), (.etf, .carryForward): return nil
        }
    }

    /// The words of the data files.
    static let words: KeyValuePairs<String, [ChargeClass]> = [
        "delivery": [.delivery], "intraday": [.intraday], "future": [.future], "option": [.option],
        "any": ChargeClass.allCases,
    ]
}
