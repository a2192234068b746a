package journal

import (
	"context"
	"database/sql"
	"io/fs"
)

// Writer is the connection that writes.
func (db *DB) Writer() *sql.DB { return db.writer }

// Readers are those that read.
func (db *DB) Readers() *sql.DB { return db.readers }

// Migrate migrates with other migrations than those of the program.
func (db *DB) Migrate(ctx context.Context, migrations fs.FS) error {
	return db.migrate(ctx, migrations)
}

// CommitTogether commits what would otherwise meet in a batch by chance.
func (db *DB) CommitTogether(ctx context.Context, list ...func(context.Context, *sql.Tx) error) []error {
	batch := make([]*write, len(list))
	for i, do := range list {
		batch[i] = &write{ctx, do, make(chan error, 1)}
	}
	db.commit(batch)
	out := make([]error, len(list))
	for i, w := range batch {
		out[i] = <-w.done
	}
	return out
}
