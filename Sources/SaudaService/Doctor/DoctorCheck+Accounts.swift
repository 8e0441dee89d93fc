import SaudaBroker
import SaudaCore

extension DoctorCheck {
    /// From ten orders a second on an exchange segment one counts as an algorithm that needs registration.
    private static let registrationFrom = 10
    private static let noticeDays: Int32 = 30

    static let accounts: [DoctorCheck] = [
        DoctorCheck("accounts") { facts in
            guard !facts.accounts.isEmpty else { return .skipped("the configuration is not valid") }
            let count = facts.accounts.count { !$0.isSimulated }
            return .ok("\(count) at brokers, \(facts.accounts.count - count) on paper")
        },
        DoctorCheck(each: "credentials") { account, _ in
            guard let trouble = account.credentials else { return .ok("all there") }
            return .failed(trouble, fix: "give what is missing, then `sauda login \(account.name)`")
        },
        DoctorCheck(each: "session") { account, facts in
            guard case .kept(let issued, let expires) = account.session else {
                return .warning("not signed in", fix: "sauda login \(account.name)")
            }
            let age = facts.now.since(issued).microseconds / 3_600_000_000
            if let expires, facts.now >= expires {
                return .failed("the session ended \(expires)", fix: "sauda login \(account.name)")
            }
            // FED-4: one that was made yesterday will not last the day.
            guard age < 18 else {
                return .warning("the session is \(age) h old and ends soon", fix: "sauda login \(account.name) --again")
            }
            return .ok(expires.map { "until \($0)" } ?? "\(age) h old")
        },
        DoctorCheck(each: "instruments") { account, _ in
            guard let list = account.list, let loaded = list.loaded else {
                return .warning("no instrument list is saved", fix: "sauda instruments --account \(account.name)")
            }
            guard list.damaged == 0 else {
                return .warning(
                    "\(list.damaged) saved lists are damaged",
                    fix: "sauda instruments --account \(account.name)"
                )
            }
            guard list.isCurrent else {
                return .warning("the list is of \(loaded.day)", fix: "sauda instruments --account \(account.name)")
            }
            return .ok("\(list.count) of \(loaded.day) \(loaded.time)")
        },
        DoctorCheck(each: "watched-names") { account, _ in
            guard let list = account.list, list.loaded != nil else { return .skipped("no instrument list") }
            guard list.unknown.isEmpty else {
                let names = list.unknown.prefix(5).joined(separator: ", ")
                return .failed(
                    "\(list.unknown.count) names of universe: fit none or several instruments: \(names)",
                    fix: "write the full name, as `sauda instruments --search` shows it"
                )
            }
            return .ok("each fits one instrument")
        },
        DoctorCheck(each: "budgets") { account, _ in
            let perSecond = account.budgets.filter { $0.seconds == 1 && $0.isPerSegment }.map(\.limit).min()
            guard let perSecond else { return .ok("the broker's own") }
            guard perSecond < registrationFrom else {
                return .failed(
                    "\(perSecond) orders a second on a segment would need a registered algorithm",
                    fix: "this is a fault of the adapter; report it"
                )
            }
            if let daily = account.ordersPerDay,
                let most = account.budgets.filter({ $0.seconds == 86_400 }).map(\.limit).min(), daily > most
            {
                return .warning(
                    "limits.orders_per_day is \(daily), and the broker takes \(most) a day",
                    fix: "lower it to \(most)"
                )
            }
            return .ok("at most \(perSecond) orders a second on a segment")
        },
        DoctorCheck(each: "rules") { account, facts in
            let rules = account.rules.sorted { $0.from < $1.from }
            guard let first = rules.first else { return .skipped("none is known of \(account.broker)") }
            let today = facts.now.day
            if let next = rules.first(where: { $0.from > today && $0.from.number <= today.number + noticeDays }) {
                return .warning("from \(next.from) on: \(next.text)", fix: "look whether your strategies keep it")
            }
            let newest = rules.last { $0.from <= today } ?? first
            let count = rules.count { $0.from <= today }
            return .ok("\(count) kept; the newest, of \(newest.from): \(newest.text)")
        },
    ]
}
