package import SaudaBroker
package import SaudaCore

/// A refusal in one of the six shapes of section 1.7.
package struct DhanRefusal: Error, Hashable, Sendable {
    package var status: Int
    package var body: PracticeJSON

    package init(_ status: Int, _ body: PracticeJSON) {
        self.status = status
        self.body = body
    }

    package var response: PracticeResponse { PracticeResponse(status, type: "application/json", body.text) }
}

// MARK: - The shapes

extension DhanRefusal {
    /// E1: trading, charts, profile.
    package static func trading(_ status: Int, _ type: String, _ code: String, _ message: String) -> DhanRefusal {
        DhanRefusal(
            status,
            ["errorType": .string(type), "errorCode": .string(code), "errorMessage": .string(message)]
        )
    }

    /// E2: quotes and option chains. The code is the key.
    package static func data(_ status: Int, _ code: Int, _ message: String) -> DhanRefusal {
        let pair = PracticeJSON.Pair(key: "\(code)", value: .string(message))
        return DhanRefusal(status, ["data": .object([pair]), "status": "failed"])
    }

    /// E3: the token issuer. Its status is not known; 400 here.
    package static func issuer(_ message: String, status: Int = 400) -> DhanRefusal {
        DhanRefusal(status, ["status": "error", "message": .string(message)])
    }

    /// E4: a path that is not served.
    package static func notFound(_ path: String, at now: Timestamp) -> DhanRefusal {
        DhanRefusal(
            404,
            [
                "timestamp": .int(now.microseconds / 1000), "status": 404, "error": "Not Found",
                "path": .string(path),
            ]
        )
    }

    /// E5: the older layer behind some routes.
    package static func legacy(_ status: Int, _ code: String, _ inner: String, _ message: String) -> DhanRefusal {
        DhanRefusal(
            status,
            [
                "errorCode": .string(code), "httpStatus": status == 400 ? "BAD_REQUEST" : "INTERNAL_SERVER_ERROR",
                "internalErrorCode": .string(inner), "internalErrorMessage": .string(message),
            ]
        )
    }

    /// E6: exit of all positions, addresses.
    package static func plain(_ status: Int, _ message: String) -> DhanRefusal {
        DhanRefusal(status, ["status": "ERROR", "message": .string(message)])
    }
}

// MARK: - Known ones

extension DhanRefusal {
    package static let badToken = trading(
        401,
        "Invalid_Authentication",
        "DH-901",
        "Client ID or user generated access token is invalid or expired."
    )
    /// What a token that has died may be told instead (T3).
    package static let deadToken = order("Invalid Token")
    /// It never names the field (T11).
    package static let input = trading(
        400,
        "Input_Exception",
        "DH-905",
        "Missing required fields, bad values for parameters etc."
    )
    package static let address = trading(400, "Input_Exception", "DH-905", "Invalid IP")
    package static let tooManyOrders = trading(
        429,
        "Rate_Limit",
        "DH-904",
        "Too many requests on server from single user breaching rate limits."
    )
    package static let tooMuchData = data(
        429,
        805,
        "Too many requests. Further requests may result in the user being blocked."
    )
    package static let noData = data(401, 806, "Data APIs not Subscribed")
    /// The same for charts.
    package static let noCharts = trading(
        401,
        "Invalid_Access",
        "DH-902",
        "User has not subscribed to Data APIs or does not have access to Trading APIs."
    )
    package static let noHoldings = legacy(500, "DHOLDING_ERROR", "DH-1111", "No holdings available")
    package static let marketClosed = order("Market is Closed! Want to place an offline order?")
    package static let marketClosedForChange = order("Market is Closed! You cannot modify/cancel an order now.")

    package static func order(_ message: String) -> DhanRefusal { trading(400, "Order_Error", "DH-906", message) }
}

extension PracticeResponse {
    /// An answer without an envelope.
    package static func dhan(_ body: PracticeJSON, status: Int = 200) -> PracticeResponse {
        PracticeResponse(status, type: "application/json", body.text)
    }
}
