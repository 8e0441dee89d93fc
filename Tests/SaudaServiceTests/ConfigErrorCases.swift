import Testing

/// Mistakes and the one error that each must give: a line of the smallest configuration, what replaces it, and the
/// error without its file.
enum ConfigErrorCases {
    struct Case: Sendable, CustomTestStringConvertible {
        var line: Int
        var text: String
        var error: String

        var testDescription: String { error }
    }

    static let all = table.split(separator: "\n\n").map { block in
        let lines = block.split(separator: "\n")
        let text = lines.dropLast().map { $0.split(separator: "| ", maxSplits: 1)[1] }.joined(separator: "\n")
        let line = lines[0].prefix { $0.isNumber }
        return Case(line: Int(line) ?? 0, text: text, error: String(lines[lines.count - 1].dropFirst(2)))
    }

    private static let table = """
        1 | version: 2
        > 1:10: 'version': '2' is out of range; allowed: 1

        1 | version: "1"
        > 1:10: 'version' must be a whole number, found '1'; remove the quotes; allowed: 1

        1 | version: 1.0
        > 1:10: 'version' must be a whole number, found '1.0'; allowed: 1

        1 | # none
        > 1:1: the file has no 'version'; add `version: ...`; allowed: 1

        2 | mode: life
        > 2:7: 'mode' cannot be 'life'; allowed: paper, live; did you mean 'live'?

        2 | mode: yes
        > 2:7: 'mode' cannot be 'yes'; allowed: paper, live

        2 | mode:
        > 2:6: 'mode' has no value; write a word; allowed: paper, live

        2 | mode: paper
          | sever: {}
        > 3:1: unknown key 'sever'; allowed: version, mode, home, market, accounts, feed, universe, strategies, \
        server, log, alerts; did you mean 'server'?

        2 | mode: paper
          | alerts: none
        > 3:9: 'alerts' must be a list, found a single value; allowed: a list of {...}, or []

        2 | mode: paper
          | alerts: {to: ntfy}
        > 3:9: 'alerts' must be a list, found a mapping; allowed: a list of {...}, or []

        2 | mode: paper
          | alerts: [ntfy]
        > 3:10: 'alerts.0' must be a mapping, found a single value; allowed: the key to (telegram, ntfy, webhook, \
        mail) and its own

        2 | mode: paper
          | alerts: [{to: pager}]
        > 3:15: 'alerts.0.to' cannot be 'pager'; allowed: telegram, ntfy, webhook, mail

        2 | mode: paper
          | alerts: [{chat: "1"}]
        > 3:10: 'alerts.0' has no 'to'; add `to: ...`; allowed: telegram, ntfy, webhook, mail

        2 | mode: paper
          | alerts: [{to: telegram, chat: "1"}]
        > 3:10: 'alerts.0' has no 'token' with to: telegram; add `token: ...`; allowed: vault:NAME, the name under \
        which the credentials are kept in the vault

        2 | mode: paper
          | alerts: [{to: telegram, chat: -100, token: "vault:a"}]
        > 3:31: 'alerts.0.chat': some YAML readers read '-100' as a number; write it in quotes to mean text; \
        allowed: a chat's number in quotes, such as "-100123", or @CHANNEL

        2 | mode: paper
          | alerts: [{to: telegram, chat: "1", token: "123:AAH-bot"}]
        > 3:43: 'alerts.0.token' does not fit; allowed: vault:NAME, the name under which the credentials are kept \
        in the vault

        2 | mode: paper
          | alerts: [{to: ntfy, url: "http://ntfy.sh/desk"}]
        > 3:26: 'alerts.0.url' does not fit; allowed: https://HOST/TOPIC, http:// on this machine only, or \
        vault:NAME

        2 | mode: paper
          | alerts: [{to: webhook, url: "https://u:p@hooks.example/"}]
        > 3:29: 'alerts.0.url' does not fit; allowed: https://HOST/PATH, http:// on this machine only, or \
        vault:NAME

        2 | mode: paper
          | alerts: [{to: ntfy, url: "https://n.example/a", chat: "1"}]
        > 3:49: unknown key 'chat' in 'alerts.0' with to: ntfy; allowed: to, url, token, name, level, per_hour, summary

        2 | mode: paper
          | alerts: [{to: ntfy, url: "https://n.example/a", level: error}]
        > 3:56: 'alerts.0.level' cannot be 'error'; allowed: info, warning, critical

        2 | mode: paper
          | alerts: [{to: ntfy, url: "https://n.example/a", per_hour: 0}]
        > 3:59: 'alerts.0.per_hour': '0' is out of range; allowed: 1 to 1000

        2 | mode: paper
          | alerts: [{to: mail, server: "smtps://m.example", from: "a@b.c", recipients: []}]
        > 3:65: 'alerts.0.recipients' has 0 items; allowed: 1 to 20

        2 | mode: paper
          | alerts: [{to: mail, server: "smtps://m.example", from: "a b", recipients: ["c@d.e"]}]
        > 3:56: 'alerts.0.from' cannot be 'a b'; allowed: a mail address, such as desk@example.com

        2 | mode: paper
          | alerts: [{to: ntfy, url: "https://n.example/a"}, {to: ntfy, url: "https://n.example/b"}]
        > 3:55: two alerts are called 'ntfy', first on line 3; give one another `name:`

        2 | mode: paper
          | server: {listen: 8080}
        > 3:18: 'server.listen': some YAML readers read '8080' as a number; write it in quotes to mean text; \
        allowed: HOST:PORT, such as 127.0.0.1:8080

        2 | mode: paper
          | server: {listen: localhost:70000}
        > 3:18: 'server.listen' cannot be 'localhost:70000'; allowed: HOST:PORT, such as 127.0.0.1:8080

        3 | home: [data]
        > 3:7: 'home' must be text, found a list; allowed: a path; relative ones start at the folder of the file

        3 | home: no
        > 3:7: 'home': some YAML readers read 'no' as true or false; write it in quotes to mean text; allowed: a \
        path; relative ones start at the folder of the file

        4 | market: {history: {source: files}}
        > 4:10: 'market.history' has no 'path' with source: files; add `path: ...`; allowed: a path; relative ones \
        start at the folder of the file

        4 | market: {history: {source: files, path: x, account: main}}
        > 4:44: unknown key 'account' in 'market.history' with source: files; allowed: source, path

        4 | market: {history: {source: account, account: man}}
        > 4:46: no account is called 'man'; allowed: main; did you mean 'main'?

        4 | market: {calendar: built-out, history: {source: file, path: x}}
        > 4:49: 'market.history.source' cannot be 'file'; allowed: files, account; did you mean 'files'?

        4 | market: {calendar: built-inn, history: {source: files, path: x}}
        > 4:20: 'market.calendar' cannot be 'built-inn'; allowed: built-in or a path

        7 |     {broker: papr, capital: 1000, limits: {order_value: 1, daily_loss: 1, orders_per_day: 1}}
        > 7:14: 'accounts.main.broker' cannot be 'papr'; allowed: paper, acme, zenith; did you mean 'paper'?

        7 |     {broker: paper, capital: 1000}
        > 10:47: account 'main', in which 'exits' trades, has no limits; add `limits:` with order_value, daily_loss \
        and orders_per_day to it

        7 |     {broker: paper, capital: 1000, limits: {order_value: 1, daily_loss: 1}}
        > 7:36: 'accounts.main.limits' has no 'orders_per_day'; add `orders_per_day: ...`; allowed: 1 to 1000000

        7 |     {broker: paper, capital: 1000, limits: {order_value: 1, daily_loss: 0.005, orders_per_day: 1}}
        > 7:73: 'accounts.main.limits.daily_loss': '0.005' is not exact to the paisa; write at most two decimals

        7 |     {broker: paper, capital: 1000, limits: {order_value: 0, daily_loss: 1, orders_per_day: 1}}
        > 7:58: 'accounts.main.limits.order_value': '0' is out of range; allowed: 0.01 to 1000000000000.00

        7 |     {broker: paper, capital: 1000, limits: {order_value: 1_000, daily_loss: 1, orders_per_day: 1}}
        > 7:58: 'accounts.main.limits.order_value': '1_000' is not a plain number; write digits without separators, \
        exponent or leading zero; allowed: 0.01 to 1000000000000.00

        7 |     {broker: paper, capital: 1000, limits: {order_value: 1, daily_loss: 1, orders_per_day: 2.5}}
        > 7:92: 'accounts.main.limits.orders_per_day' must be a whole number, found '2.5'; allowed: 1 to 1000000

        8 | feed: {account: Main}
        > 8:17: 'feed.account' cannot be 'Main'; allowed: small letters, digits and hyphens, at most 40

        8 | feed: main
        > 8:7: 'feed' must be a mapping, found a single value; allowed: the keys account, keep_frames

        9 | universe: []
        > 9:1: 'universe' has 0 items; allowed: 1 to 5000

        9 | universe: [TCS, INFY, TCS]
        > 9:23: 'TCS' is listed twice, first on line 9; keep one of the two

        9 | universe: [TCS, infy]
        > 9:17: 'universe.1' cannot be 'infy'; allowed: a symbol in capital letters, such as RELIANCE or M&M

        9 | universe: {file: built-in:nifty500}
        > 9:18: 'universe.file' cannot be 'built-in:nifty500'; allowed: built-in:nifty50 or a path

        9 | universe: TCS
        > 9:11: 'universe' must be a mapping or a list, found a single value; allowed: {file: ...} or a list, each \
        a symbol in capital letters, such as RELIANCE or M&M

        10 | strategies:
        > 10:12: 'strategies' has no value; write a mapping; allowed: NAME: {...}

        10 | strategies: {Big_One: {use: ema9-sell, account: main}}
        > 10:14: 'Big_One' is not a name; allowed: small letters, digits and hyphens, at most 40

        10 | strategies: {s: {use: ema9, account: main}}
        > 10:23: 'strategies.s.use' cannot be 'ema9'; allowed: dip-buy, ema9-sell, copy-trade

        10 | strategies: {s: {use: ema9-sel, account: main}}
        > 10:23: 'strategies.s.use' cannot be 'ema9-sel'; allowed: dip-buy, ema9-sell, copy-trade; did you mean \
        'ema9-sell'?

        10 | strategies: {s: {use: ema9-sell, account: mian}}
        > 10:43: no account is called 'mian'; allowed: main; did you mean 'main'?

        10 | strategies: {s: {use: ema9-sell}}
        > 10:14: 'strategies.s' has no 'account' with use: ema9-sell; add `account: ...`; allowed: small letters, \
        digits and hyphens, at most 40

        10 | strategies: {s: {use: ema9-sell, account: main, with: {x: 1}}}
        > 10:56: unknown key 'x' in 'strategies.s.with'; allowed: none

        10 | strategies: {s: {use: dip-buy, account: main, with: {position: 1}}}
        > 10:54: unknown key 'position' in 'strategies.s.with'; allowed: per_trade, positions, stop, place_at, \
        news, profile; did you mean 'positions'?

        10 | strategies: {s: {use: dip-buy, account: main, with: {positions: 21}}}
        > 10:65: 'strategies.s.with.positions': '21' is out of range; allowed: 1 to 20

        10 | strategies: {s: {use: dip-buy, account: main, with: {positions: 99999999999999999999}}}
        > 10:65: 'strategies.s.with.positions': '99999999999999999999' is out of range; allowed: 1 to 20

        10 | strategies: {s: {use: dip-buy, account: main, with: {stop: 1e1}}}
        > 10:60: 'strategies.s.with.stop': '1e1' is not a plain number; write digits without separators, exponent \
        or leading zero; allowed: 0.5 to 50.0

        10 | strategies: {s: {use: dip-buy, account: main, with: {stop: big}}}
        > 10:60: 'strategies.s.with.stop' must be a number, found 'big'; allowed: 0.5 to 50.0

        10 | strategies: {s: {use: dip-buy, account: main, with: {place_at: 15:59}}}
        > 10:64: 'strategies.s.with.place_at': '15:59' is out of range; allowed: 16:00:00 to 18:00:00

        10 | strategies: {s: {use: dip-buy, account: main, with: {place_at: 4pm}}}
        > 10:64: 'strategies.s.with.place_at' must be a time, found '4pm'; allowed: 16:00:00 to 18:00:00

        10 | strategies: {s: {use: dip-buy, account: main, with: {place_at: 1630}}}
        > 10:64: 'strategies.s.with.place_at' must be a time, found '1630'; allowed: 16:00:00 to 18:00:00

        10 | strategies: {s: {use: dip-buy, account: main, with: {news: yes}}}
        > 10:60: 'strategies.s.with.news': 'yes' is not true or false; allowed: true, false (YAML readers disagree \
        about yes, no, on and off)

        10 | strategies: {s: {use: dip-buy, account: main, with: {news: "true"}}}
        > 10:60: 'strategies.s.with.news' must be true or false, found 'true'; allowed: true, false

        10 | strategies: {s: {use: dip-buy, account: main, with: {profile: v2_2}}}
        > 10:63: 'strategies.s.with.profile' cannot be 'v2_2'; allowed: current, v2_1; did you mean 'v2_1'?

        10 | strategies: {s: {use: dip-buy, account: main, with: {per_trade: 999.99}}}
        > 10:65: 'strategies.s.with.per_trade': '999.99' is out of range; allowed: 1000.00 to 1000000.00

        10 | strategies: {s: {use: copy-trade, leader: main, followers: {main: {sizing: capital-share}}}}
        > 10:61: 'main' copies 'main', which copies it; remove one of the copies; orders would go round in a circle

        10 | strategies: {s: {use: copy-trade, leader: main, followers: {}}}
        > 10:49: 'strategies.s.followers' is empty; add at least 1

        10 | strategies: {s: {use: copy-trade, leader: main, followers: {x: {sizing: capital-share}}}}
        > 10:61: no account is called 'x'; allowed: main
        """
}
