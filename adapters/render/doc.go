// Package render turns a [bot.Reply] into what a person reads. Its functions are
// pure: no context, no client, no state. They are total: any reply gives valid
// UTF-8 without a control character but tab, newline and the styles that were
// asked for, so that nothing in an archive or a question can drive a terminal or
// reorder what is read, nor mention people where a format has mentions.
//
//	Reply ─▶ Text         a terminal, with or without colour; WeChat, with its links apart
//	      ├▶ Markdown     CommonMark: a file, WeCom
//	      └▶ MrkdwnReply  the text of a Slack message
//
//	an archive's Markdown ─▶ Plain   text without marks
//	                      └▶ Mrkdwn  Slack's mrkdwn
//
//	any of these ─▶ Split  parts that keep to a limit
//
// WeCom has no renderer of its own: its AI bots show CommonMark whole, with fences,
// tables, links and lists. What it has besides, the mentions <@user> and <@all>,
// nobody's archive is to make: Markdown leaves none.
//
// Buttons are not rendered here: a block's words say what to write instead.
package render
