-- Times are milliseconds since 1970 UTC. Ids and hashes are their bytes.
--
-- setting       what the server makes once (epoch, OPAQUE setup, token key) and what an admin switches.
-- account       one person's account. `opaque` is OPAQUE's record; the wraps are sealed. `used` and `reserved` are sums
--               over `charge`, kept up to date by everything that changes it. `quota` is null where the server's holds.
-- device        one installation and its session: `generation` is the newest refresh token given of its `family`.
--               `ended` says why the session is over, null while it lasts.
-- invitation    the hash of a code that opens one sign-up.
-- library       where its commit log ends (`sequence`, running `hash`), and the sum over its records (`digest`).
-- member        who may use a library, with its keys under the account key.
-- record        the newest version of each record. `parts` is 40 bytes for each part: id, then size, big endian.
-- log           every version that was ever committed, by sequence: the running hash, and what its mutation was answered.
-- blob          one stored file. It has a row before its first byte is written. `stored`: a put was finished.
--               `damaged`: found broken or gone since. `doomed`: the collector is deleting it, nobody may use it any
--               more. `idle`: something that held it went away, so the collector should look.
-- part          a library holds a file: it has put the bytes itself. `refs` counts the records that name it;
--               `unreferenced_ms` is since when there are none.
-- reservation   a plan has named the part: it is not collected, and room is kept for it.
-- charge        what an owner pays for: once for each part, however many libraries hold or reserve it. It counts as used
--               while `refs` > 0, else as reserved.

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
    id                  BLOB PRIMARY KEY,
    email               TEXT NOT NULL UNIQUE,
    opaque              BLOB NOT NULL,
    memory_kib          INTEGER NOT NULL,
    passes              INTEGER NOT NULL,
    lanes               INTEGER NOT NULL,
    password_generation INTEGER NOT NULL,
    password_wrap       BLOB NOT NULL,
    recovery_generation INTEGER NOT NULL,
    recovery_wrap       BLOB NOT NULL,
    recovery_key        BLOB NOT NULL,
    created_ms          INTEGER NOT NULL,
    disabled            INTEGER NOT NULL DEFAULT 0,
    deleted_at_ms       INTEGER,
    quota               INTEGER,
    used                INTEGER NOT NULL DEFAULT 0 CHECK (used >= 0),
    reserved            INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0)
) STRICT;

CREATE TABLE device (
    id           BLOB PRIMARY KEY,
    account      BLOB NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    public_key   BLOB NOT NULL,
    sealed_name  BLOB,
    family       BLOB NOT NULL,
    generation   INTEGER NOT NULL,
    ended        TEXT,
    signed_in_ms INTEGER NOT NULL,
    last_seen_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX device_account ON device (account);

CREATE TABLE invitation (
    code       BLOB PRIMARY KEY,
    created_ms INTEGER NOT NULL,
    used_ms    INTEGER
) STRICT;

CREATE TABLE library (
    id       BLOB PRIMARY KEY,
    owner    BLOB NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL DEFAULT 0,
    hash     BLOB NOT NULL,
    digest   BLOB NOT NULL,
    records  INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX library_owner ON library (owner);

CREATE TABLE member (
    account               BLOB NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    library               BLOB NOT NULL REFERENCES library (id) ON DELETE CASCADE,
    key_generation        INTEGER NOT NULL,
    key                   BLOB NOT NULL,
    content_id_generation INTEGER NOT NULL,
    content_id_key        BLOB NOT NULL,
    PRIMARY KEY (account, library)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_library ON member (library);

CREATE TABLE record (
    library       BLOB NOT NULL REFERENCES library (id) ON DELETE CASCADE,
    id            BLOB NOT NULL,
    version       INTEGER NOT NULL,
    sequence      INTEGER NOT NULL,
    mutation      BLOB NOT NULL,
    parts         BLOB NOT NULL,
    trash         INTEGER NOT NULL,
    trashed_at_ms INTEGER,
    tombstone     INTEGER NOT NULL,
    body          BLOB NOT NULL,
    body_hash     BLOB NOT NULL,
    PRIMARY KEY (library, id)
) STRICT;
CREATE UNIQUE INDEX record_sequence ON record (library, sequence);
CREATE INDEX record_listing ON record (library, id, version, body_hash);

CREATE TABLE log (
    library       BLOB NOT NULL REFERENCES library (id) ON DELETE CASCADE,
    sequence      INTEGER NOT NULL,
    record        BLOB NOT NULL,
    version       INTEGER NOT NULL,
    mutation      BLOB NOT NULL,
    trashed_at_ms INTEGER,
    hash          BLOB NOT NULL,
    PRIMARY KEY (library, sequence)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX log_mutation ON log (library, mutation);

CREATE TABLE blob (
    incarnation INTEGER PRIMARY KEY AUTOINCREMENT,
    part        BLOB NOT NULL UNIQUE,
    bytes       INTEGER NOT NULL,
    stored      INTEGER NOT NULL DEFAULT 0,
    damaged     INTEGER NOT NULL DEFAULT 0,
    doomed      INTEGER NOT NULL DEFAULT 0,
    idle        INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX blob_idle ON blob (part) WHERE idle = 1;
CREATE INDEX blob_doomed ON blob (part) WHERE doomed = 1;

CREATE TABLE part (
    library         BLOB NOT NULL REFERENCES library (id) ON DELETE CASCADE,
    part            BLOB NOT NULL REFERENCES blob (part),
    bytes           INTEGER NOT NULL,
    refs            INTEGER NOT NULL DEFAULT 0 CHECK (refs >= 0),
    unreferenced_ms INTEGER NOT NULL,
    PRIMARY KEY (library, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX part_id ON part (part);
CREATE INDEX part_unreferenced ON part (unreferenced_ms) WHERE refs = 0;

CREATE TABLE reservation (
    library  BLOB NOT NULL REFERENCES library (id) ON DELETE CASCADE,
    part     BLOB NOT NULL,
    until_ms INTEGER NOT NULL,
    PRIMARY KEY (library, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX reservation_part ON reservation (part);
CREATE INDEX reservation_until ON reservation (until_ms);

CREATE TABLE charge (
    owner        BLOB NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    part         BLOB NOT NULL,
    bytes        INTEGER NOT NULL CHECK (bytes > 0),
    refs         INTEGER NOT NULL DEFAULT 0 CHECK (refs >= 0),
    reservations INTEGER NOT NULL DEFAULT 0 CHECK (reservations >= 0),
    PRIMARY KEY (owner, part)
) STRICT, WITHOUT ROWID;
