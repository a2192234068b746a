// Package dialogue measures how well whole conversations go: follow-ups, choices
// and what is picked of them, where package eval puts one question at a time.
//
// Labelled dialogues are read by [ReadFiles], said turn by turn to a [Player] by
// [Play], and come back as a [Report]: a share of right turns in all, by kind, by
// language and by place in the dialogue, and a [Played] for each turn. [WriteText]
// prints one.
//
// A turn is right by what it was expected to come to:
//
//	answer     an entry of its gold, or a duplicate of one, is shown
//	choices    options are offered, an entry of its gold among them
//	pick       the bot read the number of an option, and shows the option that had
//	           that number where options were offered last
//	refusal    it is said that the archive does not answer
//	smalltalk  a fixed text is said
//
// Silence is never right: each turn is said to the bot.
//
// A bot that reads follow-ups may read one where there is none. [Unrelated] and
// [PlayAlone] count how often: they put each of package eval's questions after
// another that has nothing to do with it, and compare with the question alone.
//
// The package neither ranks nor decides what is said, and it holds no clock: the
// same dialogues said to the same bot give the same report.
package dialogue
