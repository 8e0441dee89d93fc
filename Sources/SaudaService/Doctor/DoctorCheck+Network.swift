import SaudaBroker
import SaudaCore

extension DoctorCheck {
    static let network: [DoctorCheck] = [
        DoctorCheck(each: "name-look-up") { account, facts in
            answered(account, facts) { network in
                if case .name(let text) = network.trouble {
                    return .failed("\(network.host): \(text)", fix: "check /etc/resolv.conf and the network")
                }
                guard let timings = network.timings else { return .skipped("no answer") }
                let text = "\(network.host) in \(milliseconds(timings.nameLookUp))"
                guard timings.nameLookUp < .milliseconds(500) else {
                    return .warning(text, fix: "use a nearer name server")
                }
                return .ok(text)
            }
        },
        DoctorCheck(each: "certificate") { account, facts in
            answered(account, facts) { network in
                if case .certificate(let text) = network.trouble {
                    return .failed(text, fix: "check the clock, ca-certificates, and whether something reads along")
                }
                guard let timings = network.timings else { return .skipped("no answer") }
                return .ok("good, in \(milliseconds(TimeSpan(microseconds: timings.tls.microseconds)))")
            }
        },
        DoctorCheck(each: "answer") { account, facts in
            answered(account, facts) { network in
                if case .other(let text) = network.trouble {
                    return .failed(text, fix: "check the network, a firewall, and the broker's status page")
                }
                guard let timings = network.timings else { return .skipped("no answer") }
                let text = "\(network.host) in \(milliseconds(timings.total))"
                guard timings.total < .seconds(2) else {
                    return .warning(text, fix: "orders will be late: use a machine in India, near the exchange")
                }
                return .ok(text)
            }
        },
        DoctorCheck(each: "clock") { account, facts in
            answered(account, facts) { network in
                guard let skew = network.skew else { return .skipped("no answer told the time") }
                // What is certain: the nearest end of what it can be.
                let certain =
                    skew.lowerBound > .zero ? skew.lowerBound.microseconds : min(0, skew.upperBound.microseconds)
                let seconds = Double(abs(certain) / 100_000) / 10
                let text =
                    certain == 0
                    ? "as the broker's" : "\(seconds) s \(certain > 0 ? "behind" : "ahead of") the broker's"
                if abs(certain) > 5_000_000 {
                    return .failed(text, fix: "set the clock (timedatectl): one-time passwords and budgets go by it")
                }
                if abs(certain) > 1_000_000 { return .warning(text, fix: "timedatectl set-ntp true") }
                return .ok(text)
            }
        },
        DoctorCheck(each: "address") { account, facts in
            let judgement = OutsideAddress(
                registered: account.registered,
                hasProxy: account.hasProxy,
                local: facts.machine.addresses,
                outside: account.network?.outside
            ).judgement
            if case .address(let text)? = account.network?.trouble {
                return .failed(text, fix: "name an address of this machine under egress:")
            }
            return judgement
        },
        DoctorCheck(each: "registered-address") { account, facts in
            answered(account, facts) { network in
                guard network.probe == .alive else { return .skipped("not signed in") }
                guard let addresses = network.addresses else { return .skipped("the broker does not tell") }
                return addresses.judgement(configured: account.registered, outside: network.outside)
            }
        },
        DoctorCheck(each: "token") { account, facts in
            answered(account, facts) { network in
                switch network.probe {
                case .alive: .ok("the broker takes the session")
                case .signedOut:
                    .failed("the broker does not take the session any more", fix: "sauda login \(account.name)")
                case .failed(let text): .failed(text, fix: "wait and try again; see the broker's status page")
                case nil: .skipped("not signed in")
                }
            }
        },
    ]

    private static func answered(
        _ account: DoctorFacts.Account,
        _ facts: DoctorFacts,
        _ judge: (DoctorFacts.Network) -> Judgement
    ) -> Judgement {
        if facts.isOffline { return .skipped("--offline") }
        guard let network = account.network else { return .skipped("the broker was not asked") }
        return judge(network)
    }
}
