package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"bigtalk/knowledge/archive"
)

// aboutEpisodes answers a question about the show from its episodes' headers. It
// returns nothing for any other question.
func (b *Bot) aboutEpisodes(text string, lang Language) []Block {
	a := b.episodes.read(text)
	t := textsIn(lang)
	switch {
	case !a.present():
		return nil
	case a.list:
		return b.episodeList(t.episodesIntro(len(b.opts.Episodes)), a.facts, lang)
	case a.topic != "":
		found, whole := b.episodes.on(a.topic, b.opts.Episodes, b.opts.Glossary)
		switch {
		case a.optional && !whole:
			return nil
		case len(found) == 0:
			return []Block{TextBlock{t.noTopic(a.topic)}}
		case !whole:
			return b.cite(t.nearTopic(a.topic), found, lang)
		case a.facts == 0:
			return b.cite(t.onTopic(a.topic), found, lang)
		}
		return b.factsOf(found, a.facts, lang)
	case len(a.guests) > 0:
		found, names := b.episodesWith(a.guests)
		if a.facts == 0 {
			return b.cite(t.guestIn(strings.Join(names, t.comma)), found, lang)
		}
		return b.factsOf(found, a.facts, lang)
	default:
		return b.numbered(a, lang)
	}
}

// numbered answers a question about episodes by their numbers.
func (b *Bot) numbered(a episodeAsk, lang Language) []Block {
	t := textsIn(lang)
	var blocks []Block
	var found []*archive.Episode
	var missing []string
	last := b.opts.Episodes[len(b.opts.Episodes)-1:]
	for _, n := range a.numbers {
		at := slices.IndexFunc(b.opts.Episodes, func(ep *archive.Episode) bool { return ep.Number == n })
		switch {
		case at >= 0:
			found = append(found, b.opts.Episodes[at])
		case n == lastEpisode, n == unnamedEpisode && len(b.opts.Episodes) == 1:
			found = append(found, last...)
		case n == nextEpisode:
			blocks = append(b.cite(t.nextUnknown(last[0].Number), last, lang), blocks...)
		case n == unnamedEpisode:
			return b.episodeList(t.whichOne, 0, lang)
		default:
			missing = append(missing, strconv.Itoa(n))
		}
	}
	if len(missing) > 0 {
		blocks = append(blocks, TextBlock{t.noEpisode(strings.Join(missing, t.comma), b.numbers(t.comma))})
	}
	return append(blocks, b.factsOf(found, a.facts, lang)...)
}

// episodesWith returns the episodes of guests, and the guests' names as the
// archive writes them.
func (b *Bot) episodesWith(guests []string) (found []*archive.Episode, names []string) {
	for _, ep := range b.opts.Episodes {
		for _, g := range ep.Guests {
			if !slices.Contains(guests, joined(atoms(g))) {
				continue
			}
			if !slices.Contains(found, ep) {
				found = append(found, ep)
			}
			if !slices.Contains(names, g) {
				names = append(names, g)
			}
		}
	}
	return found, names
}

// numbers lists which episodes there are: "1–3, 5".
func (b *Bot) numbers(comma string) string {
	var spans []string
	for i := 0; i < len(b.opts.Episodes); {
		j := i
		for j+1 < len(b.opts.Episodes) && b.opts.Episodes[j+1].Number == b.opts.Episodes[j].Number+1 {
			j++
		}
		span := strconv.Itoa(b.opts.Episodes[i].Number)
		if j > i {
			span += fmt.Sprintf("–%d", b.opts.Episodes[j].Number)
		}
		spans = append(spans, span)
		i = j + 1
	}
	return strings.Join(spans, comma)
}

// episodeList lists the episodes line by line, or with their replays.
func (b *Bot) episodeList(intro string, f fact, lang Language) []Block {
	if f&factReplay != 0 {
		return b.cite(intro, b.opts.Episodes, lang)
	}
	t := textsIn(lang)
	lines := []string{intro}
	for _, ep := range b.opts.Episodes {
		parts := []string{t.episode("", ep.Number)}
		for _, p := range []string{ep.Title, strings.Join(ep.Guests, t.comma), ep.Date} {
			if p != "" {
				parts = append(parts, p)
			}
		}
		lines = append(lines, strings.Join(parts, " · "))
	}
	return []Block{TextBlock{strings.Join(lines, "\n")}}
}

