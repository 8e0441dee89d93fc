import ArgumentParser

struct VaultCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vault",
        abstract: "Keep the brokers' secrets in one encrypted file.",
        discussion: """
            AES-256-GCM under a key that scrypt makes of a passphrase or a key file.
            ACCOUNT is what config.yaml has after vault:, KEY the broker's name of the
            secret. Values are typed without an echo or piped in; they are never an
            argument, and no command prints one.

            An account's credentials are looked for in the environment
            (SAUDA_ACCOUNT__KEY), then in a file that only its owner may read
            (secrets.txt in the home, lines of ACCOUNT.KEY = VALUE), then in the vault.

            Examples:
              sauda vault set main api-key
              pass show broker/secret | sauda vault set main api-secret
              sauda vault list --format json
              sauda vault rm main

            Exit codes: 0 fine, 1 it does not open or cannot be written, 2 bad usage or
            a file that others may read, 3 the vault is damaged.
            """,
        subcommands: [VaultSetCommand.self, VaultListCommand.self, VaultRemoveCommand.self, VaultRekeyCommand.self]
    )
}
