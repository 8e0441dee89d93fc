import Glibc
package import SaudaBroker

/// The vault's file: opened with a passphrase, changed under a lock, replaced whole.
package struct VaultFile: Sendable {
    package static let shortestPassphrase = 12

    package let path: String

    package init(_ path: String) { self.path = path }

    /// Whether anything has that name; a link too, which opening then refuses.
    package var exists: Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0
    }

    /// - Throws: when there is none, it is not this user's alone, is damaged, or the passphrase is another.
    package func open(_ passphrase: Secret) throws(SecretError) -> Vault {
        guard let sealed = try read() else {
            throw SecretError(
                .missing,
                "there is no vault \(path)",
                "Make one with `sauda vault set ACCOUNT KEY`, or name it with --vault."
            )
        }
        return try sealed.open(try key(passphrase, sealed.salt, sealed.cost), path: path)
    }

    /// Reads the vault, or begins one, and writes it changed. One writer at a time: another waits for up to five
    /// seconds. Nothing is written when `change` throws.
    ///
    /// - Parameters:
    ///   - newPassphrase: the one that opens it from now on; nil leaves it as it is.
    ///   - cost: of a vault that begins, and with a new passphrase.
    package func update(
        _ passphrase: Secret,
        newPassphrase: Secret? = nil,
        cost: ScryptCost = .vault,
        _ change: (inout Vault) throws(SecretError) -> Void
    ) throws(SecretError) {
        let lock = try VaultLock(of: path)
        defer { lock.release() }
        var vault = Vault()
        var seal: (key: [UInt8], salt: [UInt8], cost: ScryptCost)?
        if let sealed = try read() {
            let key = try key(passphrase, sealed.salt, sealed.cost)
            vault = try sealed.open(key, path: path)
            seal = (key, sealed.salt, sealed.cost)
        }
        try change(&vault)
        if newPassphrase != nil || seal == nil {
            let salt = try SealedVault.makeSalt()
            seal = (try key(newPassphrase ?? passphrase, salt, cost), salt, cost)
        }
        guard let seal else { throw SealedVault.brokenLibrary }
        let bytes = try SealedVault.seal(vault, key: seal.key, salt: seal.salt, cost: seal.cost)
        guard bytes.count <= SealedVault.limit else {
            throw SecretError(.refused, "the vault would grow over a megabyte", "Keep secrets in it, and nothing else.")
        }
        try PrivateFile.replace(path, with: bytes)
    }

    private func read() throws(SecretError) -> SealedVault? {
        guard let bytes = try PrivateFile.read(path, limit: SealedVault.limit) else { return nil }
        return try SealedVault(parsing: bytes, path: path)
    }

    private func key(_ passphrase: Secret, _ salt: [UInt8], _ cost: ScryptCost) throws(SecretError) -> [UInt8] {
        guard !passphrase.isEmpty else {
            throw SecretError(.wrongKey, "the passphrase is empty", "Give the vault's passphrase or key file.")
        }
        guard let key = SealedBox.key(Array(passphrase.reveal().utf8), salt: salt, cost: cost) else {
            throw SealedVault.brokenLibrary
        }
        return key
    }

    /// The passphrase in a key file: its text without the last line break, 16 bytes to 4 kB.
    package static func passphrase(inKeyFile path: String) throws(SecretError) -> Secret {
        let how = "Make one: `(umask 077; openssl rand -base64 32 > \(path))`."
        guard var bytes = try PrivateFile.read(path, limit: 4096) else {
            throw SecretError(.missing, "there is no key file \(path)", how)
        }
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        guard bytes.count >= 16, !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
            throw SecretError(.refused, "the key file \(path) does not hold 16 bytes of text or more", how)
        }
        return Secret(text)
    }
}

/// Keeps a second writer away. The lock is the kernel's and goes with the process; its file stays, empty.
private struct VaultLock {
    private let descriptor: Int32

    init(of path: String) throws(SecretError) {
        let name = path + ".lock"
        descriptor = unsafe Glibc.open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw SecretError(
                .failed,
                "\(name) cannot be made (\(PrivateFile.reason(errno)))",
                "See that the folder is there and is yours, or name another --vault."
            )
        }
        for attempt in 0...100 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
            if attempt < 100 { usleep(50_000) }
        }
        close(descriptor)
        throw SecretError(
            .failed,
            "another sauda is changing \(path)",
            "Wait until it has ended, then try again; `fuser \(name)` names it."
        )
    }

    func release() { close(descriptor) }
}
