// Package slack is Slack as a chat platform.
//
// A reply becomes messages of Block Kit (https://docs.slack.dev/block-kit):
//
//	bot.Reply ─▶ writer ─▶ parts ─▶ fit ─▶ messages
//	             one part for each       within the limits of a message,
//	             block of the reply      what is too long shortened
//
// What is written this way mentions nobody, links only to the web and mailboxes, and
// unfurls nothing: everything from a person or an archive passes package render.
package slack
