package standin

import (
	"fmt"
)

// view is m as JSON, in the form that the Web API and events share. Metadata is left
// out unless asked for, as conversations.replies does. The caller holds mu.
func (w *Workspace) view(m *Message, metadata bool) object {
	v := object{"type": "message", "ts": m.TS, "text": m.Text, "team": w.opts.TeamID}
	set := func(name, value string) {
		if value != "" {
			v[name] = value
		}
	}
	set("user", m.User)
	set("bot_id", m.BotID)
	set("subtype", m.Subtype)
	set("thread_ts", m.ThreadTS)
	if m.BotID == BotID {
		v["app_id"] = AppID
		v["bot_profile"] = object{"id": BotID, "deleted": false, "name": BotName, "app_id": AppID, "team_id": w.opts.TeamID}
	}
	if m.Blocks != nil {
		v["blocks"] = m.Blocks
	}
	if m.Metadata != nil && metadata {
		v["metadata"] = m.Metadata
	}
	if m.Edited {
		v["edited"] = object{"user": m.User, "ts": m.TS}
	}
	if m.EphemeralTo != "" {
		v["is_ephemeral"] = true
	}
	var reactions, files []object
	for _, r := range m.Reactions {
		reactions = append(reactions, object{"name": r.Name, "users": r.Users, "count": len(r.Users)})
	}
	for i, name := range m.Files {
		files = append(files, object{"id": fmt.Sprintf("F0FILE%05d", i+1), "name": name, "title": name, "mode": "hosted"})
	}
	if reactions != nil {
		v["reactions"] = reactions
	}
	if files != nil {
		v["files"] = files
	}
	return v
}
