import SaudaBroker

extension OrderAddresses {
    /// Whether the broker takes orders from where we are: by its own word, else by the address that is known.
    ///
    /// - Parameters:
    ///   - configured: `egress.address`.
    ///   - outside: from where another service saw us.
    func judgement(configured: String?, outside: String?) -> DoctorCheck.Judgement {
        let list = registered.isEmpty ? "none" : registered.joined(separator: ", ")
        let visible = configured.flatMap { OutsideAddress.isPrivate($0) ? nil : $0 }
        let here = seen ?? outside ?? visible
        if let takesOrders {
            let text = "from \(here ?? "here"); registered with it: \(list)"
            guard !takesOrders else { return .ok("the broker takes orders \(text)") }
            return .failed("the broker takes no orders \(text)", fix: Self.fix(for: here))
        }
        guard !registered.isEmpty else {
            return .failed(
                "no address is registered with the broker, so it takes no orders",
                fix: "register a fixed IPv4 address with the broker and name it under egress: {address: ...}"
            )
        }
        guard let here else {
            return .warning(
                "registered with the broker: \(list); from where orders leave is not known",
                fix: "name the address under egress:, or ask with --address-service URL"
            )
        }
        guard registered.contains(here) else {
            return .failed(
                "orders leave from \(here), and registered with the broker: \(list)",
                fix: Self.fix(for: here)
            )
        }
        return .ok("\(here) is registered with the broker")
    }

    private static func fix(for here: String?) -> String {
        "register \(here ?? "the address that requests leave from") with the broker before the day, or leave from a "
            + "registered one (egress:)"
    }
}
