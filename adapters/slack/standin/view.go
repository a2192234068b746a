package standin

import (
	"encoding/json"
	"fmt"
	"slices"
)

// maxHomeBlocks is the documented number of blocks of a view.
const maxHomeBlocks = 100

// Home is the app's home tab as published for a user, a view as JSON, or nil.
func (w *Workspace) Home(user string) json.RawMessage {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.homes[user])
}

// publishView is views.publish, of home tabs.
func (w *Workspace) publishView(args Args) (object, *failure) {
	if w.users[args["user_id"]] == nil {
		return nil, badArguments("[ERROR] invalid `user_id`")
	}
	var view struct {
		Type   string          `json:"type"`
		Blocks json.RawMessage `json:"blocks"`
	}
	if json.Unmarshal([]byte(args["view"]), &view) != nil {
		return nil, badArguments("[ERROR] failed to match all allowed schemas [json-pointer:/view]")
	}
	if view.Type != "home" {
		return nil, badArguments("[ERROR] must be a valid enum value [json-pointer:/view/type]")
	}
	if _, f := parseBlocks(string(view.Blocks), maxHomeBlocks); f != nil {
		return nil, fail("invalid_arguments", "response_metadata", f.fields["response_metadata"])
	}
	w.homes[args["user_id"]] = []byte(args["view"])
	id := fmt.Sprintf("V0VIEW%05d", w.number())
	return object{"view": object{
		"id": id, "team_id": w.opts.TeamID, "type": "home", "blocks": view.Blocks,
		"app_id": AppID, "bot_id": BotID, "hash": id, "root_view_id": id,
	}}, nil
}
