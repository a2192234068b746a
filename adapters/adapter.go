// Package adapters holds what every chat platform's adapter has in common. Each
// platform is a package below it: it decodes what the platform sends, hands it to
// a [bot.Handler], renders the reply and posts it.
package adapters

import (
	"context"

	"bigtalk/bot"
)

// An Adapter carries messages between one chat platform and a Handler.
type Adapter interface {
	// Run delivers messages to h until ctx is done or the platform has no more to
	// say, then returns nil. It returns an error only when the platform can no
	// longer be used: a message that h cannot answer is apologised for and logged.
	Run(ctx context.Context, h bot.Handler) error
}
