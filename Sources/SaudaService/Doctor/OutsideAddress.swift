/// Whether orders leave from the address that is registered with the broker. Since April 2026 brokers take orders
/// through their API from registered addresses only.
package struct OutsideAddress: Hashable, Sendable {
    /// `egress.address`.
    package var registered: String?
    package var hasProxy: Bool
    /// Of this machine, but loopback.
    package var local: [String]
    /// From where an outside service saw us; nil when none was asked.
    package var outside: String?

    package init(registered: String?, hasProxy: Bool, local: [String], outside: String?) {
        self.registered = registered
        self.hasProxy = hasProxy
        self.local = local
        self.outside = outside
    }

    package var judgement: DoctorCheck.Judgement {
        guard let registered else {
            if let outside, outside.contains(":") {
                return .failed(
                    "requests leave over IPv6, from \(outside); brokers register IPv4 addresses",
                    fix: "name the registered IPv4 address of this machine under egress:"
                )
            }
            let from = outside.map { ", now \($0)" } ?? ""
            return .warning(
                "no registered address is configured, so orders leave from whatever the system takes\(from)",
                fix: "register a fixed address with the broker and name it under egress: {address: ...}"
            )
        }
        if registered.contains(":") {
            return .failed(
                "\(registered) is an IPv6 address; brokers register IPv4 addresses and refuse orders from others",
                fix: "register an IPv4 address and name that under egress:"
            )
        }
        if hasProxy {
            guard let outside else { return .ok("behind a proxy, whose address counts; not asked outside") }
            return outside == registered
                ? .ok("\(outside), through the proxy")
                : .failed(
                    "the proxy's address is \(outside), registered is \(registered): the broker refuses orders",
                    fix: "register \(outside), or use the proxy of \(registered)"
                )
        }
        guard local.contains(registered) else {
            let own = local.isEmpty ? "none" : local.joined(separator: ", ")
            return .failed(
                "\(registered) is no address of this machine (\(own)), so nothing can leave from it",
                fix: "run sauda on the machine that has it, or name that machine's proxy under egress:"
            )
        }
        if let outside, outside != registered {
            return .failed(
                "requests from \(registered) come out as \(outside): the broker refuses orders",
                fix: "register \(outside) with the broker, if it is fixed, or use a machine without translation"
            )
        }
        if Self.isPrivate(registered), outside == nil {
            return .warning(
                "\(registered) is a private address: outside another one is seen",
                fix: "`sauda doctor --address-service URL` shows which; register that one if it is fixed"
            )
        }
        return .ok(outside == nil ? "\(registered), an address of this machine" : "\(registered), seen so outside")
    }

    /// Whether an order from here can be taken at all; what only a service outside could tell passes.
    package var refusal: String? {
        if case .failed(let text, let fix) = judgement { "\(text); \(fix)" } else { nil }
    }

    /// RFC 1918, 6598 and link-local.
    static func isPrivate(_ address: String) -> Bool {
        let parts = address.split(separator: ".").compactMap { Int($0) }
        guard parts.count == 4 else { return false }
        switch (parts[0], parts[1]) {
        case (10, _), (192, 168), (172, 16...31), (100, 64...127), (169, 254): return true
        default: return false
        }
    }
}
