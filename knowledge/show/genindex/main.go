// Command genindex makes the index that package show embeds, from the files in
// the current folder.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"bigtalk/knowledge"
)

func main() { os.Exit(run(context.Background())) }

func run(ctx context.Context) int {
	if err := generate(ctx, ".", "index"); err != nil {
		slog.Error("genindex", "err", err)
		return 1
	}
	return 0
}

func generate(ctx context.Context, archive, out string) error {
	store, err := knowledge.LoadFS(ctx, os.DirFS(archive))
	if err != nil {
		return err
	}
	for _, d := range store.Diagnostics() {
		fmt.Fprintln(os.Stderr, d)
	}
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	return knowledge.WriteIndex(ctx, store, out)
}
