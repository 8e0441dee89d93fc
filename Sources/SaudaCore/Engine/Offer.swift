/// The kinds of order that a venue takes, as bits: looked at with every order.
struct Offer: Sendable {
    private var kinds: UInt8 = 0
    private var products: UInt8 = 0
    private var validities: UInt8 = 0

    init(_ traits: VenueTraits) {
        for kind in traits.kinds { kinds |= 1 << kind.rawValue }
        for product in traits.products { products |= 1 << product.rawValue }
        for validity in traits.validities { validities |= 1 << validity.rawValue }
    }

    func takes(_ kind: OrderKind) -> Bool { kinds >> kind.rawValue & 1 == 1 }
    func takes(_ product: Product) -> Bool { products >> product.rawValue & 1 == 1 }
    func takes(_ validity: Validity) -> Bool { validities >> validity.rawValue & 1 == 1 }
}
