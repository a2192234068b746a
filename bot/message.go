package bot

// A Message is what a person wrote, neutral to the platform it came from.
type Message struct {
	ID           string // the platform's, unique
	Platform     string // "cli", "slack", …
	Conversation string // channel, group or thread
	User         string
	Text         string
	Direct       bool // one-to-one
	Addressed    bool // direct, or the bot was mentioned; otherwise it was overheard
}
