import COpenSSL

/// SHA-256 by libcrypto, with one context for all messages: `update` any number of times, then `finish`.
///
/// The algorithm is looked up once; OpenSSL 3 otherwise searches its providers for every message.
@safe
package struct SHA256: ~Copyable {
    private let algorithm: OpaquePointer
    private let context: OpaquePointer

    /// Nil when libcrypto offers no SHA-256 (its configuration switches the default provider off) or no memory.
    package init?() {
        guard let algorithm = unsafe EVP_MD_fetch(nil, "SHA256", nil) else { return nil }
        guard let context = unsafe EVP_MD_CTX_new() else {
            unsafe EVP_MD_free(algorithm)
            return nil
        }
        unsafe self.algorithm = algorithm
        unsafe self.context = context
        start()
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
        unsafe EVP_MD_free(algorithm)
    }

    package mutating func update(_ bytes: RawSpan) {
        let status = unsafe bytes.withUnsafeBytes { unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        precondition(status == 1, "SHA-256 in memory cannot fail")
    }

    package mutating func update(_ bytes: [UInt8]) {
        unsafe update(bytes.span.bytes)
    }

    /// Returns the digest of everything since the last `finish`, and starts the next message.
    package mutating func finish() -> Digest {
        var bytes = [UInt8](repeating: 0, count: Digest.byteCount)
        let status = unsafe bytes.withUnsafeMutableBufferPointer {
            unsafe EVP_DigestFinal_ex(context, $0.baseAddress, nil)
        }
        guard status == 1, let digest = Digest(bytes: bytes) else {
            preconditionFailure("SHA-256 in memory cannot fail")
        }
        start()
        return digest
    }

    private func start() {
        let status = unsafe EVP_DigestInit_ex2(context, algorithm, nil)
        precondition(status == 1, "SHA-256 in memory cannot fail")
    }
}

// The two pointers are owned by this value alone, which cannot be copied, and libcrypto ties a context to no thread.
extension SHA256: @unchecked Sendable {}
