import SaudaCore

/// One fill (section 3.6).
struct NeoTrade: Sendable {
    /// `flId`.
    let id: String
    /// As it was after the fill.
    let order: NeoOrder
    let price: Price
    let quantity: Quantity
    /// Nanoseconds since 1970.
    let stamp: Int64
    let time: Timestamp
}
