package journal

import "time"

// An Event is something that a platform sent and that is to be worked on once,
// however often it is delivered.
type Event struct {
	Key          string    // the platform's, unique within an adapter
	Conversation string    // events of one are worked on in the order they were received
	Person       string    // the platform's ID of who caused it; may be empty
	Payload      []byte    // what the adapter makes of it; gone once it is done
	Received     time.Time // by our clock, to the microsecond; when it is accepted where it is zero
	Attempt      int       // how often it was worked on before
}
