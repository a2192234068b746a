package dialogue

import (
	"context"
	"fmt"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// A Player answers what is said to it as the program does that is measured. It is
// called from several goroutines at a time, for the turns of one dialogue one after
// the other.
type Player interface {
	// Say puts a message to the conversation that dialogue names. What was said in
	// other dialogues must not show.
	Say(ctx context.Context, dialogue, text string) (Outcome, error)
}

// A PlayerFunc is a function that is a [Player].
type PlayerFunc func(ctx context.Context, dialogue, text string) (Outcome, error)

// Say calls f.
func (f PlayerFunc) Say(ctx context.Context, dialogue, text string) (Outcome, error) {
	return f(ctx, dialogue, text)
}

// Play says every dialogue to p, several side by side, and reports in the order of
// ds. The first turn that fails, or comes to an [Outcome] that contradicts itself,
// ends it, and the error names the turn. So does an id that is there twice: the two
// dialogues would be one conversation.
func Play(ctx context.Context, p Player, ds []Dialogue) (Report, error) {
	ids := make([]string, len(ds))
	for i, d := range ds {
		ids[i] = d.ID
	}
	played := make([][]Played, len(ds))
	err := sideBySide(ctx, ids, func(ctx context.Context, i int) (err error) {
		played[i], err = playOne(ctx, p, ds[i])
		return err
	})
	if err != nil {
		return Report{}, fmt.Errorf("play dialogues: %w", err)
	}
	return summarize(played), nil
}

// playOne says the turns of d in order.
func playOne(ctx context.Context, p Player, d Dialogue) ([]Played, error) {
	var turns []Played
	var offered []string
	for i, t := range d.Turns {
		o, err := say(ctx, p, d.ID, i+1, t.User)
		if err != nil {
			return nil, err
		}
		turn := Played{
			Dialogue: d.ID, Turn: i + 1, User: t.User, Kind: t.Kind, Gold: t.Gold,
			Offered: offered, Outcome: o,
		}
		turn.Right = turn.right()
		turns = append(turns, turn)
		if len(o.Choices) > 0 {
			offered = o.Choices
		}
	}
	return turns, nil
}

// say is one turn, counted from 1, and refuses an outcome that would be counted nowhere.
func say(ctx context.Context, p Player, dialogue string, turn int, text string) (o Outcome, err error) {
	if err = context.Cause(ctx); err == nil {
		o, err = p.Say(ctx, dialogue, text)
	}
	if err == nil {
		err = o.check()
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("dialogue %s, turn %d: %w", dialogue, turn, err)
	}
	return o, nil
}

// sideBySide calls do with the index of each conversation of ids, as many at a time
// as there are processors, and returns the first error.
func sideBySide(ctx context.Context, ids []string, do func(ctx context.Context, i int) error) error {
	seen := make(map[string]bool, len(ids))
	for _, id := range ids {
		if seen[id] {
			return fmt.Errorf("dialogue %s is there twice: give each an id of its own", id)
		}
		seen[id] = true
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range ids {
		g.Go(func() error { return do(ctx, i) })
	}
	return g.Wait()
}
