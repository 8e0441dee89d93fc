import SaudaBroker

/// What calls of a session that has ended are answered with (sections 1.7 and 2.2).
public enum NeoDeadSession: String, Hashable, Sendable, CaseIterable {
    /// 900901 of the gateway, `Invalid Credentials`.
    case gateway
    /// The same code with `Invalid JWT token`.
    case token
    /// 1003.
    case expired
    /// 100022, `invalid session token`.
    case sessionToken
    /// The same with `error in neo-login-check-api` as its `stat`.
    case loginCheck
    /// 10020, `Authentication Failed`.
    case authentication
    /// A session that has seen only its first step: `Complete the 2fa process ...`.
    case twoFactor
}

extension NeoDeadSession {
    /// - Parameter status: the HTTP status that goes with 900901, which is not known (12.1).
    func refusal(_ status: Int, _ path: String) -> NeoRefusal {
        switch self {
        case .gateway: .gateway(status, "900901", "Invalid Credentials", path)
        case .token: .gateway(status, "900901", "Invalid JWT token", path)
        case .expired: .orders(1003, "session expired")
        case .sessionToken: .orders(100_022, "invalid session token")
        case .loginCheck: .orders(100_022, "invalid session token", stat: "error in neo-login-check-api")
        case .authentication:
            NeoRefusal(
                200,
                [
                    "stat": "Not_Ok",
                    "error": .array([["code": "10020", "message": "Authentication Failed"]]),
                ]
            )
        case .twoFactor:
            NeoRefusal(200, ["Error Message": "Complete the 2fa process before accessing this application"])
        }
    }
}
