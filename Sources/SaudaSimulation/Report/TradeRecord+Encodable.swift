import SaudaCore

/// The handle is left out: it means nothing after the run. An open trade has `marked_at` and `mark_price` in place
/// of its exit.
extension TradeRecord: Encodable {
    private enum CodingKeys: String, CodingKey {
        case symbol, side, quantity, fills, charges, profit
        case entryTime = "entry_time"
        case entryPrice = "entry_price"
        case entryReason = "entry_reason"
        case exitTime = "exit_time"
        case exitPrice = "exit_price"
        case exitReason = "exit_reason"
        case markedAt = "marked_at"
        case markPrice = "mark_price"
        case profitRatio = "profit_ratio"
        case holdingDays = "holding_days"
        case adverseExcursion = "adverse_excursion"
    }

    package func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encode(symbol, forKey: .symbol)
        try row.encode(side == .buy ? "long" : "short", forKey: .side)
        try row.encode(abs(quantity.units), forKey: .quantity)
        try row.encode(entryTime.description, forKey: .entryTime)
        try row.encodePrice(entryPrice, forKey: .entryPrice)
        try row.encode(entryReason, forKey: .entryReason)
        try row.encode(exitTime.description, forKey: isOpen ? .markedAt : .exitTime)
        try row.encodePrice(exitPrice, forKey: isOpen ? .markPrice : .exitPrice)
        if let exitReason { try row.encode(exitReason, forKey: .exitReason) }
        try row.encode(fills, forKey: .fills)
        try row.encodeRupees(charges, forKey: .charges)
        try row.encodeRupees(profit, forKey: .profit)
        try row.encodeRatio(profitRatio, forKey: .profitRatio)
        try row.encode(holdingDays, forKey: .holdingDays)
        try row.encodeRatio(adverseExcursion, forKey: .adverseExcursion)
    }
}
