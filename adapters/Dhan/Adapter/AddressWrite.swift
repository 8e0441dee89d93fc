import SaudaBroker
import SaudaCore

/// Sets an address that is free or changes one. The broker has two calls for it (protocol section 1.6), so what stands
/// there is read first.
struct AddressWrite: Dialogue {
    private let api: DhanAPI
    private let address: String
    private let place: OrderAddresses.Place
    private var isSent = false

    init(_ api: DhanAPI, _ address: String, _ place: OrderAddresses.Place) {
        self.api = api
        self.address = address
        self.place = place
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            guard case .response(let response) = input else {
                guard Addresses.isPublic(address) else {
                    throw OrderChecks.refused("an address to register is a public IPv4 one, as 203.0.113.10")
                }
                return .send(try api.get("/ip/getIP"))
            }
            let body = try Failures.body(response)
            guard isSent else {
                guard let request = try write(over: try Addresses.read(body), on: now.day) else { return .done(.done) }
                isSent = true
                return .send(request)
            }
            guard body["status"].text?.uppercased() == "SUCCESS" else {
                throw Failures.wrongShape("no word that the address was saved")
            }
            return .done(.done)
        } catch {
            return .failed(error)
        }
    }

    /// Nil when it stands there already.
    private func write(over known: OrderAddresses, on day: Day) throws(BrokerError) -> HTTPRequest? {
        let old = known[place]
        guard old?.address != address else { return nil }
        guard !known.registered.contains(address) else {
            throw OrderChecks.refused("\(address) is registered already, in the other place")
        }
        if let changed = old?.changed, day.days(since: changed) < Addresses.daysBetweenChanges {
            let next = changed.advanced(by: Addresses.daysBetweenChanges)
            throw OrderChecks.refused("the address was changed on \(changed) and cannot be again before \(next)")
        }
        let fields: DhanAPI.Members = [
            ("dhanClientId", .text(try api.client())), ("ip", .text(address)),
            ("ipFlag", .text(place == .primary ? "PRIMARY" : "SECONDARY")),
        ]
        let path = old == nil ? "/ip/setIP" : "/ip/modifyIP"
        return try api.send(old == nil ? .post : .put, path, fields, endpoint: .account)
    }
}
