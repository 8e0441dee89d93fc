import SaudaBroker

/// A refusal as section 1.3 has it: both kinds of keys.
struct UpstoxRefusal: Error, Hashable, Sendable {
    var status: Int
    var code: String
    var message: String

    init(_ status: Int, _ number: Int, _ message: String) {
        self.status = status
        code = "UDAPI\(number)"
        self.message = message
    }

    var response: PracticeResponse {
        let error: PracticeJSON = [
            "errorCode": .string(code), "message": .string(message), "propertyPath": nil, "invalidValue": nil,
            "error_code": .string(code), "property_path": nil, "invalid_value": nil,
        ]
        let body: PracticeJSON = ["status": "error", "errors": .array([error])]
        return PracticeResponse(status, type: "application/json", body.text)
    }
}

// The rows of section 1.4 that are used here.
extension UpstoxRefusal {
    static let badToken = UpstoxRefusal(401, 100_050, "Invalid token used to access API")
    static let badCredentials = UpstoxRefusal(401, 100_016, "Invalid Credentials")
    static let badCode = UpstoxRefusal(401, 100_016, "Invalid Auth code")
    static let tooMany = UpstoxRefusal(429, 10_005, "Too Many Request Sent")
    static let address = UpstoxRefusal(403, 1154, "Access to this API is blocked: the static IP does not match")
    static let asleep = UpstoxRefusal(423, 100_074, "The API is accessible from 5:30 AM to 12:00 AM IST only")
    static let notFound = UpstoxRefusal(404, 100_060, "Resource not Found.")
    static let input = UpstoxRefusal(400, 100_036, "Invalid Input")
    static let unknownOrder = UpstoxRefusal(400, 100_010, "Order not found")
    static let badKey = UpstoxRefusal(400, 100_011, "Invalid Instrument key")
    static let unprotected = UpstoxRefusal(400, 1158, "Market orders are not allowed. Try market protection.")
    static let commodities = UpstoxRefusal(400, 1161, "MCX orders are temporarily disabled")
    static let afterMarketInHours = UpstoxRefusal(400, 100_039, "AMO cannot be placed during market hours")
    static let cancelOfEnded = UpstoxRefusal(400, 100_040, "Cancel of the order is not allowed: it has ended")
    static let changeOfEnded = UpstoxRefusal(400, 100_041, "Modify of the order is not allowed: it has ended")
    static let failing = UpstoxRefusal(500, 100_500, "Something went wrong... please contact us")
}

extension PracticeResponse {
    static func success(_ data: PracticeJSON, status: Int = 200) -> PracticeResponse {
        plain(["status": "success", "data": data], status: status)
    }

    /// Of the order calls, which say how long they took.
    static func order(_ data: PracticeJSON) -> PracticeResponse {
        plain(["status": "success", "data": data, "metadata": ["latency": 30]])
    }

    static func plain(_ body: PracticeJSON, status: Int = 200) -> PracticeResponse {
        PracticeResponse(status, type: "application/json", body.text)
    }
}
