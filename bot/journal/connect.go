package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite"
)

// busyTimeout is how long one process waits for another that writes. It is a rule,
// not a measured figure: the longest writes, to forget somebody and to remove what is
// old, take less than a second.
const busyTimeout = 5 * time.Second

var (
	errNotRegular = errors.New("not a regular file: name another")
	errDangling   = errors.New("a link to nowhere: make the file that it names, or remove it")
)

// prepareFile makes the file and its folder where they are missing. A file that is
// there is not opened: to close it again would take this process's locks on it away.
func prepareFile(path string) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return fmt.Errorf("%s: %w", path, errNotRegular)
	case err == nil:
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return unwritable(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return unwritable(err)
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s: %w", path, errDangling)
		}
		return nil // another was faster
	case err != nil:
		return unwritable(err)
	}
	return file.Close()
}

// connections returns a pool of up to n connections to the file. None is made yet.
func connections(path string, n int, readOnly bool) (*sql.DB, error) {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/ and so on
	}
	pragmas := []string{
		fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()),
		"synchronous(FULL)", // a commit is on the disk when it returns
		"foreign_keys(ON)",
		"secure_delete(ON)", // what is removed is overwritten
	}
	if readOnly {
		pragmas = append(pragmas, "query_only(ON)")
	} else {
		pragmas = append(pragmas, "temp_store(MEMORY)") // no copy of it lies anywhere else
	}
	// A transaction takes its lock when it begins, where it can wait for it.
	options := url.Values{"_pragma": pragmas, "_txlock": {"immediate"}}
	name := url.URL{Scheme: "file", Path: slashed, RawQuery: options.Encode()}
	connector, err := sqlite.NewConnector(name.String())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	pool := sql.OpenDB(connector)
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	return pool, nil
}

// retryAfter is the wait before another attempt at what SQLite itself does not wait
// for.
const retryAfter = 10 * time.Millisecond

// insist tries again for busyTimeout where another process is in the way: SQLite does
// not wait for the locks with which a log is begun and moved into the file.
func insist(ctx context.Context, try func(context.Context) error) error {
	waiting, stop := context.WithTimeout(ctx, busyTimeout)
	defer stop()
	for {
		err := try(ctx)
		if !isBusy(err) && !errors.Is(err, errLogInUse) {
			return err
		}
		select {
		case <-waiting.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(retryAfter):
		}
	}
}
