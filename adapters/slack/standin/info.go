package standin

// authTest is auth.test.
func (w *Workspace) authTest(Args) (object, *failure) {
	return object{
		"url": "https://" + TeamDomain + ".slack.com/", "team": "Standin", "team_id": w.opts.TeamID,
		"user": BotName, "user_id": BotUserID, "bot_id": BotID, "is_enterprise_install": false,
	}, nil
}

// teamInfo is team.info.
func (w *Workspace) teamInfo(args Args) (object, *failure) {
	if id := args["team"]; id != "" && id != w.opts.TeamID {
		return nil, fail("team_not_found")
	}
	return object{"team": object{
		"id": w.opts.TeamID, "name": "Standin", "domain": TeamDomain, "email_domain": "", "icon": object{},
	}}, nil
}

// botsInfo is bots.info, of the app's own bot.
func (w *Workspace) botsInfo(args Args) (object, *failure) {
	if args["bot"] != BotID {
		return nil, fail("bot_not_found")
	}
	return object{"bot": object{
		"id": BotID, "deleted": false, "name": BotName, "updated": 1700000000,
		"app_id": AppID, "user_id": BotUserID, "icons": object{},
	}}, nil
}

// usersInfo is users.info; the locale is there only when asked for.
func (w *Workspace) usersInfo(args Args) (object, *failure) {
	u := w.users[args["user"]]
	if u == nil {
		return nil, fail("user_not_found")
	}
	v := object{
		"id": u.ID, "team_id": w.opts.TeamID, "name": u.Name, "deleted": u.Deleted,
		"is_bot": u.Bot, "is_app_user": false, "updated": 1700000000,
		"profile": object{"real_name": u.RealName, "display_name": u.Name, "team": w.opts.TeamID},
	}
	if !u.Deleted {
		v["real_name"], v["tz"], v["tz_offset"] = u.RealName, "Etc/UTC", 0
	}
	if args.flag("include_locale") {
		v["locale"] = u.Locale
	}
	return object{"user": v}, nil
}
