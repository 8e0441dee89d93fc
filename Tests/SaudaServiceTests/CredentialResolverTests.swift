import SaudaBroker
import SaudaService
import Testing

/// AUT-1: what is missing is named, its value never.
@Suite struct CredentialResolverTests {
    private let want = CredentialResolver.Want(
        "main",
        names: ["api-key", "api-secret", "request-token"],
        required: ["api-key", "api-secret"]
    )

    private func resolver(
        environment: [String: String] = [:],
        file: String? = nil,
        vault: [String: String] = [:]
    ) throws -> CredentialResolver {
        var opened = Vault()
        for (key, value) in vault { opened[SecretName("main", key)] = Secret(value) }
        return CredentialResolver(
            environment: environment.mapValues { Secret($0) },
            file: try file.map { try SecretText(parsing: Array($0.utf8), path: "s.txt") },
            filePath: "s.txt",
            vault: vault.isEmpty ? nil : opened,
            vaultPath: "s.vault"
        )
    }

    @Test func `the environment comes before the file, and the file before the vault, name by name`() throws {
        let resolver = try resolver(
            environment: ["SAUDA_MAIN__API_KEY": "of-environment"],
            file: "main.api-key = of-file\nmain.api-secret = of-file\nother.api-key = no",
            vault: ["api-key": "of-vault", "api-secret": "of-vault", "request-token": "of-vault", "user": "ZZ0001"]
        )
        let credentials = try resolver.credentials(for: want)
        #expect(credentials.user == "ZZ0001")
        #expect(
            credentials.secrets.mapValues { $0.reveal() } == [
                "api-key": "of-environment", "api-secret": "of-file", "request-token": "of-vault",
            ]
        )
    }

    @Test func `all that is missing is named, with each of the three ways to give it`() throws {
        let error = try #require(
            #expect(throws: SecretError.self) { try resolver(vault: ["user": "ZZ0001"]).credentials(for: want) }
        )
        #expect(error.kind == .missing)
        for text in [
            "no api-key, no api-secret", "SAUDA_MAIN__API_KEY", "SAUDA_MAIN__API_SECRET", "main.api-key = VALUE",
            "s.txt", "sauda vault set main api-secret",
        ] {
            #expect(error.description.contains(text), "\(error)")
        }
        #expect(!error.description.contains("request-token"), "\(error)")
    }

    @Test(
        "a secret that the broker does not know is refused where it stands, and not shown",
        arguments: [
            (["SAUDA_MAIN__APIKEY": "hunter2"], nil, [:], "the variable SAUDA_MAIN__APIKEY"),
            ([:], "main.api-keey = hunter2", [:], "main.api-keey in s.txt is no credential"),
            ([:], nil, ["totp": "hunter2"], "sauda vault rm main totp"),
        ] as [([String: String], String?, [String: String], String)]
    )
    func unknown(environment: [String: String], file: String?, vault: [String: String], text: String) throws {
        let resolver = try resolver(environment: environment, file: file, vault: vault)
        let error = try #require(#expect(throws: SecretError.self) { try resolver.credentials(for: want) })
        #expect(error.kind == .refused)
        #expect(error.description.contains(text), "\(error)")
        #expect(!error.description.contains("hunter2"))
    }

    @Test func `a slip in the file is answered with what was meant`() throws {
        let error = #expect(throws: SecretError.self) {
            try resolver(file: "main.api-keey = hunter2").credentials(for: want)
        }
        #expect(error?.description.contains(". Did you mean 'api-key'? Take the line out.") == true)
    }

    @Test(
        "a value that no broker gives out is refused, not passed over",
        arguments: ["", "two\nlines", "a\u{0}b", String(repeating: "x", count: 4097)]
    )
    func badValue(value: String) throws {
        let resolver = try resolver(
            environment: ["SAUDA_MAIN__API_KEY": value],
            vault: ["api-key": "of-vault", "api-secret": "of-vault"]
        )
        let error = try #require(#expect(throws: SecretError.self) { try resolver.credentials(for: want) })
        #expect(error.description.contains("SAUDA_MAIN__API_KEY"))
        if !value.isEmpty { #expect(!error.description.contains(value)) }
    }

    @Test func `two accounts never share a variable`() {
        let names = [SecretName("a", "b-c"), SecretName("a-b", "c"), SecretName("a-b-c", "d"), SecretName("a", "b")]
        #expect(Set(names.map(\.variable)).count == names.count)
        #expect(SecretName("dhan-1", "access-token").variable == "SAUDA_DHAN_1__ACCESS_TOKEN")
    }

    @Test func `the vault is asked for only when something is nowhere else`() throws {
        let all = ["SAUDA_MAIN__USER": "u", "SAUDA_MAIN__API_KEY": "k", "SAUDA_MAIN__API_SECRET": "s"]
        #expect(try resolver(environment: all).needsVault(for: want))
        #expect(try !resolver(environment: all, file: "main.request-token = t").needsVault(for: want))
    }

    @Test func `who can do without the rest needs no vault once the required ones are there`() throws {
        let bot = CredentialResolver.Want("bot", names: ["token"], required: ["token"])
        let resolver = try resolver(environment: ["SAUDA_BOT__TOKEN": "t"])
        #expect(try resolver.needsVault(for: bot) && !resolver.requiresVault(for: bot))
        #expect(try resolver.credentials(for: bot).secrets == ["token": Secret("t")])
        #expect(try self.resolver(environment: [:]).requiresVault(for: bot))
    }
}
