/// The combinations of a sweep and what each came to, for the report.
package struct SweepTable: Hashable, Sendable {
    package struct Figure: Hashable, Sendable {
        package enum Unit: String, Hashable, Sendable {
            /// A fraction, shown in per cent.
            case ratio
            case number, count, rupees
        }

        package var name: String
        package var unit: Unit
        package var isBetterHigher: Bool

        package init(_ name: String, _ unit: Unit, isBetterHigher: Bool = true) {
            self.name = name
            self.unit = unit
            self.isBetterHigher = isBetterHigher
        }
    }

    package struct Row: Hashable, Sendable {
        /// As given on the command line, in the order of `parameters`.
        package var parameters: [String]
        /// In the order of `figures`; nil where undefined.
        package var figures: [Double?]

        package init(parameters: [String], figures: [Double?]) {
            self.parameters = parameters
            self.figures = figures
        }
    }

    package var parameters: [String]
    /// The first one is what the heat map shows at first.
    package var figures: [Figure]
    package var rows: [Row]
    /// What the reader must know about a best of many: trials, out-of-sample share, a sentence each.
    package var notes: [String]

    /// - Precondition: every row has a value for each parameter and each figure.
    package init(parameters: [String], figures: [Figure], rows: [Row], notes: [String] = []) {
        precondition(
            rows.allSatisfy { $0.parameters.count == parameters.count && $0.figures.count == figures.count },
            "a row of a sweep has a value for each column"
        )
        self.parameters = parameters
        self.figures = figures
        self.rows = rows
        self.notes = notes
    }

    var script: String {
        let heads = figures.map { figure in
            Script.object([
                ("name", Script.text(figure.name)), ("unit", Script.text(figure.unit.rawValue)),
                ("up", figure.isBetterHigher ? "1" : "0"),
            ])
        }
        let lines = rows.map { row in
            let numbers = zip(row.figures, figures).map { Self.number($0, $1) }
            return Script.list([Script.texts(row.parameters), Script.list(numbers)])
        }
        return Script.object([
            ("parameters", Script.texts(parameters)), ("figures", Script.list(heads)), ("rows", Script.list(lines)),
        ])
    }

    /// Whole numbers: paise, else millionths.
    private static func number(_ value: Double?, _ figure: Figure) -> String {
        Script.number(value, scale: figure.unit == .rupees ? 100 : 1e6)
    }
}
