-- standing       What is known of a file on this device besides where it is: when it was last opened or fetched (0: never), and when the
--                cloud last proved that it holds it (0: never). In milliseconds since 1970 UTC. A row may outlive its file.
-- pin            Photos and videos whose original stays on this device, and is fetched if it is not here.
-- room_history   What the cloud held at the end of each day on which this device heard of it, and how much it might: what the forecast
--                is made of.

CREATE TABLE standing (
    content_id BLOB PRIMARY KEY,
    used_ms    INTEGER NOT NULL DEFAULT 0,
    proven_ms  INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE pin (record BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE room_history (
    day   TEXT PRIMARY KEY,
    used  INTEGER NOT NULL,
    quota INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
