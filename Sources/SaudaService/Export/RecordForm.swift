import SaudaCore
import SaudaStore

/// Events and commands as JSON, with names for handles.
///
/// The fields are those of the types, in `snake_case`; a case that holds something is an object of that one key. A test
/// pins the form, so that renaming a field inside does not change what others read.
struct RecordForm {
    let names: JournalNames

    /// A case by its name, and what it holds.
    func kind(_ value: Any) -> (name: String, content: JSON) {
        guard let child = Mirror(reflecting: value).children.first else { return ("\(value)", .null) }
        return (child.label ?? "", payload(child.value))
    }

    func json(_ value: Any) -> JSON { leaf(value) ?? branch(value) }

    private func leaf(_ value: Any) -> JSON? {
        switch value {
        case let price as Price: .rupees(price)
        case let money as Money: .rupees(money)
        case let quantity as Quantity: .number(quantity.units)
        case let time as Timestamp: .string(time.bookText)
        case let day as Day: .string("\(day)")
        case let id as InstrumentID: .string(names.instrument(id))
        case let id as AccountID: .string(names.account(id))
        case let id as StrategyID: .string(names.strategy(id))
        case let id as OrderID: .literal("\(id.number)")
        case let id as RequestID: .literal("\(id.number)")
        case let id as BrokerOrderID: .string(id.text)
        case let text as String: .string(text)
        case let flag as Bool: .bool(flag)
        case let number as any BinaryInteger: .literal("\(number)")
        case let number as Double: number.isFinite ? .literal("\(number)") : .null
        case let side as Side: .string("\(side)")
        case let kind as OrderKind: .string("\(kind)")
        case let span as Range<Timestamp>: .array([json(span.lowerBound), json(span.upperBound)])
        default: nil
        }
    }

    private func branch(_ value: Any) -> JSON {
        let shape = Mirror(reflecting: value)
        switch shape.displayStyle {
        case .optional?: return shape.children.first.map { json($0.value) } ?? .null
        case .collection?: return .array(shape.children.map { json($0.value) })
        case .enum?:
            let (name, content) = kind(value)
            if shape.children.isEmpty { return .string(name) }
            return .object([JSON.Member(name: snake(name), value: content)])
        default:
            return .object(shape.children.map { JSON.Member(name: snake($0.label ?? ""), value: json($0.value)) })
        }
    }

    /// What a case holds: one value by itself, several by their labels or what they are.
    private func payload(_ value: Any) -> JSON {
        if let leaf = leaf(value) { return leaf }
        let shape = Mirror(reflecting: value)
        guard shape.displayStyle == .tuple else { return branch(value) }
        return .object(
            shape.children.map { child in
                let label = child.label ?? ""
                return JSON.Member(
                    name: label.hasPrefix(".") ? word(child.value) : snake(label),
                    value: json(child.value)
                )
            }
        )
    }

    private func word(_ value: Any) -> String {
        switch value {
        case is InstrumentID: "instrument"
        case is AccountID: "account"
        case is OrderID: "order"
        case is BrokerOrderID: "broker_order"
        case is RequestID: "request"
        case is WakeKey: "wake"
        case is CandleSpan: "span"
        case is Candle: "candle"
        case is OrderTerms: "terms"
        case is Money: "money"
        case is Question: "question"
        case is Answer: "answer"
        case is Bool: "wanted"
        case is String: "text"
        default: "value"
        }
    }

    private func snake(_ name: String) -> String {
        name.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
    }
}
