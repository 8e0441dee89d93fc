import COpenSSL

/// A certificate authority and a certificate for this machine, made at start and kept in memory alone.
package struct PracticeCertificates: Sendable {
    /// For clients to trust.
    package let authority: String
    package let certificate: String
    package let key: String

    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    package init() throws(Failure) {
        let root = try Issued("sauda practice authority", signedBy: nil, serial: 1)
        let leaf = try Issued("localhost", signedBy: root, serial: 2)
        authority = try root.text(withKey: false)
        certificate = try leaf.text(withKey: false)
        key = try leaf.text(withKey: true)
    }

    /// A key with its certificate; frees both.
    @safe private final class Issued {
        private let pair: OpaquePointer
        private let certificate: OpaquePointer

        private static func failure(_ what: String) -> Failure {
            Failure(description: "libcrypto could not make \(what) for TLS; practise without --tls.")
        }

        init(_ name: String, signedBy issuer: Issued?, serial: Int) throws(Failure) {
            unsafe pair = try unsafe Issued.makeKey()
            guard let certificate = unsafe X509_new() else { throw Issued.failure("a certificate") }
            unsafe self.certificate = unsafe certificate
            unsafe X509_set_version(certificate, 2)
            unsafe ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial)
            // Clients look at the machine's clock, not at the practice one.
            unsafe X509_gmtime_adj(X509_getm_notBefore(certificate), -86_400)
            unsafe X509_gmtime_adj(X509_getm_notAfter(certificate), 7 * 86_400)
            unsafe X509_set_pubkey(certificate, pair)
            let subject = unsafe X509_get_subject_name(certificate)
            unsafe X509_NAME_add_entry_by_txt(
                subject,
                "CN",
                MBSTRING_UTF8,
                Array(name.utf8),
                Int32(name.utf8.count),
                -1,
                0
            )
            let authority = unsafe issuer?.certificate ?? certificate
            unsafe X509_set_issuer_name(certificate, X509_get_subject_name(authority))
            let extensions: [(Int32, String)] =
                issuer == nil
                ? [
                    (NID_basic_constraints, "critical,CA:TRUE"), (NID_key_usage, "critical,keyCertSign,cRLSign"),
                    (NID_subject_key_identifier, "hash"),
                ]
                : [
                    (NID_basic_constraints, "critical,CA:FALSE"), (NID_key_usage, "critical,digitalSignature"),
                    (NID_ext_key_usage, "serverAuth"), (NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1"),
                    (NID_subject_key_identifier, "hash"), (NID_authority_key_identifier, "keyid:always"),
                ]
            for (kind, value) in extensions { try unsafe Issued.add(kind, value, to: certificate, by: authority) }
            guard unsafe X509_sign(certificate, issuer?.pair ?? pair, EVP_sha256()) > 0 else {
                throw Issued.failure("a signature")
            }
        }

        deinit {
            unsafe X509_free(certificate)
            unsafe EVP_PKEY_free(pair)
        }

        private static func makeKey() throws(Failure) -> OpaquePointer {
            let context = unsafe EVP_PKEY_CTX_new_from_name(nil, "EC", nil)
            defer { unsafe EVP_PKEY_CTX_free(context) }
            var key: OpaquePointer?
            guard unsafe EVP_PKEY_keygen_init(context) > 0, unsafe EVP_PKEY_CTX_set_group_name(context, "P-256") > 0,
                unsafe EVP_PKEY_generate(context, &key) > 0, let key = unsafe key
            else { throw failure("a key") }
            return unsafe key
        }

        private static func add(
            _ kind: Int32,
            _ value: String,
            to certificate: OpaquePointer,
            by authority: OpaquePointer
        ) throws(Failure) {
            var context = unsafe X509V3_CTX()
            unsafe X509V3_set_ctx(&context, authority, certificate, nil, nil, 0)
            guard let made = unsafe X509V3_EXT_conf_nid(nil, &context, kind, value) else {
                throw failure("an extension")
            }
            defer { unsafe X509_EXTENSION_free(made) }
            guard unsafe X509_add_ext(certificate, made, -1) > 0 else { throw failure("an extension") }
        }

        /// In PEM.
        func text(withKey: Bool) throws(Failure) -> String {
            guard let memory = unsafe BIO_new(BIO_s_mem()) else { throw Issued.failure("a text") }
            defer { unsafe BIO_free(memory) }
            let isWritten =
                withKey
                ? unsafe PEM_write_bio_PrivateKey(memory, pair, nil, nil, 0, nil, nil)
                : unsafe PEM_write_bio_X509(memory, certificate)
            guard isWritten > 0 else { throw Issued.failure("a text") }
            var bytes = [UInt8](repeating: 0, count: 16_384)
            let count = unsafe BIO_read(memory, &bytes, Int32(bytes.count))
            guard count > 0 else { throw Issued.failure("a text") }
            return String(decoding: bytes[..<Int(count)], as: UTF8.self)
        }
    }
}
