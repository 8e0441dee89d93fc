package import SaudaCore

extension Config {
    /// The files of research, relative paths resolved.
    package var research: ResearchFiles {
        ResearchFiles(
            fundamentals: market.fundamentals.map { resolved($0) },
            news: market.news.map { resolved($0) }
        )
    }

    /// The handle of a strategy's account; nil for one that follows a leader into several.
    package func account(of setting: StrategySetting) -> AccountID? {
        guard case .single(let name) = setting.role, let index = accounts.firstIndex(where: { $0.name == name })
        else { return nil }
        return AccountID(index: UInt16(index))
    }
}

extension AccountSetup {
    /// What the engine has to know of a configured account.
    package init(_ account: Config.Account) {
        let limits = account.limits.map {
            RiskLimits(orderValue: $0.orderValue, dailyLoss: $0.dailyLoss, ordersPerDay: $0.ordersPerDay)
        }
        self.init(name: account.name, limits: limits ?? RiskLimits())
    }
}
