/// How news of orders reach a link.
enum OrdersCome: Sendable {
    case onFeed
    case onSocket
    case polled

    /// Nil for a broker that cannot say, as before its first sign-in.
    init(_ plan: OrderStreamPlan?) {
        self =
            switch plan {
            case .socket: .onSocket
            case .onFeed: .onFeed
            case .poll, nil: .polled
            }
    }
}
