import Foundation
import Testing

/// `sauda vault` as a person uses it.
@Suite struct VaultCommandTests {
    private static let value = "planted-4f9c1e77ab"

    /// A folder with a key file, so that nobody has to be asked.
    private func folder() throws -> Folder {
        let folder = try Folder()
        try folder.write("0123456789abcdefghij\n", to: "key")
        unsafe chmod(folder.url.appending(path: "key").path, 0o600)
        return folder
    }

    /// `sauda vault ARGUMENTS`, with `value` piped in.
    private func vault(_ arguments: [String], in folder: Folder, input: String = value) throws -> ToolRun {
        try ToolRun(
            ["vault"] + arguments + ["--vault", "v", "--vault-key-file", "key"],
            in: folder,
            through: #"printf '%s\n' '\#(input)' | "$0" "$@""#
        )
    }

    @Test func `what is set is listed by name, replaced, and removed`() throws {
        let folder = try folder()
        let set = try vault(["set", "main", "api-key"], in: folder)
        #expect(set.status == 0, "\(set.err)")
        #expect(set.out == "set: main api-key\n")
        #expect(try vault(["set", "main", "api-key"], in: folder).out == "replaced: main api-key\n")
        _ = try vault(["set", "main", "api-secret"], in: folder)
        #expect(try vault(["list"], in: folder).out == "main  api-key, api-secret\n")
        let listing = try vault(["list", "--format", "json"], in: folder).json()
        let accounts = try #require(listing["accounts"] as? [[String: Any]])
        #expect(accounts.first?["keys"] as? [String] == ["api-key", "api-secret"])
        #expect(try vault(["rm", "main", "api-key"], in: folder).out == "removed: main api-key\n")
        #expect(try vault(["rm", "main", "api-key"], in: folder).status == 2)
        let removed = try vault(["rm", "main", "--format", "json"], in: folder).json()
        #expect(removed["key"] as? String == "api-secret")
        #expect(try vault(["list"], in: folder).out == "The vault v is empty.\n")
    }

    @Test func `no command shows a value, and no file holds it`() throws {
        let folder = try folder()
        for arguments in [
            ["set", "main", "api-key"], ["list"], ["list", "--format", "json"], ["set", "main", "no such key"],
            ["rm", "main", "api-key"],
        ] {
            let run = try vault(arguments, in: folder)
            #expect(!(run.out + run.err).contains(Self.value))
            #expect(try Data(contentsOf: folder.url.appending(path: "v")).range(of: Data(Self.value.utf8)) == nil)
        }
    }

    @Test(
        "what cannot be done is refused by name, with its exit code",
        arguments: [
            (["set", "main", "api-keey"], "no broker has a credential 'api-keey'", 2),
            (["set", "Main", "api-key"], "small letters, digits and hyphens", 2),
            (["set", "main"], "Missing expected argument", 2),
            (["set", "main", "api-key", "hunter2"], "The value is never an argument", 2),
            (["list"], "there is no vault v", 2),
            (["rm", "main"], "there is no vault v", 2),
        ]
    )
    func refusals(arguments: [String], text: String, status: Int) throws {
        let run = try vault(arguments, in: try folder())
        #expect(Int(run.status) == status)
        #expect(!run.err.contains("hunter2"))
        #expect(run.err.contains(text), "\(run.err)")
    }

