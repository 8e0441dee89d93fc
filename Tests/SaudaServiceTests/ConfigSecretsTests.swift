import SaudaService
import Testing

@Suite struct ConfigSecretsTests {
    private static let value = "hunter2-9f8e7d"

    /// Places where a secret may have slipped in. `#` stands for its value.
    private static let documents = [
        "password: #", "Password: #", "totp_secret: '#'", "mpin: #", "apiKey: #", "api-key: #", "access_token: #",
        "kite: {api_secret: #}", "alerts: [{telegram: {bot_token: #}}]", "server: {listen: {token: #}}",
        "home2: [{a: [{pin: #}]}]", "password:\n  - #", "password: {x: #}", "password: |\n  #\n  #", "secrets: &a #",
        "{password: #}: 1", "password=#: 1", "token: #\ntoken: #", "password: \"#\nmode: paper",
    ]

    @Test("LOG-3: a secret in the file is refused and its value never shown", arguments: documents)
    func atTheTop(document: String) {
        let text = ConfigFixture.small(line: 1, "version: 1\n" + document.replacing("#", with: Self.value))
        expectSilence(text)
    }

    @Test(
        "LOG-3: a secret in an account or a strategy is refused and never shown",
        arguments: [
            "password: #", "credentials: #", "credentials: 'vault:#!'", "credentials: {api_key: #}",
            "broker: {token: #}",
            "egress: {address: 1.2.3.4, proxy: 'http://user:#@proxy:80'}", "egress: {proxy: {password: #}}",
            "api_key=#",
            "limits: {secret: #}", "limits: api_key=#", "relation: 'password #'", "credentials: 'https://#'",
        ]
    )
    func inAnAccount(keys: String) {
        let lines = "version: 1\naccounts:\n  x: {broker: acme, \(keys.replacing("#", with: Self.value))}"
        expectSilence(lines)
        expectSilence(ConfigFixture.small.replacing("  main:", with: lines.dropFirst(21) + "\n  main:"))
        let strategy = "strategies: {s: {use: dip-buy, account: main, \(keys.replacing("#", with: Self.value))}}"
        expectSilence(ConfigFixture.small(line: 10, strategy))
    }

    @Test func `LOG-3: an overlay cannot hide a secret, nor hold one`() {
        let base = ConfigFixture.small(line: 2, "mode: {password: \(Self.value)}")
        let errors = ConfigFixture.errors(in: base, overlay: "mode: paper")
        #expect(errors.contains { $0.hasPrefix("c.yaml:2:8: secrets do not belong in this file: 'password'") })
        expectSilence(base, overlay: "mode: paper")
        for key in ["mine", "alerts"] {
            let hidden = ConfigFixture.small(line: 2, "mode: paper\n\(key): [{password: \(Self.value)}]")
            let errors = ConfigFixture.errors(in: hidden, overlay: "\(key): []")
            #expect(errors.contains { $0.hasPrefix("c.yaml:3:") && $0.contains("secrets do not belong") }, "\(errors)")
        }
        expectSilence(ConfigFixture.small, overlay: "accounts: {main: {token: \(Self.value)}}")
    }

    @Test func `the message for a secret names the key and the way out`() {
        let text = ConfigFixture.small(line: 2, "mode: paper\npassword: \(Self.value)")
        #expect(
            ConfigFixture.errors(in: text) == [
                "c.yaml:3:1: secrets do not belong in this file: 'password'; "
                    + "remove it, change the secret if the file was shared, and keep it in the vault"
            ]
        )
    }

    private func expectSilence(_ text: String, overlay: String? = nil) {
        let errors = ConfigFixture.errors(in: text, overlay: overlay)
        #expect(!errors.isEmpty)
        for error in errors { #expect(!error.contains("hunter2"), "\(error)") }
    }
}
