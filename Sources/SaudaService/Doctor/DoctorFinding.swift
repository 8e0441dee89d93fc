/// What one check found.
package struct DoctorFinding: Hashable, Sendable, Encodable {
    package enum Verdict: String, Hashable, Sendable, Encodable {
        case ok, warning, failed
        /// There was nothing to look at.
        case skipped
    }

    package var check: String
    /// The account that it is about.
    package var account: String?
    package var verdict: Verdict
    package var text: String
    /// What to do; nil when all is well.
    package var fix: String?
}

/// One thing that can be wrong, and how to tell: a value, judged over facts that others gathered.
package struct DoctorCheck: Sendable {
    /// What a judge says: text, and a fix where one is needed.
    package enum Judgement: Hashable, Sendable {
        case ok(String)
        case warning(String, fix: String)
        case failed(String, fix: String)
        case skipped(String)
    }

    package var name: String
    let judge: @Sendable (DoctorFacts) -> [(account: String?, judgement: Judgement)]

    init(_ name: String, _ judge: @escaping @Sendable (DoctorFacts) -> Judgement) {
        self.name = name
        self.judge = { [(nil, judge($0))] }
    }

    /// Once for each account at a broker.
    init(each name: String, _ judge: @escaping @Sendable (DoctorFacts.Account, DoctorFacts) -> Judgement) {
        self.name = name
        self.judge = { facts in facts.accounts.filter { !$0.isSimulated }.map { ($0.name, judge($0, facts)) } }
    }

    package func findings(_ facts: DoctorFacts) -> [DoctorFinding] {
        judge(facts).map { account, judgement in
            switch judgement {
            case .ok(let text): DoctorFinding(check: name, account: account, verdict: .ok, text: text)
            case .skipped(let text): DoctorFinding(check: name, account: account, verdict: .skipped, text: text)
            case .warning(let text, let fix):
                DoctorFinding(check: name, account: account, verdict: .warning, text: text, fix: fix)
            case .failed(let text, let fix):
                DoctorFinding(check: name, account: account, verdict: .failed, text: text, fix: fix)
            }
        }
    }

    package static let all: [DoctorCheck] = configuration + home + machine + accounts + network

    /// All findings, in the order of the checks.
    package static func examine(_ facts: DoctorFacts) -> [DoctorFinding] { all.flatMap { $0.findings(facts) } }
}
