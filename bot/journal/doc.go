// Package journal keeps in one file what outlives a run of the program: the events
// that platforms sent, until they are done; what was asked; and what people think of
// the replies. [DB] is the file.
//
// It is an SQLite database, for an event that was acknowledged must survive a crash
// and a power cut, and several processes share the file. The driver,
// modernc.org/sqlite, is SQLite translated to Go: the program stays one static
// binary without a C compiler, which github.com/mattn/go-sqlite3 needs. It is under
// the BSD licence, SQLite itself in the public domain, and has a release every few
// weeks. It adds 6 MB to the program.
//
// Queries keep to what PostgreSQL understands as well, and times are microseconds
// since 1970 in UTC, so that a database for several replicas can take the file's
// place. Only the migrations and the pragmas are SQLite's own.
package journal
