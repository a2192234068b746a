package adapters

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/spf13/cobra"

	"bigtalk/bot"
	"bigtalk/bot/journal"
	"bigtalk/config"
)

// A Platform is a chat platform as the program serves it. The program has a list of
// them and knows nothing else of any.
type Platform struct {
	// Name is that of the platform's section in the configuration, and of its command.
	Name string
	// Title is what people call it.
	Title string
	// Needs tells an operator which keys to set.
	Needs string
	// Open returns what c configures; nil where c does not name the platform. An error
	// says what to mend in c.
	Open func(c config.Config, h Host) (Door, error)
	// Check looks at the platform's side: tokens, permissions, addresses. It posts
	// nothing. The error is one of c, as Open's.
	Check func(ctx context.Context, c config.Config) ([]Finding, error)
	// Commands returns what else its command can do.
	Commands func(Program) []*cobra.Command
}

// A Door is where the messages of a platform come in.
type Door interface {
	Adapter
	// Ready reports whether messages are taken.
	Ready() bool
	// Routes are the patterns of [http.ServeMux] under which the platform calls; none
	// where it does not. They may be called before Run.
	Routes() map[string]http.Handler
}

// A Host is what the program gives a platform.
type Host struct {
	Journal *journal.DB
	Logger  *slog.Logger
	// About tells what the archive is; it is called once Run has begun.
	About func(context.Context) (About, error)
}

// About is what a platform says of the archive before anything is asked.
type About struct {
	Title   string                  // of the archive
	Topics  map[bot.Language]string // what can be asked about, as the bot lists it; may be empty
	Prompts []string                // questions to suggest, the best first
}

// A Program is what a platform's commands use. Its functions may be called only
// while a command runs.
type Program struct {
	Config  func() config.Config
	Prompts func(context.Context) ([]string, error) // as those of About
}

// A UsageError is a fault of a command line.
type UsageError struct{ Err error }

// Error implements error.
func (e UsageError) Error() string { return e.Err.Error() }

// Unwrap returns the fault.
func (e UsageError) Unwrap() error { return e.Err }

// A Finding is what one check of a platform found. It holds no secret.
type Finding struct {
	Subject string // what was looked at
	Detail  string // what was found there
	Fault   error  // what is wrong and how to mend it; nil when nothing is
}

// String is the finding in a line.
func (f Finding) String() string {
	if f.Fault != nil {
		return "wrong: " + f.Subject + ": " + f.Fault.Error()
	}
	return "ok: " + f.Subject + ": " + f.Detail
}