    @Test func `a key file that others may read, another key and a flipped bit each end with their own code`() throws {
        let folder = try folder()
        _ = try vault(["set", "main", "api-key"], in: folder)
        unsafe chmod(folder.url.appending(path: "key").path, 0o644)
        let open = try vault(["list"], in: folder)
        #expect(open.status == 2)
        #expect(open.err.contains("chmod 600 key"), "\(open.err)")
        try folder.write("another key of 20 bytes\n", to: "key")
        unsafe chmod(folder.url.appending(path: "key").path, 0o600)
        let wrong = try vault(["list"], in: folder)
        #expect(wrong.status == 1)
        #expect(wrong.err.contains("does not open"), "\(wrong.err)")
        let file = folder.url.appending(path: "v")
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count - 40] ^= 1
        try bytes.write(to: file)
        unsafe chmod(file.path, 0o600)
        let damaged = try vault(["list"], in: folder)
        #expect(damaged.status == 3)
        #expect(damaged.err.contains("is damaged"), "\(damaged.err)")
    }

    @Test func `without a terminal and a key file it says how to give one`() throws {
        let folder = try folder()
        _ = try vault(["set", "main", "api-key"], in: folder)
        let run = try ToolRun(["vault", "list", "--vault", "v"], in: folder, through: #"exec setsid -w "$0" "$@""#)
        #expect(run.status == 2)
        #expect(run.err.contains("--vault-key-file FILE, or SAUDA_VAULT_KEY_FILE"), "\(run.err)")
    }

    @Test func `the key file may be named in the environment, and an account must be one of the configuration`() throws
    {
        let folder = try folder()
        try folder.addConfig()
        let shell = #"printf 'x' | SAUDA_VAULT_KEY_FILE=key "$0" "$@""#
        let run = try ToolRun(["vault", "set", "main", "api-key"], in: folder, through: shell)
        #expect(run.status == 2)
        #expect(run.err.contains("no account of the configuration has credentials: vault:main"), "\(run.err)")
        let named = try ToolRun(["vault", "set", "main", "api-key", "--vault", "v"], in: folder, through: shell)
        #expect(named.status == 0, "\(named.err)")
    }

    @Test func `passphrase and value are typed without an echo, and the terminal is put right again`() throws {
        let folder = try folder()
        let terminal = try TestTerminal()
        // The last line says whether the terminal echoes again.
        let process = ToolRun.process(
            ["vault", "set", "main", "api-key", "--vault", "v"],
            in: folder,
            through: #"exec setsid -c -w bash -c '"$0" "$@"; echo "code $?"; stty -a | grep -o " echo "' "$0" "$@""#
        )
        process.standardInput = terminal.other
        process.standardOutput = terminal.other
        process.standardError = terminal.other
        try process.begin()
        for (prompt, typed) in [
            ("new passphrase of v: ", "four plain wordz\u{7F}s\r"), ("once more: ", "four plain words\r"),
            ("main api-key: ", Self.value + "\r"),
        ] {
            try terminal.wait(for: prompt)
            terminal.type(typed)
        }
        try terminal.wait(for: " echo ")
        process.waitUntilExit()
        #expect(terminal.text.contains("set: main api-key"), "\(terminal.text)")
        #expect(terminal.text.contains("code 0"))
        #expect(!terminal.text.contains(Self.value))
        #expect(!terminal.text.contains("plain"))
        try folder.write("four plain words", to: "key")
        #expect(try vault(["list"], in: folder).out == "main  api-key\n")
    }

    @Test func `Ctrl-C at a prompt puts the terminal right and changes nothing`() throws {
        let folder = try folder()
        let terminal = try TestTerminal()
        let process = ToolRun.process(
            ["vault", "set", "main", "api-key", "--vault", "v"],
            in: folder,
            through: #"exec setsid -c -w bash -c '"$0" "$@"; echo "code $?"; stty -a | grep -o " echo "' "$0" "$@""#
        )
        process.standardInput = terminal.other
        process.standardOutput = terminal.other
        process.standardError = terminal.other
        try process.begin()
        try terminal.wait(for: "new passphrase of v: ")
        terminal.type("half of a pass\u{3}")
        try terminal.wait(for: " echo ")
        process.waitUntilExit()
        #expect(terminal.text.contains("cancelled; nothing was changed."))
        #expect(terminal.text.contains("code 1"))
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "v").path))
    }

    @Test("help has examples", arguments: [[], ["set"], ["list"], ["rm"], ["rekey"]])
    func help(command: [String]) throws {
        let run = try ToolRun(["vault"] + command + ["--help"], in: Folder())
        #expect(run.status == 0)
        #expect(run.out.contains("Examples:"))
    }
}

/// A terminal whose keys a test presses and whose screen it reads.
private final class TestTerminal {
    let other: FileHandle
    private let mine: FileHandle
    private(set) var text = ""

    init() throws {
        let descriptor = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        try #require(descriptor >= 0)
        mine = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var (number, lock): (Int32, Int32) = (0, 0)
        // TIOCSPTLCK and TIOCGPTN, which Glibc does not have for Swift.
        try #require(unsafe ioctl(descriptor, 0x4004_5431, &lock) == 0)
        try #require(unsafe ioctl(descriptor, 0x8004_5430, &number) == 0)
        let name = "/dev/pts/\(number)"
        let other = unsafe open(name, O_RDWR | O_NOCTTY)
        try #require(other >= 0)
        self.other = FileHandle(fileDescriptor: other, closeOnDealloc: true)
    }

    func type(_ keys: String) { mine.write(Data(keys.utf8)) }

    /// Reads the screen until `part` stands on it.
    func wait(for part: String) throws {
        while !text.contains(part) {
            var ready = pollfd(fd: mine.fileDescriptor, events: Int16(POLLIN), revents: 0)
            try #require(unsafe poll(&ready, 1, 20_000) > 0, "no '\(part)' after: \(text)")
            let part = mine.availableData
            try #require(!part.isEmpty, "it ended after: \(text)")
            text += String(decoding: part, as: UTF8.self)
        }
    }
}
