// Package bot turns a message into a reply. It knows the archive through a
// [Searcher] and nothing of platforms, networks or storage.
//
// The life of a message:
//
//	Message ─▶ intent (greeting, thanks, help …) ─▶ Reply of a fixed text
//	        ├▶ question about the show ─▶ Reply of the episodes' facts
//	        └▶ Searcher ─▶ decide by confidence ─▶ Reply: answer, choices, refusal or silence
//
// A Reply is a list of blocks: answer, notice, citation, choices, related
// questions. Adapters render blocks; the bot never formats for a platform. What
// a reply says is the archive's, its annotations' or one of the fixed texts of
// this package, which exist in Chinese and English.
package bot
