package journal

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
)

// applicationID tells SQLite files of ours from those of other programs. It stands in
// the header: "btlk" (https://www.sqlite.org/fileformat2.html#application_id).
const applicationID = 0x62746c6b

// shipped are the migrations, SQL files named by the version that each leads to.
//
//go:embed migrations/*.sql
var shipped embed.FS

var (
	errForeign = errors.New("a database of another program: name another file for the journal")
	errLater   = errors.New("written by a later version of this program: update the program, or name another file")
)

// migrate brings the schema to the latest version, each step in a transaction of its
// own. The version is SQLite's user_version; that of a new file is 0.
func (db *DB) migrate(ctx context.Context, migrations fs.FS) error {
	files, err := fs.Glob(migrations, "migrations/*.sql") // in order
	if err != nil {
		return err
	}
	version, err := schemaVersion(ctx, db.writer)
	switch {
	case err != nil:
		return err
	case version > len(files):
		return fmt.Errorf("its schema is %d, that of this program %d: %w", version, len(files), errLater)
	}
	// It is kept in the file, and to change it takes a lock that others may have.
	var mode string
	if err := db.writer.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode); err != nil {
		return err
	}
	if mode != "wal" {
		if _, err := db.writer.ExecContext(ctx, "PRAGMA journal_mode = WAL"); err != nil {
			return err
		}
	}
	for ; version < len(files); version++ {
		script, err := fs.ReadFile(migrations, files[version])
		if err != nil {
			return err
		}
		if err := db.step(ctx, version, string(script)); err != nil {
			return fmt.Errorf("%s: %w", files[version], err)
		}
	}
	return nil
}

// step leads from a version to the next, unless another process was faster.
func (db *DB) step(ctx context.Context, from int, script string) error {
	tx, err := db.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // does nothing after Commit
	if now, err := schemaVersion(ctx, tx); err != nil || now != from {
		return err
	}
	script += fmt.Sprintf("\n;PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, from+1)
	if _, err := tx.ExecContext(ctx, script); err != nil {
		return err
	}
	return tx.Commit()
}

// schemaVersion returns the version of the schema, and an error where it is none of
// ours.
func schemaVersion(ctx context.Context, q interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
},
) (int, error) {
	var application, version, things int
	err := q.QueryRowContext(ctx,
		`SELECT application_id, user_version, (SELECT COUNT(*) FROM sqlite_schema) FROM pragma_application_id, pragma_user_version`,
	).Scan(&application, &version, &things)
	if err != nil {
		return 0, err
	}
	isNew := application == 0 && version == 0 && things == 0
	if !isNew && application != applicationID {
		return 0, errForeign
	}
	return version, nil
}
