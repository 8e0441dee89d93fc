import SaudaBroker

/// An error body's code and text, whatever its shape: six are on the wire (protocol section 1.7).
struct Refusal {
    /// `DH-905`, `805`, `RS-9005`; nil where the shape has none.
    var code: String?
    var text: String
    /// Of the server in front, for an unknown path (E4).
    var isGateway: Bool

    init(code: String?, text: String, isGateway: Bool) {
        self.code = code
        self.text = text
        self.isGateway = isGateway
    }

    /// Nil when the body is no refusal.
    init?(_ body: JSON) {
        guard let members = body.members else { return nil }
        self.init(code: nil, text: "", isGateway: false)
        let status = body["status"].text?.lowercased()
        let data = (members["data"] ?? members["Data"])?.members
        if let inner = Self.word(body["internalErrorCode"]) {
            // E5: the outer code may be the word NONE.
            code = inner
            text = body["internalErrorMessage"].text ?? ""
        } else if let code = Self.word(body["errorCode"]) {
            // E1.
            self.code = code
            text = body["errorMessage"].text ?? ""
        } else if members["errorType"] != nil || members["errorMessage"] != nil {
            text = body["errorMessage"].text ?? ""
        } else if let status, status.hasPrefix("fail"), let entry = data?.min(by: { $0.key < $1.key }) {
            // E2: the code is the key.
            code = entry.key
            text = entry.value.text ?? ""
        } else if let status, status.hasPrefix("fail") || status == "error" {
            // E3 and E6.
            text = body["message"].text ?? body["remarks"].text ?? ""
        } else if let word = body["error"].text, body["status"].integer != nil {
            // E4.
            text = word
            isGateway = true
        } else {
            return nil
        }
    }

    /// A code may be a number.
    private static func word(_ value: JSON) -> String? {
        if let text = value.text { return text.isEmpty ? nil : text }
        return value.integer.map { "\($0)" }
    }

    /// Not an error but an empty list: of holdings, or of candles.
    var saysNothingThere: Bool {
        switch code {
        case "DH-1111", "DH-907": true
        case "RS-9005": text.lowercased().contains("data not available")
        default: false
        }
    }
}
