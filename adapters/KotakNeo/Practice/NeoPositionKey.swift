/// One position: an instrument and the product's word.
struct NeoPositionKey: Hashable, Sendable {
    var slot: Int
    var product: String
}
