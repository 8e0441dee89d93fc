import SaudaCore

// From checked values. A nil anywhere means that something required is missing, which the checker has reported.

extension Config {
    init?(_ root: Checked, marks: [String: ConfigMark], catalogue: [StrategyEntry]) {
        guard let mode = root["mode"]?.text.flatMap(Mode.init), let home = root["home"]?.text,
            let market = root["market"].flatMap(Market.init), let feed = root["feed"].flatMap(Feed.init),
            let universe = root["universe"].flatMap(Universe.init), let alerts = AlertChannel.all(in: root)
        else { return nil }
        self.mode = mode
        self.home = home
        self.market = market
        self.feed = feed
        self.universe = universe
        self.marks = marks
        server = (root["server"]?["listen"]?.text).map(Server.init)
        log = Log(root["log"])
        self.alerts = alerts
        accounts = []
        for named in root["accounts"]?.names ?? [] {
            guard let account = Account(named) else { return nil }
            accounts.append(account)
        }
        strategies = []
        for named in root["strategies"]?.names ?? [] {
            guard let strategy = StrategySetting(named, catalogue) else { return nil }
            strategies.append(strategy)
        }
    }
}

extension Config.Market {
    fileprivate init?(_ checked: Checked) {
        let folder = checked["calendar"]?.text ?? "built-in"
        calendar = folder == "built-in" ? .builtIn : .folder(folder)
        fundamentals = checked["fundamentals"]?.text
        news = checked["news"]?.text
        guard let history = checked["history"] else { return nil }
        if let path = history["path"]?.text {
            self.history = .files(path: path)
        } else if let account = history["account"]?.text {
            self.history = .account(account)
        } else {
            return nil
        }
    }
}

extension Config.Feed {
    fileprivate init?(_ checked: Checked) {
        guard let account = checked["account"]?.text else { return nil }
        self.account = account
        if let days = checked["keep_frames"]?.integer { keepFrames = Int(days) }
    }
}

extension Config.Account {
    fileprivate init?(_ named: Checked.Named) {
        let checked = named.value
        guard let broker = checked["broker"]?.text else { return nil }
        name = named.name
        self.broker = broker
        capital = checked["capital"]?.money
        if let limits = checked["limits"] {
            guard let value = limits["order_value"]?.money, let loss = limits["daily_loss"]?.money,
                let orders = limits["orders_per_day"]?.integer
            else { return nil }
            self.limits = Config.Limits(orderValue: value, dailyLoss: loss, ordersPerDay: Int(orders))
        }
        credentials = (checked["credentials"]?.text).map { String($0.dropFirst("vault:".count)) }
        if let egress = checked["egress"] {
            guard let address = egress["address"]?.text else { return nil }
            self.egress = Config.Egress(address: address, proxy: egress["proxy"]?.text)
        }
        relation = checked["relation"]?.text.flatMap(Config.Relation.init) ?? .own
        heldShares = checked["held_shares"]?.text.flatMap(Config.HeldShares.init) ?? .keep
    }
}

extension Config.Universe {
    fileprivate init?(_ checked: Checked) {
        if case .list(let symbols) = checked.value {
            self = .symbols(symbols)
        } else if let file = checked["file"]?.text {
            let name = file.hasPrefix("built-in:") ? file.dropFirst("built-in:".count) : nil
            self = name.map { .builtIn(String($0)) } ?? .file(file)
        } else {
            return nil
        }
    }
}

extension Config.StrategySetting {
    fileprivate init?(_ named: Checked.Named, _ catalogue: [StrategyEntry]) {
        let checked = named.value
        guard let use = checked["use"]?.text, let entry = catalogue.first(where: { $0.name == use }) else { return nil }
        name = named.name
        self.use = use
        var given: [String: Parameter.Value] = [:]
        if let with = checked["with"] {
            for parameter in entry.parameters { given[parameter.name] = with[parameter.name]?.parameter }
        }
        parameters = Parameters(entry.parameters, given: given)
        if let account = checked["account"]?.text {
            role = .single(account: account)
        } else if let leader = checked["leader"]?.text {
            var followers: [Config.Follower] = []
            for named in checked["followers"]?.names ?? [] {
                guard let follower = Config.Follower(named) else { return nil }
                followers.append(follower)
            }
            role = .copy(leader: leader, followers: followers)
        } else {
            return nil
        }
    }
}

extension Config.Follower {
    /// A tenth, in parts per crore (CPY-1).
    private static let standardCap: Int64 = 1_000_000

    fileprivate init?(_ named: Checked.Named) {
        account = named.name
        capPerCrore = named.value["cap"]?.perCrore ?? Self.standardCap
        switch named.value["sizing"]?.text {
        case "capital-share": sizing = .capitalShare
        case "risk-based": sizing = .riskBased
        case "fixed-ratio":
            guard let ratio = named.value["ratio"]?.perCrore else { return nil }
            sizing = .fixedRatio(perCrore: ratio)
        default: return nil
        }
    }
}