// cite introduces episodes and cites them.
func (b *Bot) cite(intro string, list []*archive.Episode, lang Language) []Block {
	blocks := []Block{TextBlock{intro}}
	for _, ep := range list {
		blocks = append(blocks, episodeCitation(b.opts.Title, ep, lang))
	}
	return blocks
}

// factsOf tells the facts of episodes; none stands for what they are about.
func (b *Bot) factsOf(list []*archive.Episode, f fact, lang Language) []Block {
	var blocks []Block
	for _, ep := range list {
		blocks = append(blocks, sentences(ep, f, lang)...)
		if f == 0 || f&factTopic != 0 {
			blocks = append(blocks, topicBlocks(ep, lang)...)
		}
		c := episodeCitation(b.opts.Title, ep, lang)
		if f&factReplay != 0 && c.URL != "" {
			c.Intro = textsIn(lang).replay
		}
		blocks = append(blocks, c)
	}
	return blocks
}

// sentences tell an episode's facts but its topic and its replay's address, which
// stands in the citation; and what the archive says of a guest who is asked for.
func sentences(ep *archive.Episode, f fact, lang Language) []Block {
	t := textsIn(lang)
	var said []string
	if f&factGuest != 0 {
		said = append(said, t.guestIs(ep.Number, guestsOf(ep, lang)))
	}
	if f&factDate != 0 {
		time := ep.Time
		if LanguageOf(time) != lang {
			time = ""
		}
		said = append(said, t.airedOn(ep.Number, strings.TrimSpace(ep.Date+" "+time)))
	}
	if f&factReplay != 0 && ep.URL == "" {
		said = append(said, t.noReplay(ep.Number))
	}
	if len(said) == 0 {
		return nil
	}
	blocks := []Block{TextBlock{strings.Join(said, "\n")}}
	if f&factGuest != 0 && ep.Speaker != "" {
		blocks = append(blocks, AnswerBlock{withoutAddresses(ep.Speaker)})
	}
	return blocks
}

// topicBlocks tell what an episode is about, in the archive's words: its outline,
// or its introduction where it has none, and what listeners gain.
func topicBlocks(ep *archive.Episode, lang Language) []Block {
	t := textsIn(lang)
	var parts []string
	if ep.Topic != "" && joined(atoms(ep.Topic)) != joined(atoms(ep.Title)) {
		parts = append(parts, ep.Topic)
	}
	if len(ep.Outline) > 0 {
		parts = append(parts, bullets(ep.Outline))
	} else if ep.Introduction != "" {
		parts = append(parts, withoutAddresses(ep.Introduction))
	}
	if ep.Gains != "" {
		parts = append(parts, withoutAddresses(ep.Gains))
	}
	if len(parts) == 0 {
		return []Block{TextBlock{t.onlyTitle(ep.Number, ep.Title)}}
	}
	return []Block{TextBlock{t.topicIntro(ep.Number, ep.Title)}, AnswerBlock{strings.Join(parts, "\n\n")}}
}

// bullets makes a Markdown list of items, which may have several lines.
func bullets(items []string) string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = "- " + strings.ReplaceAll(withoutAddresses(item), "\n", "\n  ")
	}
	return strings.Join(out, "\n")
}

// markdownLink is a link in prose; its address may be longer than a message.
var markdownLink = regexp.MustCompile(`\[([^\[\]]*)\]\([^()\s]*\)`)

// withoutAddresses leaves the texts of links: what an episode is about is told by
// them, and its replay is cited.
func withoutAddresses(markdown string) string {
	return markdownLink.ReplaceAllString(markdown, "$1")
}

// aboutEpisodes answers a question about the show; one for more of the episode that
// was told of last too: "who was the guest?".
func (t *turn) aboutEpisodes(text string) []Block {
	blocks := t.bot.aboutEpisodes(text, t.language)
	if numbers := t.bot.episodes.read(text).numbers; len(numbers) == 1 && numbers[0] > 0 {
		t.state.episode = numbers[0]
	}
	if len(blocks) == 0 && t.state.episode > 0 {
		before := map[Language]string{Chinese: "第 %d 期%s", English: "episode %d: %s"}[LanguageOf(text)]
		blocks = t.bot.aboutEpisodes(fmt.Sprintf(before, t.state.episode, text), t.language)
	}
	return blocks
}
