package fit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"

	"bigtalk/knowledge"
	"bigtalk/knowledge/calibration"
	"bigtalk/knowledge/eval"
	"bigtalk/knowledge/eval/dialogue"
)

// Options say what is fitted to what.
type Options struct {
	Store     *knowledge.Store    // annotated
	Encoder   knowledge.Encoder   // none leaves the profiles with vectors to what the others are
	Matching  knowledge.Options   // where indexes and vectors may come from; Encoder and Fit are set here
	Questions []eval.Question     // labelled, answerable and not; group talk among them
	Dialogues []dialogue.Dialogue // to learn follow-ups from; none leaves these to the program's own fit
	Date      string              // of the fit, yyyy-mm-dd
	Without   []string            // signals to do without, to see what they are worth
}

// names are a profile's signals less those to do without.
func (o Options) names(all []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(n string) bool { return slices.Contains(o.Without, n) })
}

// Run fits all profiles. The same options give the same file.
func Run(ctx context.Context, o Options) (calibration.File, error) {
	f := calibration.File{
		Format: calibration.Format, Date: o.Date, Encoder: o.Encoder.Version,
		Data: dataHash(o),
	}
	o.Encoder = remember(o.Encoder)
	for _, name := range knowledge.Profiles() {
		p, err := o.profile(ctx, name)
		if err != nil {
			return f, fmt.Errorf("fit profile %s: %w", name, err)
		}
		f.Profiles = append(f.Profiles, p)
	}
	var err error
	if f.FollowUps, err = o.followUps(ctx, f); err != nil {
		return f, fmt.Errorf("fit follow-ups: %w", err)
	}
	return f, nil
}

// dataHash names what the fit was made of: the archive with its annotations and
// the labelled questions.
func dataHash(o Options) string {
	h := sha256.New()
	io.WriteString(h, o.Store.Version())
	for _, q := range o.Questions {
		fmt.Fprintf(h, "\n%q %q %q %q %q", q.ID, q.Text, q.Kind, q.Gold, q.Grade2)
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}
