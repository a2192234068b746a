// Package bot turns a message into a reply. It knows the archive through a
// [Searcher] and nothing of platforms, networks or storage.
//
// The life of a message that is meant for the bot; the first that fits replies:
//
//	Message ─▶ without mentions and quotation
//	        ├▶ button ─▶ Reply of an entry or to a judgement
//	        ├▶ pick of what was offered ─▶ Reply of that entry
//	        ├▶ command (topics, original, language …) ─▶ Reply that does it
//	        ├▶ intent (greeting, thanks, help …) ─▶ Reply of a fixed text, or to a judgement
//	        ├▶ question about the show ─▶ Reply of the episodes' facts
//	        └▶ one question or several, each with its thread
//	           ─▶ Searcher ─▶ decide by confidence ─▶ Reply: answer, choices or refusal
//
// One that is overheard is silence, or where [Options.Overhears] allows it a
// question that stands alone.
//
// A [Memory] keeps what a message may lean on, for each person in each conversation
// apart, bounded and for half an hour; without one each message stands alone. A
// [Journal] keeps what was asked and what people thought of the replies.
//
// A Reply is a list of blocks: text, answer, original question, notice, citation,
// choices, related questions, feedback. Adapters render blocks; the bot never
// formats for a platform. What a reply says is the archive's, its annotations' or
// one of the fixed texts of this package, which exist in Chinese and English.
package bot
