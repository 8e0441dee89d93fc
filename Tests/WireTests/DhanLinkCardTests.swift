import DhanAdapter
import SaudaBroker
import SaudaCore
import SaudaServer
import SaudaTestKit
import Testing

/// Every card about a link, with the adapter and the practice broker of dhan on one thread.
@Suite struct DhanLinkCardTests {
    @Test("dhan", arguments: LinkCard.all)
    func dhan(card: LinkCard) throws {
        let record = try play(card.scenario)
        let result = card.check(record)
        #expect(result == .passed, "\(card.card.fix) \(record.notices.map { "\($0.time.time) \($0.code)" })")
    }

    private static let adapter = Dhan(
        endpoints: Endpoints([
            "api": "http://b/v2", "auth": "http://b", "instruments": "http://b/api-data/api-scrip-master-detailed.csv",
            "feed": "ws://b/", "orders": "ws://b/",
        ])
    )

    private func play(_ scenario: LinkScenario) throws -> LinkRecord {
        let plan = try PracticeDayPlan(seed: 3)
        var floor = plan.dhanFloor(from: LinkScenario.start, seed: 3)
        let credentials = floor.broker.broker.makeCredentials(at: PracticeDayPlan.day.at(LinkScenario.start))
        var secrets: [String: Secret] = [:]
        // The day begins with a token of the website: one by PIN and code can be made every two minutes only, and the
        // sessions of these cards die sooner.
        let names = ["access-token", "pin", "totp-secret"]
        for credential in credentials where names.contains(credential.name) {
            secrets[credential.name] = Secret(credential.value)
        }
        var player = LinkPlayer(
            Self.adapter,
            Credentials(user: credentials.first { $0.name == "user" }?.value ?? "", secrets: secrets),
            floor,
            share: InstrumentID(index: 0),
            price: plan.prices[0],
            day: PracticeDayPlan.day,
            listings: { try plan.listings($0) },
            logIn: { _, _, _ in .redirect(Secret("http://app/?nobody=needed")) }
        )
        return try player.play(scenario)
    }
}
