import Foundation
import Testing

/// `sauda decode` as a person runs it; the frames are those of appendix A of the ticker's protocol.
@Suite struct DecodeTests {
    private static let ltp = "0001000800063a0100024ec3"
    private static let index = "000100200003e909002567230025896a00253b4500256250002577c2ffffef6169bcc2bc"
    private static let full =
        "000100b800063a0100024ec30000000700024dc40023cace0001646200015abd000249f000024fcc0002497300024bee69bcc2bb"
        + "00000000000000000000000069bcc2bc0000006400024ebe00030000000000fa00024eb9000500000000019000024eb400020000"
        + "0000004b00024eaf00010000000004b000024eaa000e00000000003c00024ec3000100000000013600024ec80004000000000"
        + "1f900024ecd000600000000005a00024ed200020000000007d000024ed700150000"

    private func decode(_ text: String, _ arguments: [String] = ["--hex", "frames.txt"]) throws -> ToolRun {
        let folder = try Folder()
        try folder.write(text, to: "frames.txt")
        return try ToolRun(["decode", "zerodha-kite"] + arguments, in: folder)
    }

    @Test func `a full packet shows every field in its order`() throws {
        let run = try decode(Self.full)
        #expect(run.status == 0 && run.err.isEmpty)
        #expect(
            run.out == #"""
                {"token":408065,"segment":1,"mode":"full","last_price":"1512.35","last_quantity":7,"average_price":"1509.8","volume":2345678,"buy_quantity":91234,"sell_quantity":88765,"open":"1500","high":"1515","low":"1498.75","close":"1505.1","oi":0,"oi_day_high":0,"oi_day_low":0,"last_trade_time":"2026-03-20T09:14:59+05:30","exchange_time":"2026-03-20T09:15:00+05:30","depth":{"buy":[{"price":"1512.3","quantity":100,"orders":3},{"price":"1512.25","quantity":250,"orders":5},{"price":"1512.2","quantity":400,"orders":2},{"price":"1512.15","quantity":75,"orders":1},{"price":"1512.1","quantity":1200,"orders":14}],"sell":[{"price":"1512.35","quantity":60,"orders":1},{"price":"1512.4","quantity":310,"orders":4},{"price":"1512.45","quantity":505,"orders":6},{"price":"1512.5","quantity":90,"orders":2},{"price":"1512.55","quantity":2000,"orders":21}]}}

                """#
        )
    }

    @Test func `each line is a frame, and what a packet does not hold is left out`() throws {
        let run = try decode("\(Self.ltp)\r\n\n00\n00 01 00 20 \(Self.index.dropFirst(8))\n")
        #expect(run.status == 0, "\(run.err)")
        #expect(
            run.out == #"""
                {"token":408065,"segment":1,"mode":"ltp","last_price":"1512.35"}
                {"token":256265,"segment":9,"mode":"full","last_price":"24512.35","open":"24500","high":"24600.1","low":"24400.05","close":"24554.9","change":"-42.55","exchange_time":"2026-03-20T09:15:00+05:30"}

                """#
        )
    }

    @Test func `a malformed frame gives its whole packets, an error and exit code 3, and the next is read`() throws {
        let run = try decode(
            "\(Self.ltp.replacing("0001", with: "0002", maxReplacements: 1))\n0001\nxyz\n\(Self.ltp)\n"
        )
        #expect(run.status == 3)
        let lines = run.out.split(separator: "\n")
        #expect(lines.count == 5)
        for (line, key) in zip(lines, ["token", "error", "error", "error", "token"]) {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(object[key] != nil)
        }
        #expect(lines[1].contains("2 bytes needed, 0 there"))
    }

    @Test func `a packet of no known kind is noted and stepped over`() throws {
        let run = try decode("00020002ffff000800063a0100024ec3")
        #expect(run.status == 0)
        #expect(run.out.contains(#""token":408065"#) && run.err.contains("2 bytes"))
    }

    @Test func `a file is one frame and the standard input another way to give it`() throws {
        let folder = try Folder()
        let bytes: [UInt8] = [0x00, 0x01, 0x00, 0x08, 0x00, 0x06, 0x3A, 0x01, 0x00, 0x02, 0x4E, 0xC3]
        try Data(bytes).write(to: folder.url.appending(path: "frame.bin"))
        let file = try ToolRun(["decode", "zerodha-kite", "frame.bin"], in: folder)
        #expect(
            file.status == 0 && file.out == #"{"token":408065,"segment":1,"mode":"ltp","last_price":"1512.35"}"# + "\n"
        )
        let piped = try ToolRun(["decode", "zerodha-kite", "-"], in: folder, through: #""$0" "$@" < frame.bin"#)
        #expect(piped.out == file.out)
        for count in 0..<bytes.count where count != 1 {
            try Data(bytes.prefix(count)).write(to: folder.url.appending(path: "cut.bin"))
            let cut = try ToolRun(["decode", "zerodha-kite", "cut.bin"], in: folder)
            #expect(cut.status == 3 && cut.out.hasPrefix(#"{"error":"#), "\(count)")
        }
    }

    @Test func `an unknown broker, a missing file and no message say what to do`() throws {
        let folder = try Folder()
        let unknown = try ToolRun(["decode", "nobody", "x"], in: folder)
        #expect(unknown.status == 2 && unknown.err.contains("zerodha-kite"))
        let missing = try ToolRun(["decode", "zerodha-kite", "x"], in: folder)
        #expect(missing.status == 3 && missing.err.contains("Check the path"))
        #expect(try decode("\n\n").status == 3)
    }

    @Test func `a broker's other feed is named, and a name that it has not is told with those it has`() throws {
        let folder = try Folder()
        // An index of protocol section 8 alone in its frame, cut behind its head.
        try folder.write("0900" + "271c" + "01" + "00000000", to: "frames.txt")
        for feed in ["hsm", "sfeed"] {
            let run = try ToolRun(["decode", "kotak-neo", "--feed", feed, "--hex", "frames.txt"], in: folder)
            #expect(run.status == 3)
            #expect(run.out.contains("error"))
        }
        let unknown = try ToolRun(["decode", "kotak-neo", "--feed", "ticker", "--hex", "frames.txt"], in: folder)
        #expect(unknown.status == 2)
        #expect(unknown.err.contains("hsm, sfeed"))
    }

    /// The second update's topic is known by the snapshot two lines before it, as on one connection.
    @Test func `messages that lean on those before them are read in their order`() throws {
        let folder = try Folder()
        let name = "sf|nse_cm|2885"
        let hex = name.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        func values(_ set: [Int: Int32], _ count: Int) -> String {
            (0..<count).map { index in
                let text = String(UInt32(bitPattern: set[index] ?? .min), radix: 16)
                return String(repeating: "0", count: 8 - text.count) + text
            }.joined()
        }
        func frame(_ packet: String) -> String {
            func short(_ count: Int) -> String {
                let text = String(count, radix: 16)
                return String(repeating: "0", count: 4 - text.count) + text
            }
            let message = "06" + "0001" + short(packet.count / 2) + packet
            return short(message.count / 2) + message
        }
        let snapshot = frame("53" + "00000007" + "0e" + hex + "19" + values([5: 141_230, 23: 1, 24: 2], 25) + "00")
        let update = frame("55" + "00000007" + "06" + values([5: 141_235], 6))
        try folder.write("\(update)\n\(snapshot)\n\(update)\n", to: "frames.txt")
        let run = try ToolRun(["decode", "kotak-neo", "--hex", "frames.txt"], in: folder)
        #expect(run.status == 0, "\(run.err)")
        let lines = run.out.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.last?.contains("1412.35") == true)
        #expect(lines.last?.contains(name) == true)
        #expect(run.err.contains("line 1: an update before its snapshot is left out"))
    }
}
