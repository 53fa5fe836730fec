-- run_window     One slot in which something let the engine run. `lane`, `app_state`: as the facts were (unknown where nobody said).
--                `task`: what the system calls the slot, if a shell said. `wish` = 1: the person's own. Budgets in ms and bytes; none:
--                unbounded. `until_ms` is the last sign of life while `ending` is null, then the end. `ending`: done, expired, stopped,
--                killed (no end was written and whoever ran is gone), failed (`code` says why). `photos`, `videos` = 1: these might go
--                at its end. `runs`: runs in a row that moved nothing are one row.
-- decision       What was decided of a class of work that had something to do: `code` of the first hold, none where it might go.
--                `until_ms` is null for what still stands.
-- saved          Bytes that did not cross a network, by day: `again` (the cloud had them already), `paid` (originals that were due on a
--                network that costs, waited, and went over one that does not).
-- ticket         A part that somebody else carries, from the moment before it is handed over until its end. `file`: the sealed bytes,
--                relative to the home. `paid`, `roaming`, `low_data` = 1: it may go over such networks. `booked`: the day on which its
--                bytes are in the ledger beforehand; null where they are not.

CREATE TABLE run_window (
    id           INTEGER PRIMARY KEY,
    holder       TEXT NOT NULL,
    lane         TEXT NOT NULL,
    app_state    TEXT NOT NULL,
    task         TEXT,
    wish         INTEGER NOT NULL,
    budget_ms    INTEGER,
    budget_bytes INTEGER,
    from_ms      INTEGER NOT NULL,
    until_ms     INTEGER NOT NULL,
    ending       TEXT,
    code         TEXT,
    photos       INTEGER NOT NULL DEFAULT 0,
    videos       INTEGER NOT NULL DEFAULT 0,
    runs         INTEGER NOT NULL DEFAULT 1,
    records      INTEGER NOT NULL DEFAULT 0,
    originals    INTEGER NOT NULL DEFAULT 0,
    sent         INTEGER NOT NULL DEFAULT 0,
    received     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX run_window_from ON run_window (from_ms);

CREATE TABLE decision (
    id       INTEGER PRIMARY KEY,
    class    TEXT NOT NULL,
    code     TEXT,
    evidence TEXT NOT NULL,
    from_ms  INTEGER NOT NULL,
    until_ms INTEGER
) STRICT;
CREATE INDEX decision_from ON decision (from_ms);
CREATE INDEX decision_open ON decision (class) WHERE until_ms IS NULL;

CREATE TABLE ticket (
    id        TEXT PRIMARY KEY,
    part      BLOB NOT NULL,
    record    BLOB NOT NULL,
    class     TEXT NOT NULL,
    file      TEXT NOT NULL,
    bytes     INTEGER NOT NULL,
    paid      INTEGER NOT NULL,
    roaming   INTEGER NOT NULL,
    low_data  INTEGER NOT NULL,
    booked    TEXT,
    handed_ms INTEGER NOT NULL,
    ends_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_record ON ticket (record);

CREATE TABLE saved (
    day   TEXT NOT NULL,
    kind  TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (day, kind)
) STRICT, WITHOUT ROWID;
