import SaudaBroker
import SaudaCore

extension OrderRow.Status {
    /// Every word of section 5.2. A partial fill has none of its own.
    init(word: String, filled: Quantity, of quantity: Quantity) {
        self =
            switch word.lowercased() {
            case "validation pending", "put order req received", "open pending", "modify pending",
                "modify validation pending", "cancel pending":
                .pending
            case "open", "trigger pending", "modified", "not modified", "not cancelled",
                "after market order req received", "modify after market order req received":
                .open
            // With less than the whole it is no end: the next reading tells.
            case "complete": filled >= quantity ? .complete : .open
            case "cancelled", "cancelled after market order": .cancelled
            case "rejected": .rejected
            default: .unknown(String(word.prefix(40)))
            }
    }
}
