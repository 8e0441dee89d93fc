package import SaudaBroker
import SaudaCore

/// An order that the broker posts to an app's address (protocol section 4.9). Whoever knows the address can post there
/// too, so nothing of it is believed before its checksum.
package enum Postback {
    /// - Throws: `changeRequest` when the message is not the broker's, or is of no order that can be read; the book is
    ///   to be read then, as after every message.
    package static func read(_ body: [UInt8], in context: AdapterContext) throws(BrokerError) -> OrderRow {
        let secret = try context.credentials.require("api-secret", broker: ZerodhaKite.id)
        guard let message = try? JSON(body), message.members != nil else { throw refused("is no JSON object") }
        guard let order = message["order_id"].text, let time = message["order_timestamp"].text,
            let checksum = message["checksum"].text
        else { throw refused("has no order, time or checksum") }
        let expected = Checksum.postback(order: order, time: time, secret: secret.reveal())
        // Takes as long for a checksum that is nearly right as for one that is not.
        guard Digests.areEqual(Array(checksum.utf8), Array(expected.utf8)) else {
            throw refused("has a wrong checksum: it is not the broker's, or api-secret is not the app's")
        }
        do throws(Unreadable) {
            return try OrderReader(context.listings).row(message)
        } catch {
            throw refused("cannot be read: \(error)")
        }
    }

    private static func refused(_ what: String) -> BrokerError {
        .kite("a posted order message \(what)", "Nothing was taken from it; read the order book.", .changeRequest)
    }
}
