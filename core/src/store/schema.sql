-- The library on this device.
--
-- meta          Small facts by name: account, server, device, how far the change feed was followed.
-- record        Every record of the library. `base` is the last form on which this device and the cloud agreed (none for
--               one that the cloud has never had), `doc` what this device shows. `version`, `sequence` and `body_sha` are
--               those of `base` on the server; version 0 means that the server does not have it. `dirty` = 1: `doc` (or,
--               with `purge` = 1, its tombstone) is to be committed. `mutation` is the last commit tried: when it comes
--               back in the feed, it was ours. `contested` = 1: the cloud says deleted for good, this device holds
--               something that only the person may give up. `set_aside` = 1: the cloud's form can't be opened here.
-- asset         What lists need of each asset, derived from `record.doc`. `shelf`: 0 timeline, 1 hidden, 2 trash,
--               3 contested. One that was deleted for good has no row.
-- album, album_entry   The same for albums.
-- local_file    Every file of a resource that is on this device, by content. `ours` = 1: under the home's own folders,
--               `path` relative to the home. `ours` = 0: borrowed, `path` absolute, the stamp tells whether it is still
--               the same.
-- part          How a resource is cut and sealed. `acked` = 1: the server has said that it holds the part.
-- work          What is to be sent or fetched, one row for each resource. `class` orders it: 0 thumbnail, 1 preview,
--               2 photo, 3 video. `state`: waiting, or set_aside after it failed for good (`code` says why).
-- source        Folders that `sync` takes from. source_file: what was found there and what became of it.
-- ledger        Bytes on the wire by day, purpose and direction.
-- finding       What the person should know and no other row tells, by code and subject.
-- lease         Who runs the engine (or refreshes tokens) now; `generation` goes up with each holder.

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE record (
    id         BLOB PRIMARY KEY,
    kind       TEXT NOT NULL,
    version    INTEGER NOT NULL DEFAULT 0,
    sequence   INTEGER NOT NULL DEFAULT 0,
    body_sha   BLOB,
    base       TEXT,
    doc        TEXT NOT NULL,
    dirty      INTEGER NOT NULL DEFAULT 0,
    purge      INTEGER NOT NULL DEFAULT 0,
    tombstone  INTEGER NOT NULL DEFAULT 0,
    trashed_at INTEGER,
    mutation   BLOB,
    contested  INTEGER NOT NULL DEFAULT 0,
    set_aside  INTEGER NOT NULL DEFAULT 0,
    seen       INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX record_dirty ON record (kind, id) WHERE dirty = 1;
CREATE INDEX record_kind ON record (kind, id);

CREATE TABLE asset (
    id         BLOB PRIMARY KEY,
    shelf      INTEGER NOT NULL,
    taken_ms   INTEGER NOT NULL,
    favourite  INTEGER NOT NULL,
    media      TEXT NOT NULL,
    content_id BLOB,
    bytes      INTEGER NOT NULL,
    in_cloud   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX asset_timeline ON asset (shelf, taken_ms DESC, id DESC);
CREATE INDEX asset_favourites ON asset (shelf, taken_ms DESC, id DESC) WHERE favourite = 1;
CREATE INDEX asset_content ON asset (content_id);

CREATE TABLE album (id BLOB PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE album_entry (
    id    BLOB PRIMARY KEY,
    album BLOB NOT NULL,
    asset BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX album_entry_album ON album_entry (album, asset);
CREATE INDEX album_entry_asset ON album_entry (asset);

CREATE TABLE local_file (
    content_id  BLOB PRIMARY KEY,
    ours        INTEGER NOT NULL,
    path        TEXT NOT NULL,
    bytes       INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    inode       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE part (
    content_id BLOB NOT NULL,
    position   INTEGER NOT NULL,
    part_id    BLOB NOT NULL,
    hash       BLOB NOT NULL,
    bytes      INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    suite      INTEGER NOT NULL,
    acked      INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (content_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE work (
    direction TEXT NOT NULL,
    record    BLOB NOT NULL,
    resource  TEXT NOT NULL,
    class     INTEGER NOT NULL,
    taken_ms  INTEGER NOT NULL,
    bytes     INTEGER NOT NULL,
    state     TEXT NOT NULL DEFAULT 'waiting',
    attempts  INTEGER NOT NULL DEFAULT 0,
    next_ms   INTEGER NOT NULL DEFAULT 0,
    since_ms  INTEGER NOT NULL,
    code      TEXT,
    PRIMARY KEY (direction, record, resource)
) STRICT, WITHOUT ROWID;
CREATE INDEX part_id ON part (part_id);
CREATE INDEX work_order ON work (direction, state, class, taken_ms DESC);

CREATE TABLE source (
    id   INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE source_file (
    source      INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    path        TEXT NOT NULL,
    bytes       INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    inode       INTEGER NOT NULL,
    record      BLOB,
    code        TEXT,
    PRIMARY KEY (source, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger (
    day      TEXT NOT NULL,
    purpose  TEXT NOT NULL,
    sent     INTEGER NOT NULL DEFAULT 0,
    received INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (day, purpose)
) STRICT, WITHOUT ROWID;

CREATE TABLE finding (
    code     TEXT NOT NULL,
    subject  TEXT NOT NULL,
    evidence TEXT NOT NULL,
    since_ms INTEGER NOT NULL,
    PRIMARY KEY (code, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE lease (
    name       TEXT PRIMARY KEY,
    holder     TEXT NOT NULL,
    generation INTEGER NOT NULL,
    boot       TEXT NOT NULL,
    until_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
