package main

import (
	"bigtalk/adapters"
	"bigtalk/adapters/slack"
	"bigtalk/adapters/webhook"
)

// platforms are the chats that serve can answer in, a line for each.
func platforms() []adapters.Platform {
	return []adapters.Platform{
		slack.Platform(),
		webhook.Platform(),
	}
}
