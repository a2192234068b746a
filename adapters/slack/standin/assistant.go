package standin

import (
	"encoding/json"
	"fmt"
)

// The limits of the assistant methods, as documented.
const (
	maxLoadingMessages = 10
	maxPrompts         = 4
)

// A thread is named by its channel and its parent's ts.
type thread struct{ channel, ts string }

// Status is what the app says it is doing in a thread, empty when nothing: also once
// it has posted there, which ends a status. Slack ends it after two minutes too, which
// is not imitated.
func (w *Workspace) Status(channel, threadTS string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.statuses[thread{channel, threadTS}]
}

// assistantThread is the thread that an assistant method names.
func (w *Workspace) assistantThread(args Args) (thread, *failure) {
	c := w.find(args["channel_id"])
	switch {
	case c == nil:
		return thread{}, fail("channel_not_found")
	case c.message(args["thread_ts"]) == nil:
		return thread{}, fail("invalid_thread_ts")
	}
	return thread{c.ID, args["thread_ts"]}, nil
}

// setStatus is assistant.threads.setStatus; an empty status clears it.
func (w *Workspace) setStatus(args Args) (object, *failure) {
	if _, ok := args["status"]; !ok {
		return nil, badArguments("[ERROR] missing required field: status")
	}
	if text := args["loading_messages"]; text != "" {
		var messages []string
		if json.Unmarshal([]byte(text), &messages) != nil || len(messages) > maxLoadingMessages {
			return nil, badArguments(fmt.Sprintf("[ERROR] no more than %d items allowed [json-pointer:/loading_messages]", maxLoadingMessages))
		}
	}
	at, f := w.assistantThread(args)
	if f != nil {
		return nil, f
	}
	if args["status"] == "" {
		delete(w.statuses, at)
	} else {
		w.statuses[at] = args["status"]
	}
	return nil, nil
}

// setSuggestedPrompts is assistant.threads.setSuggestedPrompts; without thread_ts the
// prompts are the channel's.
func (w *Workspace) setSuggestedPrompts(args Args) (object, *failure) {
	var prompts []struct{ Title, Message string }
	if json.Unmarshal([]byte(args["prompts"]), &prompts) != nil || len(prompts) == 0 || len(prompts) > maxPrompts {
		return nil, badArguments(fmt.Sprintf("[ERROR] between 1 and %d items are needed [json-pointer:/prompts]", maxPrompts))
	}
	for i, p := range prompts {
		if p.Title == "" || p.Message == "" {
			return nil, badArguments(fmt.Sprintf("[ERROR] title and message are needed [json-pointer:/prompts/%d]", i))
		}
	}
	if args["thread_ts"] == "" {
		if w.find(args["channel_id"]) == nil {
			return nil, fail("channel_not_found")
		}
		return nil, nil
	}
	_, f := w.assistantThread(args)
	return nil, f
}

// setTitle is assistant.threads.setTitle.
func (w *Workspace) setTitle(args Args) (object, *failure) {
	if args["title"] == "" {
		return nil, badArguments("[ERROR] missing required field: title")
	}
	_, f := w.assistantThread(args)
	return nil, f
}
