// Package webhook is a door for programs: bridges and other chat systems send what
// people write, signed, and get the bot's replies.
//
//	POST /v1/webhooks/{source} ─▶ verify ─▶ readMessage ─▶ bot ─▶ 200, the reply
//	                                              │
//	                                              └▶ Inbox ─▶ 202
//	                                                   └▶ Worker ─▶ bot ─▶ POST callback URL
//
// Requests are signed both ways as Standard Webhooks 1.0.0 says; see
// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md.
// docs/webhook.md and docs/webhook.openapi.yaml have the contract.
package webhook
