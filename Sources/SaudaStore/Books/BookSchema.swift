import GRDB

/// The tables of the books, version by version. A migration that has been released is never changed; a new one is added.
enum BookSchema {
    /// "SaBk": marks the file as ours.
    static let applicationID = 0x5361_426B

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try $0.execute(sql: BookSchema.first) }
        migrator.registerMigration("2") { try $0.execute(sql: BookSchema.second) }
        return migrator
    }

    /// Marks an empty file as books; refuses another program's file, and books of a newer sauda.
    static func claim(_ database: Database, path: String) throws {
        try refuseOthers(database, path: path)
        guard try Int.fetchOne(database, sql: "PRAGMA application_id") != applicationID else { return }
        try database.execute(sql: "PRAGMA application_id = \(applicationID)")
    }

    /// Refuses another program's file, and books of a newer sauda; changes nothing.
    static func refuseOthers(_ database: Database, path: String) throws {
        let id = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        if id == applicationID { return try check(database, path: path) }
        guard id == 0, try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0 else {
            throw otherProgram(path)
        }
    }

    /// Refuses what is not books, and books of a newer sauda; changes nothing.
    static func check(_ database: Database, path: String) throws {
        guard try Int.fetchOne(database, sql: "PRAGMA application_id") == applicationID else {
            throw otherProgram(path)
        }
        guard try migrator.hasBeenSuperseded(database) else { return }
        throw StoreError(
            path: path,
            what: "these books were written by a newer sauda",
            nextStep: "Use that version; or move the file aside and rebuild it from the journals with this one."
        )
    }

    private static func otherProgram(_ path: String) -> StoreError {
        StoreError(
            path: path,
            what: "this is a database of another program",
            nextStep: "Name another file for the books, or move this one aside."
        )
    }

    /// Rows of a day hang on its row in `days` and go with it.
    private static let first = """
        CREATE TABLE days (
            -- In all tables: _e4: whole 1/10,000 rupee. _us: microseconds since 1970-01-01 UTC; the column beside it:
            -- the same moment in Indian time. sequence, cause: records of the day's journal. instrument: the full
            -- name, unique within its segment.
            day TEXT PRIMARY KEY,
            journal TEXT NOT NULL,               -- file name
            journal_digest TEXT NOT NULL,        -- of the last frame that was read
            config TEXT NOT NULL,                -- digest of the configuration
            is_complete INTEGER NOT NULL CHECK (is_complete IN (0, 1)),
            ending TEXT NOT NULL,                -- 'ended', or why the day is not complete
            first_at TEXT, first_at_us INTEGER,  -- first and last event
            last_at TEXT, last_at_us INTEGER,
            close_at TEXT, close_at_us INTEGER,  -- of the market
            events INTEGER NOT NULL,
            commands INTEGER NOT NULL,
            unknown_reports INTEGER NOT NULL     -- on orders that this journal did not place
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE orders (
            day TEXT NOT NULL REFERENCES days ON DELETE CASCADE,
            account TEXT NOT NULL,
            origin TEXT NOT NULL CHECK (origin IN ('own', 'foreign')),
            reference TEXT NOT NULL,             -- our number, or the broker's id of a foreign order
            number INTEGER,                      -- ours; of a foreign order only when adopted
            broker_id TEXT,
            instrument TEXT NOT NULL,
            segment TEXT NOT NULL,
            side TEXT NOT NULL CHECK (side IN ('BUY', 'SELL')),
            product TEXT NOT NULL,
            variety TEXT,                        -- unknown of foreign orders
            strategy TEXT,                       -- whose intention it serves
            reason TEXT NOT NULL,                -- as last explained; empty of foreign orders
            kind TEXT NOT NULL,
            validity TEXT NOT NULL,
            quantity INTEGER NOT NULL,           -- as last asked for, filled units included
            limit_e4 INTEGER,
            trigger_e4 INTEGER,
            disclosed INTEGER,
            status TEXT NOT NULL,
            filled INTEGER NOT NULL,
            value_e4 INTEGER NOT NULL,           -- of what is filled
            rejection TEXT,
            placed_at TEXT NOT NULL, placed_at_us INTEGER NOT NULL,
            changed_at TEXT NOT NULL, changed_at_us INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            PRIMARY KEY (day, account, origin, reference)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX orders_by_instrument ON orders (instrument, day);
        CREATE INDEX orders_by_broker_id ON orders (broker_id);

        CREATE TABLE order_events (
            day TEXT NOT NULL REFERENCES days ON DELETE CASCADE,
            sequence INTEGER NOT NULL,
            cause INTEGER,                       -- the event that a request of ours followed from
            account TEXT, origin TEXT, reference TEXT,  -- NULL for an order that this journal did not place
            number INTEGER,
            at TEXT NOT NULL, at_us INTEGER NOT NULL,
            what TEXT NOT NULL,
            quantity INTEGER, limit_e4 INTEGER, trigger_e4 INTEGER,
            filled INTEGER, value_e4 INTEGER,    -- as reported, in total
            detail TEXT,
            PRIMARY KEY (day, sequence),
            FOREIGN KEY (day, account, origin, reference) REFERENCES orders ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX order_events_by_order ON order_events (day, account, origin, reference);

        CREATE TABLE fills (
            day TEXT NOT NULL REFERENCES days ON DELETE CASCADE,
            sequence INTEGER NOT NULL,
            account TEXT NOT NULL,
            source TEXT NOT NULL CHECK (source IN ('own', 'foreign', 'deposit', 'carried', 'write-off')),
            origin TEXT, reference TEXT,         -- the order; NULL where there is none
            instrument TEXT NOT NULL,
            segment TEXT NOT NULL,
            product TEXT NOT NULL,
            side TEXT NOT NULL CHECK (side IN ('BUY', 'SELL')),
            quantity INTEGER NOT NULL,
            value_e4 INTEGER NOT NULL,
            price_e4 INTEGER NOT NULL,           -- average
            at TEXT NOT NULL, at_us INTEGER NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (day, sequence),
            FOREIGN KEY (day, account, origin, reference) REFERENCES orders ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX fills_by_instrument ON fills (instrument, day);
        CREATE INDEX fills_by_order ON fills (day, account, origin, reference);

        CREATE TABLE charges (                   -- of fills; negative where a later fill corrects an earlier one
            day TEXT NOT NULL REFERENCES days ON DELETE CASCADE,
            sequence INTEGER NOT NULL,
            part TEXT NOT NULL,
            account TEXT NOT NULL,
            amount_e4 INTEGER NOT NULL,
            PRIMARY KEY (day, sequence, part),
            FOREIGN KEY (day, sequence) REFERENCES fills ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX charges_by_account ON charges (account, day);

        CREATE TABLE positions (                 -- at the end of the day
            day TEXT NOT NULL REFERENCES days ON DELETE CASCADE,
            account TEXT NOT NULL,
            instrument TEXT NOT NULL,
            segment TEXT NOT NULL,
            product TEXT NOT NULL,
            quantity INTEGER NOT NULL,           -- negative when short
            unsettled INTEGER NOT NULL,          -- of it bought and not yet deliverable
            cost_e4 INTEGER NOT NULL,
            average_e4 INTEGER NOT NULL,
            realised_e4 INTEGER NOT NULL,        -- that day, before charges
            charges_e4 INTEGER NOT NULL,
            PRIMARY KEY (day, account, instrument, segment, product)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE trades (                    -- closed that day, or open at its end
            day TEXT NOT NULL REFERENCES days ON DELETE CASCADE,
            account TEXT NOT NULL,
            number INTEGER NOT NULL,             -- closed ones first, in the order of their ends
            status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
            instrument TEXT NOT NULL,
            segment TEXT NOT NULL,
            quantity INTEGER NOT NULL,           -- still held
            bought INTEGER NOT NULL, bought_value_e4 INTEGER NOT NULL, entry_e4 INTEGER NOT NULL,
            sold INTEGER NOT NULL, sold_value_e4 INTEGER NOT NULL, exit_e4 INTEGER NOT NULL,
            profit_e4 INTEGER NOT NULL,          -- of what was sold, before charges
            charges_e4 INTEGER NOT NULL,
            fills INTEGER NOT NULL,
            entered_at TEXT NOT NULL, entered_at_us INTEGER NOT NULL,
            exited_at TEXT, exited_at_us INTEGER,
            entry_reason TEXT NOT NULL,
            exit_reason TEXT NOT NULL,
            PRIMARY KEY (day, account, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX trades_by_instrument ON trades (instrument, day);

        CREATE TABLE cash (
            day TEXT NOT NULL REFERENCES days ON DELETE CASCADE,
            account TEXT NOT NULL,
            cash_e4 INTEGER NOT NULL,            -- at the end of the day
            added_e4 INTEGER NOT NULL,           -- put in or taken out that day, the opening cash included
            traded_e4 INTEGER NOT NULL,          -- bought plus sold
            realised_e4 INTEGER NOT NULL,
            charges_e4 INTEGER NOT NULL,
            PRIMARY KEY (day, account)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX cash_by_account ON cash (account, day);

        CREATE TABLE alerts (
            day TEXT NOT NULL REFERENCES days ON DELETE CASCADE,
            sequence INTEGER NOT NULL,
            cause INTEGER NOT NULL,
            at TEXT NOT NULL, at_us INTEGER NOT NULL,
            level TEXT NOT NULL CHECK (level IN ('info', 'warning', 'critical')),
            strategy TEXT,
            instrument TEXT, segment TEXT,
            code TEXT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (day, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX alerts_by_level ON alerts (level, day);

        CREATE TABLE decisions (
            day TEXT NOT NULL REFERENCES days ON DELETE CASCADE,
            sequence INTEGER NOT NULL,
            cause INTEGER NOT NULL,
            at TEXT NOT NULL, at_us INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('skipped', 'acted', 'seen')),
            strategy TEXT NOT NULL,
            instrument TEXT, segment TEXT,
            code TEXT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (day, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX decisions_by_instrument ON decisions (instrument, day);
        CREATE INDEX decisions_by_code ON decisions (code, day);

        -- For people, in rupees.
        CREATE VIEW open_positions AS
            SELECT p.account, p.instrument, p.segment, p.product, p.quantity,
                p.average_e4 / 10000.0 AS average, p.cost_e4 / 10000.0 AS cost,
                t.entered_at, t.entry_reason, p.day AS as_of
            FROM positions p LEFT JOIN trades t
                ON t.day = p.day AND t.account = p.account AND t.instrument = p.instrument AND t.segment = p.segment
                AND t.status = 'open' AND p.product = 'delivery'
            WHERE p.quantity <> 0 AND p.day = (SELECT max(c.day) FROM cash c WHERE c.account = p.account)
            ORDER BY p.account, p.instrument;

        CREATE VIEW todays_orders AS             -- of the latest day in the books
            SELECT placed_at, account, origin, reference, instrument, segment, side, product, kind, quantity,
                limit_e4 / 10000.0 AS "limit", trigger_e4 / 10000.0 AS "trigger", strategy, reason, status, filled,
                CASE WHEN filled > 0 THEN round(value_e4 / 10000.0 / filled, 4) END AS average, rejection
            FROM orders WHERE day = (SELECT max(day) FROM days)
            ORDER BY placed_at_us, sequence;

        CREATE VIEW closed_trades AS
            SELECT day, account, instrument, segment, bought AS quantity, entered_at, exited_at,
                entry_e4 / 10000.0 AS entry, exit_e4 / 10000.0 AS exit, profit_e4 / 10000.0 AS profit,
                charges_e4 / 10000.0 AS charges, (profit_e4 - charges_e4) / 10000.0 AS net, entry_reason, exit_reason
            FROM trades WHERE status = 'closed'
            ORDER BY exited_at_us, account, number;
        """
}
