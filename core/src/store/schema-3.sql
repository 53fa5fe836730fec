-- ledger         Bytes on the wire, retries and refused ones too. `network` is what carried them (wifi, cellular, ethernet; unknown where
--                nobody knew, and for what was booked before networks were told apart), `paid` whether it costs or is counted,
--                `purpose` the class of work, or `account` for what a person did at the account. On a network that is paid, a row
--                is booked before its bytes leave and put right when they have.

ALTER TABLE ledger RENAME TO ledger_before;
CREATE TABLE ledger (
    day      TEXT NOT NULL,
    network  TEXT NOT NULL,
    paid     INTEGER NOT NULL,
    purpose  TEXT NOT NULL,
    sent     INTEGER NOT NULL DEFAULT 0,
    received INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (day, network, paid, purpose)
) STRICT, WITHOUT ROWID;
INSERT INTO ledger (day, network, paid, purpose, sent, received)
    SELECT day, 'unknown', 0, purpose, sent, received FROM ledger_before;
DROP TABLE ledger_before;
