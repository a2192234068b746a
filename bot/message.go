package bot

// A Message is what a person wrote or pressed, neutral to the platform it came from.
type Message struct {
	ID           string // the platform's, unique; one that comes again is answered as before
	Platform     string // "cli", "slack", …
	Conversation string // channel, group or thread
	User         string
	Text         string
	Quoted       string   // the text of the message that this one quotes; may be empty
	Payload      string   // of a button of a Reply that was pressed; Text is not read then
	Language     Language // of that Reply; empty where it is unknown
	Direct       bool     // one-to-one
	Thread       bool     // Conversation is a thread, which is about the same as long as it lasts
	Addressed    bool     // direct, or the bot was mentioned; otherwise it was overheard
	FromBot      bool     // written by a program, be it this one: there is no reply
}

// A Person is somebody in one conversation. What the bot remembers, it remembers
// of a Person.
type Person struct{ Platform, Conversation, User string }

// From returns who wrote m.
func (m Message) From() Person { return Person{m.Platform, m.Conversation, m.User} }
