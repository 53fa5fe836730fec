-- backup        up to which sequence the last backup holds a library with all its parts. No row where it holds nothing of
--               it. When it was taken is the setting `backup_at_ms`, absent where there never was one.

CREATE TABLE backup (
    library  BLOB PRIMARY KEY REFERENCES library (id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
