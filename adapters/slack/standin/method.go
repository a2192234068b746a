package standin

// A method is one method of the Web API.
type method struct {
	app      bool     // takes the app-level token, else the bot's
	scopes   []string // any of them will do; nil needs none
	perKind  string   // the scope depends on the channel's kind: history or read
	formOnly bool     // a GET method, which ignores a JSON body
	do       func(w *Workspace, args Args) (object, *failure)
}

// methods are what the workspace can be asked, with the scopes of
// docs.slack.dev/reference/methods.
var methods = map[string]method{
	"apps.connections.open": {app: true, scopes: []string{"connections:write"}, do: (*Workspace).connectionsOpen},

	"assistant.threads.setStatus":           {scopes: []string{"chat:write", "assistant:write"}, do: (*Workspace).setStatus},
	"assistant.threads.setSuggestedPrompts": {scopes: []string{"assistant:write", "chat:write"}, do: (*Workspace).setSuggestedPrompts},
	"assistant.threads.setTitle":            {scopes: []string{"assistant:write", "chat:write"}, do: (*Workspace).setTitle},

	"auth.test": {do: (*Workspace).authTest},
	"bots.info": {scopes: []string{"users:read"}, formOnly: true, do: (*Workspace).botsInfo},

	"chat.delete":        {scopes: []string{"chat:write"}, do: (*Workspace).deleteMessage},
	"chat.getPermalink":  {formOnly: true, do: (*Workspace).getPermalink},
	"chat.postEphemeral": {scopes: []string{"chat:write"}, do: (*Workspace).postEphemeral},
	"chat.postMessage":   {scopes: []string{"chat:write"}, do: (*Workspace).postMessage},
	"chat.update":        {scopes: []string{"chat:write"}, do: (*Workspace).updateMessage},

	"conversations.history": {perKind: "history", formOnly: true, do: (*Workspace).conversationsHistory},
	"conversations.info":    {perKind: "read", formOnly: true, do: (*Workspace).conversationsInfo},
	"conversations.members": {perKind: "read", formOnly: true, do: (*Workspace).conversationsMembers},
	"conversations.replies": {perKind: "history", formOnly: true, do: (*Workspace).conversationsReplies},

	"reactions.add":    {scopes: []string{"reactions:write"}, do: (*Workspace).addReaction},
	"reactions.remove": {scopes: []string{"reactions:write"}, do: (*Workspace).removeReaction},

	"team.info":     {scopes: []string{"team:read"}, formOnly: true, do: (*Workspace).teamInfo},
	"users.info":    {scopes: []string{"users:read"}, formOnly: true, do: (*Workspace).usersInfo},
	"views.publish": {do: (*Workspace).publishView},
}
