package webhook

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"bigtalk/adapters"
	"bigtalk/adapters/render"
	"bigtalk/config"
)

type sendFlags struct {
	url, source, text, conversation, sender string
	callback, markdown                      bool
}

// commands are those of bigtalk webhook, besides check.
func commands(p adapters.Program) []*cobra.Command {
	var f sendFlags
	cmd := &cobra.Command{
		Use:   "send",
		Short: "Sign a message, send it and print the reply",
		Long: "send does what a bridge does: it signs a direct message with the source's first secret,\n" +
			"sends it to bigtalk serve and prints the reply. The secret is that of the configuration\n" +
			"or of the environment.",
		Example: "  bigtalk webhook send --config bigtalk.yaml\n" +
			"  bigtalk webhook send --url https://bigtalk.example.com --source bridge --text \"503 UC 怎么排查？\"",
		RunE: func(cmd *cobra.Command, _ []string) error { return f.send(cmd, p) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.url, "url", "", "where bigtalk serve is reached, http://… or https://…; this machine at listen when left out")
	flags.StringVar(&f.source, "source", "", "name of the source in the configuration; may be left out when there is one")
	flags.StringVar(&f.text, "text", "", "of the message; a question of the archive when left out")
	flags.StringVar(&f.conversation, "conversation", "test", "ID of the conversation")
	flags.StringVar(&f.sender, "sender", "test", "ID of who sends it")
	flags.BoolVar(&f.callback, "callback", false, "have the reply sent to the callback URL of the configuration")
	flags.BoolVar(&f.markdown, "markdown", false, "have the reply's text be Markdown")
	return []*cobra.Command{cmd}
}

func (f sendFlags) send(cmd *cobra.Command, p adapters.Program) error {
	c := p.Config()
	k, err := f.key(&c)
	if err != nil {
		return err
	}
	address, err := f.address(c.Listen)
	if err != nil {
		return err
	}
	if f.text == "" {
		prompts, err := p.Prompts(cmd.Context())
		if err != nil {
			return err
		}
		if f.text = "help"; len(prompts) > 0 {
			f.text = prompts[0]
		}
		if _, err := fmt.Fprintf(cmd.OutOrStdout(), "> %s\n\n", render.Inert(f.text)); err != nil {
			return err
		}
	}
	res, err := f.request(cmd.Context(), k, address+"/v1/webhooks/"+f.source)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	return f.print(cmd.OutOrStdout(), res)
}

// key is that of the source, whose name it completes.
func (f *sendFlags) key(c *config.Config) (key, error) {
	names := slices.Sorted(maps.Keys(c.Webhook.Sources))
	switch {
	case len(names) == 0:
		return key{}, errors.New("no source is configured; " + needs)
	case f.source == "" && len(names) == 1:
		f.source = names[0]
	case f.source == "":
		return key{}, adapters.UsageError{Err: fmt.Errorf("--source is needed: there are %s", strings.Join(names, ", "))}
	case !slices.Contains(names, f.source):
		return key{}, adapters.UsageError{Err: fmt.Errorf("no source %q; there is %s", f.source, strings.Join(names, ", "))}
	}
	secrets, err := c.Webhook.Secrets()
	if err != nil {
		return key{}, err
	}
	sources, err := Options{Sources: map[string]Source{f.source: sourcesOf(c.Webhook, secrets)[f.source]}}.sources()
	if err != nil {
		return key{}, err
	}
	return sources[f.source].keys[0], nil
}

// address is where the program is reached, without a slash at its end.
func (f sendFlags) address(listen string) (string, error) {
	if f.url != "" {
		if !strings.HasPrefix(f.url, "http://") && !strings.HasPrefix(f.url, "https://") {
			return "", adapters.UsageError{Err: fmt.Errorf("--url is %q; it begins with http:// or https://", f.url)}
		}
		return strings.TrimSuffix(f.url, "/"), nil
	}
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "", adapters.UsageError{Err: errors.New("--url is needed: listen is not set")}
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port), nil
}

// request signs a message and sends it.
func (f sendFlags) request(ctx context.Context, k key, address string) (*http.Response, error) {
	format := formatText
	if f.markdown {
		format = formatMarkdown
	}
	id, now := "test_"+rand.Text(), time.Now()
	body := marshal(map[string]any{
		"type": typeMessage, "timestamp": now.UTC(), "data": map[string]any{
			"message_id": id, "conversation": map[string]string{"id": f.conversation, "type": "direct"}, "sender": map[string]string{"id": f.sender},
			"text": f.text, "format": format, "callback": f.callback,
		},
	})
	headers, err := k.sign(id, now, body)
	if err != nil {
		return nil, err
	}
	res, err := call(ctx, newClient(nil), http.MethodPost, address, headers, body)
	if err != nil {
		return nil, fmt.Errorf("send: %w; does bigtalk serve run there?", err)
	}
	return res, nil
}

// print shows what came of the message.
func (f sendFlags) print(w io.Writer, res *http.Response) error {
	const maxResponse = 1 << 20 // far more than a reply has
	data, err := io.ReadAll(io.LimitReader(res.Body, maxResponse))
	if err != nil {
		return fmt.Errorf("read the response: %w", err)
	}
	if res.StatusCode/100 != 2 {
		var p problem
		_ = json.Unmarshal(data, &p) // a proxy's is none
		err := fmt.Errorf("%s: %s", res.Status, cmp.Or(render.Inert(p.Detail), "this is no answer of bigtalk; is --url right?"))
		for _, e := range p.Errors {
			err = fmt.Errorf("%w\n%s %s", err, render.Inert(e.Pointer), render.Inert(e.Detail))
		}
		return err
	}
	var o outcome
	if err := json.Unmarshal(data, &o); err != nil || o.Status == "" {
		return fmt.Errorf("%s: this is no answer of bigtalk; is --url right?", res.Status)
	}
	switch {
	case o.Reply != nil:
		_, err = fmt.Fprintln(w, render.Inert(o.Reply.Text))
	case o.Status == accepted:
		_, err = fmt.Fprintln(w, "accepted: the reply goes to the callback URL")
	default:
		_, err = fmt.Fprintf(w, "%s: %s\n", render.Inert(o.Status), render.Inert(o.Reason))
	}
	return err
}
