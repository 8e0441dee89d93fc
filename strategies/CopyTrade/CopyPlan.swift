package import SaudaCore

/// Who copies whom. Circles over several plans are refused when config.yaml is read.
package struct CopyPlan: Hashable, Sendable {
    package struct Follower: Hashable, Sendable {
        package var account: AccountID
        package var rules: FollowerRules

        package init(_ account: AccountID, _ rules: FollowerRules) {
            self.account = account
            self.rules = rules
        }
    }

    package let leader: AccountID
    package let followers: [Follower]

    package init(leader: AccountID, followers: [Follower]) throws(CopyError) {
        if followers.isEmpty {
            throw CopyError("the leader has no follower", nextStep: "name one account at least under `followers:`")
        }
        if followers.contains(where: { $0.account == leader }) {
            throw CopyError("an account copies itself", nextStep: "take the leader out of `followers:`")
        }
        if Set(followers.map(\.account)).count < followers.count {
            throw CopyError("an account copies the leader twice", nextStep: "name each follower once")
        }
        self.leader = leader
        self.followers = followers
    }
}

/// A plan that cannot be carried out.
package struct CopyError: Error, Hashable, CustomStringConvertible {
    package var what: String
    package var nextStep: String

    package init(_ what: String, nextStep: String) {
        self.what = what
        self.nextStep = nextStep
    }

    package var description: String { "\(what); \(nextStep)" }
}
