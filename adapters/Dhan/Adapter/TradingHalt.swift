import SaudaBroker
import SaudaCore

/// The kill switch (protocol section 2.14): while it is on, the broker takes no order of the account.
enum TradingHalt {
    static func read(_ api: DhanAPI) -> any Dialogue {
        SingleRead(api, "/killswitch") { body throws(BrokerError) in
            switch try word(body, api) {
            case "ACTIVATE": return Reading(.tradingHalt(true))
            case "DEACTIVATE": return Reading(.tradingHalt(false))
            default: throw Failures.wrongShape("no word whether the kill switch is on")
            }
        }
    }

    /// The broker turns it on only for an account without positions and open orders.
    static func set(_ isOn: Bool, _ api: DhanAPI) -> any Dialogue {
        SingleRead(send: { () throws(BrokerError) in
            try api.post("/killswitch", [("killSwitchStatus", isOn ? "ACTIVATE" : "DEACTIVATE")])
        }) { response throws(BrokerError) in
            // A sentence of the broker's own; the one word is part of the other.
            let text = try word(try Failures.body(response), api).lowercased()
            let saysOff = text.contains("deactivated")
            guard saysOff || text.contains("activated"), saysOff != isOn, !text.contains("not ") else {
                throw Failures.wrongShape("no word that the kill switch was turned \(isOn ? "on" : "off")")
            }
            return Reading(.tradingHalt(isOn))
        }
    }

    private static func word(_ body: JSON, _ api: DhanAPI) throws(BrokerError) -> String {
        guard let word = body["killSwitchStatus"].text else { throw Failures.wrongShape("no state of the kill switch") }
        let client = try api.client()
        guard body["dhanClientId"].text.map({ $0 == client }) ?? true else {
            throw Failures.wrongShape("the kill switch of another account")
        }
        return word
    }
}
