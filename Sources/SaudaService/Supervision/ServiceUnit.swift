/// The systemd unit that `sauda serve` runs under (SVC-7): started again three times, five minutes apart, without a
/// limit on how long it runs; ended and begun anew when it stops saying that it is alive.
package struct ServiceUnit: Hashable, Sendable {
    /// The program, and what it is called with; absolute paths.
    package var command: [String]
    /// Where it runs: the folder of config.yaml.
    package var folder: String
    /// The home, which alone it may write to, besides its locks.
    package var home: String
    /// A file of `NAME=value` lines for what it signs in with; nil for none.
    package var environment: String?
    /// Of one person's session, not of the machine.
    package var isUser: Bool

    package init(command: [String], folder: String, home: String, environment: String?, isUser: Bool) {
        self.command = command
        self.folder = folder
        self.home = home
        self.environment = environment
        self.isUser = isUser
    }

    package static let name = "sauda.service"
    /// Seconds without a sign of life after which it is begun anew.
    package static let watchdog = 120

    package var text: String {
        let file = environment.map { "\nEnvironmentFile=\(Self.quoted($0))" } ?? ""
        return """
            [Unit]
            Description=sauda, trading day after day
            Wants=network-online.target
            After=network-online.target time-sync.target
            StartLimitIntervalSec=3600
            StartLimitBurst=4

            [Service]
            Type=notify
            ExecStart=\(command.map(Self.quoted).joined(separator: " "))
            ExecReload=/bin/kill -HUP $MAINPID
            WorkingDirectory=\(Self.plain(folder))
            Environment=TZ=Asia/Kolkata\(file)
            Restart=on-failure
            RestartSec=300
            WatchdogSec=\(Self.watchdog)
            TimeoutStartSec=infinity
            TimeoutStopSec=90
            UMask=0077
            LimitCORE=0
            NoNewPrivileges=yes
            PrivateTmp=yes
            ProtectSystem=strict
            ReadWritePaths=\(Self.quoted(home))
            RuntimeDirectory=sauda
            RuntimeDirectoryMode=0700
            RuntimeDirectoryPreserve=yes
            RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
            RestrictSUIDSGID=yes
            LockPersonality=yes

            [Install]
            WantedBy=\(isUser ? "default" : "multi-user").target

            """
    }

    /// One word of a line: in quotes, with what systemd would expand or unescape doubled.
    static func quoted(_ word: String) -> String {
        var text = "\""
        for character in word {
            switch character {
            case "\"", "\\": text += "\\\(character)"
            case "%", "$": text += "\(character)\(character)"
            default: text.append(character)
            }
        }
        return text + "\""
    }

    /// A value that is a whole line: nothing is quoted there, but `%` is still expanded.
    static func plain(_ path: String) -> String {
        path.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%")
    }
}
