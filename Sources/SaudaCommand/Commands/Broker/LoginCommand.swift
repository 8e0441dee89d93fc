import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct LoginCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Sign an account in to its broker, for the day.",
        discussion: """
            Where the broker wants a person, its login page is opened in the browser, or printed, and sauda waits on a \
            port of this machine for the browser to come back: register http://127.0.0.1:5010/ (or --port) as the \
            app's redirect address at the broker. With --token the address that the browser ended at, or the token in \
            it, is pasted instead; the screen does not show it. The session is kept encrypted under `home:` and is \
            used by every other command until it ends.

            Examples:
              sauda login
              sauda login main --port 8000
              sauda login main --token
              sauda login main --again --format json
              sauda login main --practice http://127.0.0.1:8080

            Exit codes: 0 signed in, 1 the broker refused or nobody logged in, 2 bad usage or config.
            """
    )

    @Argument(
        help: ArgumentHelp("The account, or its broker's id when only one account is there.", valueName: "account")
    )
    var name: String?

    @OptionGroup var line: LineOptions

    @Flag(help: "Paste the redirect's address or its token instead of waiting for the browser.")
    var token = false

    @Option(help: ArgumentHelp("The port of the app's registered redirect address; 0 for any.", valueName: "n"))
    var port = 5010

    @Option(help: ArgumentHelp("Give up when nobody has logged in after so many seconds.", valueName: "n"))
    var within = 300

    @Flag(help: "Print the address only; open no browser.")
    var noBrowser = false

    @Flag(help: "Sign in anew though the kept session still works.")
    var again = false

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535.") }
        guard (1...3600).contains(within) else { throw ValidationError("--within is 1 to 3600 seconds.") }
        guard name == nil || line.account == nil else { throw ValidationError("Name the account once.") }
    }

    func run(_ context: CommandContext) async throws {
        StopSignal.watch()
        var chosen = try await line.choose(context, name: name)
        // A person logs in here, on a practice server too.
        if again || chosen.isPractice { chosen.credentials.secrets["request-token"] = nil }
        let line = try chosen.maker.line(
            chosen.account,
            chosen.id,
            chosen.credentials,
            owner: "C",
            help: .person,
            ignoresSession: again
        )
        let before = line.sessionFile.read()
        let desk = LoginDesk(line: line, isPasted: token, port: port, within: within, opensBrowser: !noBrowser)
        let skew = try await line.run { line in
            try await desk.signIn()
            return line.link.clockSkew
        }
        guard let session = line.sessionFile.read() else {
            throw CommandFailure(
                .failed,
                "signed in, but the session could not be kept in \(line.sessionFile.path); check the disk and its rights."
            )
        }
        let isNew = session != before || again
        // A service that lost it and waits looks at the file: written anew, it is another one.
        if !isNew { try line.sessions.keep(session) }
        if isNew {
            RunLog(chosen.config, home: chosen.maker.home)
                .loggedIn("signed in to \(line.adapter.id) as \(session.user).", at: line.clock.now)
        }
        let status = AccountStatus(chosen, session, skew: skew, isNew: isNew)
        Terminal.out(format == .json ? try JSONText.of(status) : status.sentence)
    }
}
