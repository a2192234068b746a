// Package standin is a Slack workspace for tests: an HTTP server on the loopback
// interface that speaks Slack's Web API, Socket Mode and signed HTTP events as a
// peer of the app under test. It keeps channels, users and messages, answers with
// Slack's errors, and does on demand what Slack does seldom: rate limits, failures,
// answers that never arrive, retries, dropped and refused connections.
//
// It knows nothing of the app. Shapes and limits are those of docs.slack.dev; where
// Slack documents none, what has been measured of Slack, and the comment says so.
// What it cannot check it refuses: an unknown method, block or property is an error.
// It has no streaming (chat.startStream), no modals, no files and no shared channels.
//
// A Workspace is safe for concurrent use. Its methods without a context do not block.
package standin
