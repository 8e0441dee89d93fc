import SaudaBroker

/// An error of the broker's (protocol section 1.3): its code and its words. The keys in camelCase are on their way out,
/// and both kinds are sent.
struct Refusal: Hashable, Sendable {
    /// Empty where there is none.
    var code: String
    var text: String

    private init(_ error: JSON) {
        code = error["error_code"].text ?? error["errorCode"].text ?? ""
        text = error["message"].text ?? ""
    }

    /// All that a body tells; empty when it is no refusal. Several come of calls with many parts.
    static func all(in body: JSON) -> [Refusal] {
        if let errors = body["errors"].items, !errors.isEmpty { return errors.map { Refusal($0) } }
        return body["status"].text == "error" ? [Refusal(body)] : []
    }
}
