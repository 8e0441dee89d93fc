import NIOConcurrencyHelpers
package import SaudaBroker

/// Notices that another process has signed in: a person at the command line, while a service waits for it.
package final class SessionWatch: Sendable {
    private let file: SessionFile
    /// The file as this process has read or written it last.
    private let known: NIOLockedValueBox<[UInt8]?>

    /// - Parameter file: not yet read for the link that waits.
    package init(_ file: SessionFile) {
        self.file = file
        known = NIOLockedValueBox(file.version)
    }

    /// Keeps a session of this process.
    package func keep(_ session: BrokerSession) throws(SecretError) {
        try file.write(session)
        known.withLockedValue { $0 = file.version }
    }

    /// The session of another process, once for each time that it wrote the file.
    package func next() -> BrokerSession? {
        let version = file.version
        let isNew = known.withLockedValue { known in
            defer { known = version }
            return known != version
        }
        return isNew ? file.read() : nil
    }
}
