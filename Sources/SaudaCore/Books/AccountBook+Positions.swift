extension AccountBook {
    /// The open positions under a product other than delivery, in the order of their handles; signed.
    package func open(under product: Product) -> [(instrument: InstrumentID, quantity: Quantity)] {
        others.filter { $0.key.product == product && $0.value.quantity.units != 0 }
            .map { ($0.key.instrument, $0.value.quantity) }
            .sorted { $0.0 < $1.0 }
    }
}
