-- Times are microseconds since 1970 in UTC.

-- What platforms sent. Of what is done the key alone is left.
CREATE TABLE events (
	id           INTEGER PRIMARY KEY, -- in the order of receipt
	adapter      TEXT    NOT NULL,
	event_key    TEXT    NOT NULL,
	conversation TEXT,
	person       TEXT,
	payload      BLOB,
	received_at  INTEGER NOT NULL,
	due_at       INTEGER NOT NULL, -- 0 until it is put off
	attempt      INTEGER NOT NULL,
	done_at      INTEGER,
	UNIQUE (adapter, event_key)
) STRICT;

CREATE INDEX events_pending ON events (adapter, conversation, id) WHERE done_at IS NULL;
CREATE INDEX events_person ON events (adapter, person) WHERE done_at IS NULL;
CREATE INDEX events_done ON events (done_at) WHERE done_at IS NOT NULL;

-- What was asked and came of it.
CREATE TABLE questions (
	id           INTEGER PRIMARY KEY,
	reply_id     TEXT    NOT NULL,
	asked_at     INTEGER NOT NULL,
	platform     TEXT    NOT NULL,
	conversation TEXT    NOT NULL,
	person       TEXT    NOT NULL,
	message_id   TEXT    NOT NULL,
	question     TEXT    NOT NULL,
	thread       TEXT    NOT NULL, -- JSON; empty for none
	overheard    INTEGER NOT NULL,
	picked       INTEGER NOT NULL,
	language     TEXT    NOT NULL,
	decision     TEXT    NOT NULL,
	shown        TEXT    NOT NULL, -- JSON; empty for none
	version      TEXT    NOT NULL,
	asking       TEXT    UNIQUE    -- a hash of person, message and question; NULL without a message
) STRICT;

CREATE INDEX questions_reply ON questions (reply_id, asked_at);
CREATE INDEX questions_person ON questions (platform, person, asked_at);
CREATE INDEX questions_asked ON questions (asked_at);

-- What people think of replies, the last of each person on each.
CREATE TABLE feedback (
	reply_id     TEXT    NOT NULL,
	platform     TEXT    NOT NULL,
	conversation TEXT    NOT NULL,
	person       TEXT    NOT NULL,
	judged_at    INTEGER NOT NULL,
	verdict      TEXT    NOT NULL,
	PRIMARY KEY (reply_id, platform, conversation, person)
) STRICT;

CREATE INDEX feedback_person ON feedback (platform, person);
CREATE INDEX feedback_judged ON feedback (judged_at);
