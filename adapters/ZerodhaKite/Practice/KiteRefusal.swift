import SaudaBroker

/// A refusal as the API words it (protocol section 1.4).
struct KiteRefusal: Error, Hashable {
    var status: Int
    var type: String
    var message: String

    init(_ status: Int, _ type: String, _ message: String) {
        self.status = status
        self.type = type
        self.message = message
    }

    static func input(_ message: String) -> KiteRefusal { KiteRefusal(400, "InputException", message) }
    static func invalid(_ field: String) -> KiteRefusal { .input("Invalid `\(field)`.") }
    static func order(_ message: String) -> KiteRefusal { KiteRefusal(400, "OrderException", message) }
    static func token(_ message: String) -> KiteRefusal { KiteRefusal(403, "TokenException", message) }
    static func permission(_ message: String) -> KiteRefusal { KiteRefusal(403, "PermissionException", message) }

    static let badSession = token("Incorrect `api_key` or `access_token`.")
    static let badRequestToken = token("Token is invalid or has expired.")
    static let badChecksum = token("Invalid `checksum`.")
    static let noKey = input("Missing api_key")
    static let noPermission = permission("Insufficient permission for that call.")
    static let noAddresses = permission(
        "No IPs configured for this app. Add allowed IPs on the Kite developer console."
    )
    static let unknownInstrument = input(
        "The instrument you are placing an order for has either expired or does not exist."
    )
    static let unprotected = input(
        "Market orders without market protection are not allowed via API. "
            + "Please set market protection or use a Limit order."
    )
    static let tooMany = KiteRefusal(429, "NetworkException", "Too many requests")
    static let unknownOrder = order("Couldn't find that `order_id`.")
    static let beingProcessed = order("Order cannot be modified as it is being processed. Try later.")
    static let dayCap = order("Maximum allowed order requests exceeded")
    static let modifyCap = order("Maximum allowed order modifications exceeded.")
    static let notFound = KiteRefusal(404, "GeneralException", "Route not found")
    static let wrongMethod = KiteRefusal(405, "GeneralException", "Method not allowed")

    static func address(_ address: String) -> KiteRefusal {
        permission(
            "IP (\(address)) is not allowed to place orders for this app. "
                + "Update allowed IPs on the Kite developer console."
        )
    }

    var response: PracticeResponse {
        var body: PracticeJSON = ["status": "error", "message": .string(message), "error_type": .string(type)]
        // The 429 body alone has no `data`.
        if status != 429, case .object(let pairs) = body {
            body = .object(pairs + [PracticeJSON.Pair(key: "data", value: .null)])
        }
        return PracticeResponse(status, type: "application/json", body.text)
    }
}

extension PracticeResponse {
    static func kite(_ data: PracticeJSON) -> PracticeResponse {
        PracticeResponse(200, type: "application/json", (["status": "success", "data": data] as PracticeJSON).text)
    }
}
