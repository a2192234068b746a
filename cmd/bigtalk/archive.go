package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"bigtalk/adapters/render"
	"bigtalk/bot"
	"bigtalk/knowledge"
	"bigtalk/knowledge/archive"
)

func newArchive(env *environment) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "archive",
		Short: "Look at an archive: its entries, their sources and faults",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError("no command %q; say list, show, export, index or lint", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usageError("say what to do: list, show, export, index or lint")
		},
	}
	cmd.AddCommand(newArchiveList(env), newArchiveShow(env), newArchiveExport(env), newArchiveIndex(env), newArchiveLint(env))
	return cmd
}

func newArchiveList(env *environment) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the entries: id and question",
		Args:  exactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return env.each(cmd.Context(), func(e *archive.Entry) error {
				_, err := fmt.Fprintf(env.stdout, "%s\t%s\n", e.ID, render.Line(e.Question))
				return err
			})
		},
	}
}

// each calls f with every entry of the archive until it fails.
func (env *environment) each(ctx context.Context, f func(*archive.Entry) error) error {
	s, err := env.store(ctx)
	if err != nil {
		return err
	}
	for e := range s.All() {
		if err := f(e); err != nil {
			return err
		}
	}
	return nil
}

func newArchiveShow(env *environment) *cobra.Command {
	return &cobra.Command{
		Use:   "show ID",
		Short: "Show one entry with its answer and where it stands",
		Args:  exactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := env.store(cmd.Context())
			if err != nil {
				return err
			}
			e, ok := s.Get(args[0])
			if !ok {
				return fmt.Errorf("no entry %q; list the ids with: bigtalk archive list", args[0])
			}
			if _, err := fmt.Fprintf(env.stdout, "%s  %s:%d\n\n%s\n\n", e.ID, e.File, e.Line, render.Line(e.Question)); err != nil {
				return err
			}
			r := bot.Show(s.Title(), s.Match(e), bot.LanguageOf(e.Question))
			_, err = fmt.Fprint(env.stdout, render.Text(r, render.TextOptions{Color: env.color()}))
			return err
		},
	}
}

func newArchiveExport(env *environment) *cobra.Command {
	return &cobra.Command{
		Use:   "export",
		Short: "Print every entry as a JSON line",
		Args:  exactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return env.each(cmd.Context(), func(e *archive.Entry) error {
				return writeJSON(env.stdout, entryJSON{
					ID: e.ID, Question: e.Question, Answer: e.Answer, Citation: citation(e.Episode), Line: e.Line,
					Alternates: e.Alternates, Source: e.Source, Tags: e.Tags,
				})
			})
		},
	}
}

func newArchiveIndex(env *environment) *cobra.Command {
	return &cobra.Command{
		Use:   "index",
		Short: "Make the index and the vectors of an archive now",
		Long: "index makes what questions are searched in and keeps it in the cache directory, once\n" +
			"for an archive's content. Other commands do so too where it is missing; but a single\n" +
			"question does not wait for the vectors of an archive of more than 2,000 entries.",
		Args: exactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			m, err := env.open(cmd.Context())
			if err != nil {
				return err
			}
			defer m.Close()
			how := "by words alone"
			if m.Dense() {
				how = "by words and by meaning"
			}
			_, err = fmt.Fprintf(env.stdout, "%d entries can be asked %s\n", m.Store().Len(), how)
			return err
		},
	}
}

func newArchiveLint(env *environment) *cobra.Command {
	var strict bool
	cmd := &cobra.Command{
		Use:   "lint",
		Short: "Report what was left out of an archive and what is wrong with its annotations",
		Long: "lint counts the entries, says what was skipped and why, and checks the annotations.\n" +
			"It fails on errors; with --strict on warnings too.",
		Args: exactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := env.store(cmd.Context())
			if err != nil {
				return err
			}
			if s.Len() == 0 {
				return env.printLint(s, s.Lint(), strict)
			}
			m, err := env.open(cmd.Context())
			if err != nil {
				return err
			}
			defer m.Close()
			diagnostics, err := m.Lint(cmd.Context())
			if err != nil {
				return err
			}
			return env.printLint(s, diagnostics, strict)
		},
	}
	cmd.Flags().BoolVar(&strict, "strict", false, "fail on warnings too")
	return cmd
}

func (env *environment) printLint(s *knowledge.Store, diagnostics []archive.Diagnostic, strict bool) error {
	counts := make(map[archive.Severity]int)
	for _, d := range diagnostics {
		counts[d.Severity]++
		if _, err := fmt.Fprintln(env.stdout, render.Line(d.String())); err != nil {
			return err
		}
	}
	perEpisode := entriesByEpisode(s)
	w := tabwriter.NewWriter(env.stdout, 0, 0, 2, ' ', 0)
	for _, ep := range s.Episodes() {
		fmt.Fprintf(w, "episode %d\t%d entries\t%s\n", ep.Number, perEpisode[ep.Number], render.Line(ep.Title))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(env.stdout, "%d entries, %d errors, %d warnings, %d notes\n",
		s.Len(), counts[archive.Error], counts[archive.Warning], counts[archive.Note])
	if err != nil {
		return err
	}
	if counts[archive.Error] > 0 || strict && counts[archive.Warning] > 0 {
		return &exitError{exitFailure, errors.New("the archive has faults, listed above")}
	}
	return nil
}

func entriesByEpisode(s *knowledge.Store) map[int]int {
	n := make(map[int]int)
	for e := range s.All() {
		if e.Episode != nil {
			n[e.Episode.Number]++
		}
	}
	return n
}
