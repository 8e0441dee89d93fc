package import SaudaCore

/// Tells which account an alert of the engine's is about, in a home that has several.
package struct AlertOwners: Sendable {
    /// By handle; empty for a home of one account, whose name says nothing.
    private let accounts: [String]
    private let strategies: [AccountID]

    /// A home of one account.
    package init() { (accounts, strategies) = ([], []) }

    package init(_ accounts: [AccountSetup], _ strategies: [Engine.Entry]) {
        self.accounts = accounts.count > 1 ? accounts.map(\.name) : []
        self.strategies = strategies.map(\.account)
    }

    /// By its strategy, else by what happened; nil where neither says.
    ///
    /// - Parameter event: That the engine answered with the alert.
    package func name(of alert: Alert, at event: Event) -> String? {
        if let strategy = alert.strategy, Int(strategy.index) < strategies.count {
            return name(strategies[Int(strategy.index)])
        }
        switch event.kind {
        case .foreign(let order): return name(order.account)
        case .carriedOrder(let carried): return name(carried.request.account)
        case .carriedHolding(let holding): return name(holding.account)
        default: return nil
        }
    }

    private func name(_ id: AccountID) -> String? {
        Int(id.index) < accounts.count ? accounts[Int(id.index)] : nil
    }
}
