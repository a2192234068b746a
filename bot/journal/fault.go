package journal

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// ErrUnwritable is wrapped by the error of a file that cannot be made or written,
// because of its folder or because of permissions.
var ErrUnwritable = errors.New("the journal cannot be written")

var errClosed = errors.New("the journal is closed")

func unwritable(err error) error {
	return fmt.Errorf("%w: %w; it needs a folder that it may write to", ErrUnwritable, err)
}

// explain says of an error of SQLite where it is and how to mend it. SQLite's errors
// quote nothing of what people wrote.
func (db *DB) explain(err error) error {
	if err == nil || errors.Is(err, errClosed) {
		return err
	}
	mend := ""
	switch resultOf(err) {
	case lib.SQLITE_NOTADB:
		mend = "it is no database: move it away, and a new one is begun"
	case lib.SQLITE_CORRUPT:
		mend = "it is damaged: put a copy in its place, or move it and the files beside it (-wal, -shm) away, and a new one is begun"
	case lib.SQLITE_FULL:
		mend = "make room on its disk"
	case lib.SQLITE_BUSY:
		mend = fmt.Sprintf("another process has kept it locked for %v: end that", busyTimeout)
	case lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN, lib.SQLITE_PERM:
		return fmt.Errorf("%w: %s: %w; the file and its folder must be writable, for the files beside it (-wal, -shm)", ErrUnwritable, db.path, err)
	default:
		return fmt.Errorf("%s: %w", db.path, err)
	}
	return fmt.Errorf("%s: %w; %s", db.path, err, mend)
}

// resultOf is the primary result code of an error of SQLite, 0 for any other
// (https://www.sqlite.org/rescode.html).
func resultOf(err error) int {
	if e := (*sqlite.Error)(nil); errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

func isBusy(err error) bool { return resultOf(err) == lib.SQLITE_BUSY }
