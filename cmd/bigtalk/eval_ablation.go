package main

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"bigtalk/knowledge"
	"bigtalk/knowledge/eval"
)

// withoutDense is the comparison by meaning, for --without.
const withoutDense = "dense"

// ablationParts are what --without can take away. What a single signal is worth,
// "eval fit --without" tells: the fit has to do without it too.
func ablationParts() []string {
	parts := []string{withoutDense}
	for _, p := range knowledge.Parts() {
		parts = append(parts, string(p))
	}
	return parts
}

func (f *evalFlags) addAblationFlags(flags *pflag.FlagSet) {
	flags.StringVar(&f.without, "without", "",
		"parts to leave out, by commas: "+strings.Join(ablationParts(), ", "))
	flags.BoolVar(&f.ablate, "ablate", false,
		"compare the whole with the whole less each part, or each of --without")
}

// parseWithout splits the value of --without and holds each name to those known.
// Blanks and a name said twice do no harm.
func parseWithout(list string, known []string) ([]string, error) {
	var names []string
	if strings.TrimSpace(list) == "" {
		return nil, nil
	}
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		if !slices.Contains(known, name) {
			return nil, usageError("--without does not know %q; it knows %s", name, strings.Join(known, ", "))
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, nil
}

// An ablation is one run of eval --ablate.
type ablation struct {
	name    string
	without []string
}

// ablations are the whole and, one by one, the whole less each part.
func ablations(without []string) []ablation {
	if len(without) == 0 {
		without = ablationParts()
	}
	runs := []ablation{{name: "everything"}}
	for _, part := range without {
		runs = append(runs, ablation{"without " + part, []string{part}})
	}
	return runs
}

// evalAblations prints the key figures of each ablation.
func (env *environment) evalAblations(ctx context.Context, f evalFlags, questions []eval.Question) error {
	var reports []eval.Named
	for _, a := range ablations(f.left) {
		report, err := env.evaluate(ctx, f, a.without, questions)
		if err != nil {
			return err
		}
		reports = append(reports, eval.Named{Name: a.name, Report: report})
	}
	return env.inert(func(w io.Writer) error { return eval.WriteAblations(w, reports) })
}

// less takes parts of the program away; none leave it whole.
func less(without []string) reduction {
	return func(s *knowledge.Store, opts *knowledge.Options) *knowledge.Store {
		var parts []knowledge.Part
		for _, name := range without {
			if name == withoutDense {
				opts.Encoder = knowledge.Encoder{}
				continue
			}
			parts = append(parts, knowledge.Part(name))
		}
		if len(parts) == 0 {
			return s
		}
		return s.Without(parts...)
	}
}
