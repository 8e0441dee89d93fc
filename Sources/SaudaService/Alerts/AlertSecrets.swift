package import SaudaBroker

/// What the channels' names in the vault stand for.
package struct AlertSecrets: Sendable {
    private var values: [SecretName: Secret] = [:]

    package init() {}

    /// - Parameter name: as written after `vault:`.
    package mutating func add(_ credentials: Credentials, under name: String) {
        for (key, value) in credentials.secrets { values[SecretName(name, key)] = value }
        if !credentials.user.isEmpty { values[SecretName(name, SecretName.user)] = Secret(credentials.user) }
    }

    /// Empty where it is not known, which the receiver refuses.
    func value(_ name: String, _ key: String) -> Secret { values[SecretName(name, key)] ?? Secret("") }

    /// An address as it is, or as the vault has it.
    func address(_ url: String) -> String { AlertChannel.vaultName(of: url).map { value($0, "url").reveal() } ?? url }

    /// What has to be looked up for these channels: each name once, with all the keys that are kept under it.
    package static func wants(of channels: [AlertChannel]) -> [CredentialResolver.Want] {
        var wants: [CredentialResolver.Want] = []
        func want(_ name: String?, _ keys: String...) {
            guard let name else { return }
            let place = wants.firstIndex { $0.account == name } ?? wants.count
            if place == wants.count { wants.append(.init(name, names: [], required: [])) }
            for key in keys where !wants[place].required.contains(key) {
                wants[place].required.append(key)
                if key != SecretName.user { wants[place].names.append(key) }
            }
        }
        for channel in channels {
            switch channel.target {
            case .telegram(_, let token): want(token, "token")
            case .ntfy(let url, let token):
                want(AlertChannel.vaultName(of: url), "url")
                want(token, "token")
            case .webhook(let url, let secret):
                want(AlertChannel.vaultName(of: url), "url")
                want(secret, "secret")
            case .mail(let mail): want(mail.credentials, SecretName.user, "password")
            }
        }
        return wants
    }
}
