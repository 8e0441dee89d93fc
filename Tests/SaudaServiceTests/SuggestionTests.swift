import Testing

@testable import SaudaService

@Suite struct SuggestionTests {
    @Test(
        "did you mean",
        arguments: [
            ("mod", "mode"), ("Mode", "mode"), ("acounts", "accounts"), ("acocunts", "accounts"), ("feeed", "feed"),
            ("strategy", nil), ("x", nil), ("", nil), ("home2", nil), ("universal", "universe"),
        ] as [(String, String?)]
    )
    func suggestions(typed: String, expected: String?) {
        #expect(Suggestion.nearest(to: typed, among: ["mode", "accounts", "feed", "universe"]) == expected)
    }

    @Test func `a very long word is not compared`() {
        let word = String(repeating: "a", count: 61)
        #expect(Suggestion.nearest(to: word, among: [word]) == nil)
    }

    @Test(
        "which keys look secret",
        arguments: [
            ("password", true), ("user_password", true), ("TOTP-Secret", true), ("accessToken", true),
            ("api key", true),
            ("pin", true), ("mpin", true), ("otp", true), ("opinion", false), ("broker", false), ("spin", false),
            ("credentials", false), ("account", false), ("keys", false), ("author", false),
        ]
    )
    func secrets(key: String, isSecret: Bool) {
        #expect(Secrets.looksSecret(key) == isSecret)
    }
}
