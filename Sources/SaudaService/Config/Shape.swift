import SaudaCore

/// What a value in config.yaml may be. The checker and the JSON Schema both read this and nothing else.
indirect enum Shape: Hashable, Sendable {
    case text(TextRule)
    /// One word of a fixed list.
    case word([String])
    case bool
    /// Nil stands for any value of the type, here and below.
    case integer(ClosedRange<Int64>?)
    case number(ClosedRange<Double>?)
    /// Rupees, exact to the paisa.
    case money(ClosedRange<Money>?)
    /// A plain decimal such as 0.10, held in parts per crore (1/10,000,000).
    case ratio(ClosedRange<Int64>)
    /// A wall-clock time in Asia/Kolkata.
    case time(ClosedRange<TimeOfDay>?)
    /// A mapping with known keys.
    case record([Key])
    /// A mapping in which the word under `tag` decides the other keys.
    case variants(tag: Key, [Variant])
    /// A mapping from names that the user chooses.
    case names(of: Shape, atLeast: Int)
    /// A list of texts, each once.
    case list(TextRule, ClosedRange<Int>)
    /// A mapping or a list.
    case either(record: [Key], list: Shape)
    /// A list of mappings, such as `variants`.
    case items(of: Shape, atMost: Int)
    /// Anything, where it is not known which shape it has. Searched for secrets all the same.
    case open

    struct Key: Hashable, Sendable {
        var name: String
        var shape: Shape
        var isRequired: Bool
        /// One line, for the schema.
        var help: String
        /// What holds when the key is left out, for the schema.
        var standard: JSON?

        init(_ name: String, _ shape: Shape, required: Bool = true, standard: JSON? = nil, _ help: String) {
            self.name = name
            self.shape = shape
            isRequired = required
            self.standard = standard
            self.help = help
        }
    }

    struct Variant: Hashable, Sendable {
        /// What stands under the tag.
        var word: String
        /// The keys beside the tag.
        var keys: [Key]
    }
}

extension Shape.Key {
    /// The key under `with:` that sets `parameter`.
    init(_ parameter: Parameter) {
        let shape: Shape
        let standard: JSON
        switch (parameter.standard, parameter.range) {
        case (.bool(let value), .any): (shape, standard) = (.bool, .bool(value))
        case (.integer(let value), .any): (shape, standard) = (.integer(nil), .literal("\(value)"))
        case (.integer(let value), .integers(let range)): (shape, standard) = (.integer(range), .literal("\(value)"))
        case (.number(let value), .any): (shape, standard) = (.number(nil), .literal("\(value)"))
        case (.number(let value), .numbers(let range)): (shape, standard) = (.number(range), .literal("\(value)"))
        case (.money(let value), .any): (shape, standard) = (.money(nil), .literal("\(value)"))
        case (.money(let value), .money(let range)): (shape, standard) = (.money(range), .literal("\(value)"))
        case (.time(let value), .any): (shape, standard) = (.time(nil), .string("\(value)"))
        case (.time(let value), .times(let range)): (shape, standard) = (.time(range), .string("\(value)"))
        case (.word(let value), .words(let words)): (shape, standard) = (.word(words), .string(value))
        case (.word(let value), .any): (shape, standard) = (.text(.name), .string(value))
        default: preconditionFailure("the range of parameter '\(parameter.name)' is not of the type of its default")
        }
        let unit = parameter.unit.isEmpty ? "" : " (\(parameter.unit))"
        self.init(parameter.name, shape, required: false, standard: standard, parameter.help + unit)
    }
}
