extension BookSchema {
    /// What lasts over the night, and the candidates of the evenings.
    static let second = """
        ALTER TABLE days ADD COLUMN last_order INTEGER NOT NULL DEFAULT 0;  -- highest order number, then or before

        CREATE TABLE candidates (                -- SCO-7; scores and rsi: whole 1/10,000 point
            day TEXT NOT NULL REFERENCES days ON DELETE CASCADE,
            strategy TEXT NOT NULL,
            instrument TEXT NOT NULL,
            segment TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            at TEXT NOT NULL, at_us INTEGER NOT NULL,
            judged_day TEXT NOT NULL,            -- whose close was judged
            status TEXT NOT NULL,
            verdict TEXT NOT NULL,
            final_verdict TEXT NOT NULL,
            combined_e4 INTEGER NOT NULL,
            strength_e4 INTEGER NOT NULL,
            backtest_e4 INTEGER NOT NULL,
            priority INTEGER NOT NULL,
            close_e4 INTEGER NOT NULL,
            buy_low_e4 INTEGER, buy_high_e4 INTEGER, stop_e4 INTEGER, target_e4 INTEGER,
            rsi10_e4 INTEGER NOT NULL,
            ema9_e4 INTEGER NOT NULL,
            ema200_e4 INTEGER NOT NULL,
            average_volume INTEGER NOT NULL,
            alignment INTEGER NOT NULL,
            label TEXT NOT NULL,
            reasons TEXT NOT NULL,
            PRIMARY KEY (day, strategy, instrument, segment)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE memos (                     -- what strategies keep (HIS); the latest day's text counts
            day TEXT NOT NULL REFERENCES days ON DELETE CASCADE,
            strategy TEXT NOT NULL,
            instrument TEXT NOT NULL,
            segment TEXT NOT NULL,
            topic TEXT NOT NULL,
            text TEXT NOT NULL,                  -- empty: forgotten
            sequence INTEGER NOT NULL,
            at TEXT NOT NULL, at_us INTEGER NOT NULL,
            PRIMARY KEY (day, strategy, instrument, segment, topic)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE carried (                   -- after-market orders that wait for the next opening
            day TEXT NOT NULL REFERENCES days ON DELETE CASCADE,
            account TEXT NOT NULL,
            number INTEGER NOT NULL,
            broker_id TEXT NOT NULL,
            strategy TEXT NOT NULL,
            instrument TEXT NOT NULL,
            segment TEXT NOT NULL,
            placed_on TEXT NOT NULL,
            bytes TEXT NOT NULL,                 -- order and target, in the byte form of the journal, as hex
            PRIMARY KEY (day, account, number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE lots (                      -- bought and not yet deliverable at the end of the day
            day TEXT NOT NULL REFERENCES days ON DELETE CASCADE,
            account TEXT NOT NULL,
            instrument TEXT NOT NULL,
            segment TEXT NOT NULL,
            product TEXT NOT NULL,
            number INTEGER NOT NULL,
            quantity INTEGER NOT NULL,
            value_e4 INTEGER NOT NULL,
            bought_on TEXT NOT NULL,
            settles_on TEXT NOT NULL,
            earlier_e4 INTEGER NOT NULL,         -- of the same order's fills before
            PRIMARY KEY (day, account, instrument, segment, product, number)
        ) STRICT, WITHOUT ROWID;

        CREATE VIEW kept_memos AS                -- as the next morning begins with them
            SELECT strategy, instrument, segment, topic, text, day FROM memos m
            WHERE text <> '' AND day = (
                SELECT max(day) FROM memos l WHERE l.strategy = m.strategy AND l.instrument = m.instrument
                    AND l.segment = m.segment AND l.topic = m.topic
            )
            ORDER BY strategy, instrument, segment, topic;
        """
}
