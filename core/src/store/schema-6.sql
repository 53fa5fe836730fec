-- gallery   What became of photos of the phone's own photo library after they were taken in, by the system's id of each. `what`: asked
--           (the system was asked to remove the original to make room; if it goes now, nobody has deleted a photo), deleted or edited
--           (somebody did that there, and nobody has said yet what it means for the library). `at_ms`: since 1970 UTC.

CREATE TABLE gallery (
    path   TEXT NOT NULL,
    record BLOB NOT NULL,
    what   TEXT NOT NULL,
    at_ms  INTEGER NOT NULL,
    PRIMARY KEY (path, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX gallery_record ON gallery (record);
