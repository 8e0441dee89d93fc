import Foundation
import NIOCore
import NIOSSL
import SaudaBroker

/// An authority and its certificates, made anew by `openssl` in each run and never kept.
struct TestCertificates: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case valid, otherHost, expired
        /// Signed by an authority that nobody knows.
        case stranger
    }

    let folder: String

    static let made = Result { try TestCertificates() }

    private init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sauda-net-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.folder = folder.path
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-euc", Self.script]
        process.currentDirectoryURL = folder
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(text: "openssl made no certificates") }
        atexit { TestCertificates.remove() }
    }

    struct Failure: Error { var text: String }

    var authority: TrustRoots { .file("\(folder)/ca.pem") }

    func server(_ kind: Kind, protocols: [String] = []) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMFile("\(folder)/\(kind.rawValue).pem")
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: "\(folder)/\(kind.rawValue).key", format: .pem))
        )
        configuration.applicationProtocols = protocols
        // A client that keeps its connection does not hold the test up.
        configuration.shutdownTimeout = .milliseconds(50)
        return try NIOSSLContext(configuration: configuration)
    }

    private static func remove() {
        if case .success(let made) = made { try? FileManager.default.removeItem(atPath: made.folder) }
    }

    private static let script = """
        key() { openssl ecparam -name prime256v1 -genkey -noout -out $1.key; }
        authority() { key $1; openssl req -x509 -new -key $1.key -out $1.pem -days 2 -subj "/CN=Test authority $1"; }
        leaf() {
            key $1
            openssl req -new -key $1.key -subj "/CN=$1" -out $1.csr
            printf 'subjectAltName=%s' "$4" >$1.ext
            openssl x509 -req -in $1.csr -CA $2.pem -CAkey $2.key -set_serial 1 -days $3 -extfile $1.ext -out $1.pem
        }
        authority ca
        authority unknown
        leaf valid ca 2 DNS:localhost,IP:127.0.0.1
        leaf otherHost ca 2 DNS:other.example
        leaf expired ca -1 DNS:localhost,IP:127.0.0.1
        leaf stranger unknown 2 DNS:localhost,IP:127.0.0.1
        """
}
