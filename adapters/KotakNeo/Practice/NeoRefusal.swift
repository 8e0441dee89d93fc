package import SaudaBroker
import SaudaCore

/// A refusal in one of the shapes of section 2.1.
package struct NeoRefusal: Error, Hashable, Sendable {
    package var status: Int
    package var body: PracticeJSON

    package init(_ status: Int, _ body: PracticeJSON) {
        self.status = status
        self.body = body
    }

    package var response: PracticeResponse { PracticeResponse(status, type: "application/json", body.text) }
}

// MARK: - The shapes

extension NeoRefusal {
    /// Of the order system, with HTTP 200 (12.10).
    package static func orders(_ code: Int, _ message: String, stat: String = "Not_Ok") -> NeoRefusal {
        NeoRefusal(200, ["stCode": .int(code), "errMsg": .string(message), "stat": .string(stat)])
    }

    /// The same under the message's other name.
    package static func documented(_ code: Int, _ message: String) -> NeoRefusal {
        NeoRefusal(200, ["stat": "Not_Ok", "emsg": .string(message), "stCode": .int(code)])
    }

    /// Login and routing.
    package static func routing(_ status: Int, _ code: PracticeJSON, _ message: String) -> NeoRefusal {
        NeoRefusal(status, ["error": .array([["code": code, "message": .string(message)]])])
    }

    /// Of the login (section 1.2).
    package static func login(_ status: Int, _ message: String, code: String = "401") -> NeoRefusal {
        NeoRefusal(status, ["status": "error", "message": .string(message), "errorCode": .string(code)])
    }

    /// Of the gateway in front.
    package static func gateway(_ status: Int, _ code: String, _ message: String, _ path: String) -> NeoRefusal {
        let text =
            "Access failure for API: \(path), version: 1.0 status: (\(code)) - \(message). "
            + "Make sure you have provided the correct security credentials"
        return NeoRefusal(
            status,
            ["code": .string(code), "message": .string(message), "description": .string(text)]
        )
    }

    /// Of historical data.
    package static func fault(_ message: String) -> NeoRefusal {
        NeoRefusal(400, ["status": "ERROR", "fault": ["code": 400, "message": .string(message)]])
    }
}

// MARK: - Known ones

extension NeoRefusal {
    package static let invalidInput = orders(1002, "invalid input")
    package static let badBody = orders(1007, "body invalid", stat: "bad request")
    package static let badSymbol = orders(1007, "invalid symbol", stat: "bad request")
    package static let badExchange = orders(1006, "invalid exchange")
    /// Empty prices are told the same (section 1.4).
    package static let badQuantity = orders(1009, "please provide valid quantity")
    package static let badInstrument = documented(1009, "Invalid instrument/code")
    package static let algoNotAllowed = orders(1017, "algo order not allowed")
    package static let complete = orders(1021, "order is completed", stat: "please provide valid order number")
    package static let address = orders(100_008, "unauthorized")
    package static let otherAddress = orders(1037, "session ip doesnt match with reqest ip")
    /// Two blanks.
    package static let accessType = orders(100_021, "invalid  access type")
    package static let cancelInvalid = orders(5202, "Error: Invalid Request")
    package static let noData = NeoRefusal(200, ["stat": "Not_Ok", "errMsg": "No Data", "stCode": 5203])
    package static let cancelBadInput = NeoRefusal(
        200,
        ["stat": "Not_Ok", "errMsg": "Cancel Order Response : Bad Input", "stCode": 5204]
    )
    /// The thread names the text's key `stMsg`.
    package static let tagUsed = NeoRefusal(
        200,
        ["stat": "Not_Ok", "stMsg": "error from core", "stCode": 32]
    )
    package static let notByAPI = routing(
        200,
        "91400",
        "This action is only available for orders placed through the API."
    )
    package static let noHeader = routing(400, "10512", "Required header not found.")
    package static let upstream = NeoRefusal(400, ["code": 400, "message": "Failed to call upstream quote API"])
    package static let tooMany = NeoRefusal(
        429,
        ["code": 429, "error": "Rate limit exceeded", "message": "too many request received"]
    )

    package static func notFound(_ path: String) -> NeoRefusal {
        routing(404, 404, "route '\(path)' is invalid")
    }
}

extension PracticeResponse {
    package static func neo(_ body: PracticeJSON, status: Int = 200) -> PracticeResponse {
        PracticeResponse(status, type: "application/json", body.text)
    }
}
