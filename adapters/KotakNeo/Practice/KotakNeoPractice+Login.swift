import SaudaBroker
import SaudaCore

// The two steps of the login, and where everything is (sections 1.2 and 8).

extension KotakNeoPractice {
    /// Both steps need the access token.
    mutating func login(_ request: IncomingRequest, at now: Timestamp) throws(NeoRefusal) -> PracticeResponse {
        guard let token = request.header("Authorization"), request.header("neo-fin-key") != nil else {
            throw .noHeader
        }
        guard sessions.isAccessToken(token) else {
            throw .gateway(settings.gatewayStatus, "900901", "Invalid Credentials", request.path)
        }
        guard let body = try? JSON(request.body), body.members != nil else { throw .badBody }
        switch request.path {
        case "/login/1.0/tradeApiLogin":
            let session = try sessions.begin(body, settings, from: request.address, at: now)
            return .neo(["data": .object(identity(session))])
        case "/login/1.0/tradeApiValidate":
            guard let sid = request.header("sid"), let auth = request.header("Auth") else { throw .noHeader }
            let session = try sessions.finish(
                body,
                token: auth,
                sid: sid,
                settings,
                from: request.address,
                at: now
            )
            var pairs = identity(session)
            pairs.insert(.init(key: "baseUrl", value: .string(request.origin)), at: 3)
            if settings.tellsFeeds {
                let paths = KotakNeoPractice.feedPaths
                pairs.append(.init(key: "feedUrl", value: .string(request.origin + paths.prices)))
                pairs.append(.init(key: "rtUrl", value: .string(request.origin + paths.orders)))
            }
            return .neo(["data": .object(pairs)])
        default: throw .notFound(request.path)
        }
    }

    private func identity(_ session: NeoSession) -> [PracticeJSON.Pair] {
        let pairs: KeyValuePairs<String, PracticeJSON> = [
            "token": .string(session.token), "sid": .string(session.sid), "rid": .string(session.rid),
            "isUserPwdExpired": false, "ucc": .string(ucc), "greetingName": "PRACTICE", "isTrialAccount": false,
            "dataCenter": "e43", "derivativesRiskDisclosure": "Trading in derivatives carries risk.", "mfAccess": 1,
            "dataCenterMap": .null, "dormancyStatus": "A", "asbaStatus": "", "clientType": "RI", "isNRI": false,
            "kId": "ABCDE1234F", "kType": .string(session.kind.rawValue), "status": "success", "incRange": 0,
            "incUpdFlag": "", "clientGroup": "", "kraStatus": "", "rcFlag": 0,
        ]
        return pairs.map { PracticeJSON.Pair(key: $0.key, value: $0.value) }
    }

    /// Of every data centre, spelled as the login spells it: the price feed's source, and the addresses of both feeds.
    func configuration(_ request: IncomingRequest) -> PracticeResponse {
        let paths = KotakNeoPractice.feedPaths
        var pairs: [PracticeJSON.Pair] = []
        for centre in ["e21", "e22", "e41", "e43", "gdc", "adc"] {
            pairs.append(.init(key: "\(centre)_broadcast_source", value: "sh"))
            pairs.append(
                .init(key: "\(centre)_sh_broadcast_endpoint", value: .string(request.origin + paths.prices))
            )
            pairs.append(
                .init(key: "\(centre)_sh_interactive_endpoint", value: .string(request.origin + paths.orders))
            )
        }
        return .neo(["data": ["configs": .object(pairs)]])
    }
}

extension IncomingRequest {
    /// Where the client found this server: `http://127.0.0.1:8080`.
    var origin: String { "\(isSecure ? "https" : "http")://\(header("Host") ?? "127.0.0.1")" }
}
