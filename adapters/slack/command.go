package slack

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"bigtalk/adapters"
)

type manifestFlags struct {
	socket            bool
	url, name, output string
}

// commands are those of bigtalk slack, besides check.
func commands(p adapters.Program) []*cobra.Command {
	f := manifestFlags{output: "yaml"}
	cmd := &cobra.Command{
		Use:   "manifest",
		Short: "Print the manifest to create the app from",
		Long: "manifest prints what Slack needs to know to create the app, at https://api.slack.com/apps,\n" +
			"Create New App, From a manifest. It asks for the events and scopes that bigtalk uses and\n" +
			"for no others, and suggests questions of the archive.",
		Example: "  bigtalk slack manifest\n" +
			"  bigtalk slack manifest --url https://bigtalk.example.com --name \"Istio 大咖说\"",
		RunE: func(cmd *cobra.Command, _ []string) error { return f.print(cmd, p) },
	}
	flags := cmd.Flags()
	flags.BoolVar(&f.socket, "socket", false, "take events over Socket Mode, which needs no public address (the default)")
	flags.StringVar(&f.url, "url", "", "take events over HTTP: where Slack reaches bigtalk serve, https://…")
	flags.StringVar(&f.name, "name", defaultAppName, "of the app and its bot, at most 35 characters")
	flags.StringVarP(&f.output, "output", "o", "yaml", "yaml or json")
	return []*cobra.Command{cmd}
}

func (f manifestFlags) print(cmd *cobra.Command, p adapters.Program) error {
	switch {
	case !slices.Contains([]string{"yaml", "json"}, f.output):
		return adapters.UsageError{Err: fmt.Errorf("--output is yaml or json, not %q", f.output)}
	case f.socket && f.url != "":
		return adapters.UsageError{Err: fmt.Errorf("--socket and --url are two ways to take events; choose one")}
	}
	prompts, err := p.Prompts(cmd.Context())
	if err != nil {
		return err
	}
	m, err := Manifest(ManifestOptions{Name: f.name, Socket: f.url == "", URL: f.url, Prompts: prompts})
	if err != nil {
		return adapters.UsageError{Err: err}
	}
	return WriteManifest(cmd.OutOrStdout(), m, f.output == "yaml")
}
