// Package render turns a [bot.Reply] into what a person reads. Its functions are
// pure: no context, no client, no state. They are total: any reply gives valid
// UTF-8 without a control character but tab, newline and the styles that were
// asked for, so that nothing in an archive or a question can drive a terminal or
// reorder what is read.
//
//	Reply ─▶ Text      a terminal, with or without colour
//	      └▶ Markdown  CommonMark
//
//	an archive's Markdown ─▶ Plain  text without marks
package render
