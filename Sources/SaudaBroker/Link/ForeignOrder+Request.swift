package import SaudaCore

extension ForeignOrder {
    /// As if the engine had placed it, for following it once it is adopted.
    package func request(as id: OrderID) -> OrderRequest {
        OrderRequest(
            id: id,
            account: account,
            instrument: instrument,
            side: side,
            product: product,
            variety: .regular,
            terms: terms,
            strategy: StrategyID(index: 0),
            reason: "ADOPTED"
        )
    }
}
