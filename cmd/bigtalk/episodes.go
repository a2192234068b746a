package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"bigtalk/adapters/render"
)

func newEpisodes(env *environment) *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "episodes",
		Short: "List the show's episodes",
		Args:  exactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if output != "text" && output != "json" {
				return usageError("--output is text or json, not %q", output)
			}
			s, err := env.store(cmd.Context())
			if err != nil {
				return err
			}
			perEpisode := entriesByEpisode(s)
			if output == "json" {
				list := []episodeJSON{}
				for _, ep := range s.Episodes() {
					list = append(list, episodeJSON{
						citationJSON: *citation(ep), Time: ep.Time, Topic: ep.Topic, Speaker: ep.Speaker,
						Introduction: ep.Introduction, Outline: append([]string{}, ep.Outline...), Gains: ep.Gains,
						Entries: perEpisode[ep.Number],
					})
				}
				enc := json.NewEncoder(env.stdout)
				enc.SetEscapeHTML(false)
				enc.SetIndent("", "  ")
				return enc.Encode(list)
			}
			if len(s.Episodes()) == 0 {
				_, err := fmt.Fprintln(env.stdout, "this archive has no episodes")
				return err
			}
			w := tabwriter.NewWriter(env.stdout, 0, 0, 2, ' ', 0)
			for _, ep := range s.Episodes() {
				fmt.Fprintf(w, "%d\t%s\t%s\t%d entries\t%s\t%s\n", ep.Number, ep.Date, render.Line(strings.Join(ep.Guests, ", ")),
					perEpisode[ep.Number], render.Line(ep.URL), render.Line(ep.Title))
			}
			return w.Flush()
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "text", "text or json")
	return cmd
}
