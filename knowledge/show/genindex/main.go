// Command genindex makes the index and the vectors that package show embeds, from
// the files in the current folder. Vectors that the folder has already are kept.
package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"

	"bigtalk/knowledge"
	"bigtalk/knowledge/embedding"
)

const (
	indexFolder = "index"
	vectorFile  = "vectors.btv"
)

func main() { os.Exit(run(context.Background())) }

func run(ctx context.Context) int {
	if err := generate(ctx, "."); err != nil {
		slog.Error("genindex", "err", err)
		return 1
	}
	return 0
}

func generate(ctx context.Context, archive string) error {
	store, err := knowledge.LoadFS(ctx, os.DirFS(archive))
	if err != nil {
		return err
	}
	for _, d := range store.Diagnostics() {
		fmt.Fprintln(os.Stderr, d)
	}
	if err := os.RemoveAll(indexFolder); err != nil {
		return err
	}
	if err := knowledge.WriteIndex(ctx, store, indexFolder); err != nil {
		return err
	}
	return generateVectors(ctx, store)
}

func generateVectors(ctx context.Context, store *knowledge.Store) error {
	model, err := embedding.Embedded()
	if err != nil {
		return err
	}
	known, err := os.ReadFile(vectorFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	table, err := knowledge.WriteVectors(ctx, store, knowledge.Encoder{Embedder: model, Version: model.Version()}, known)
	if err != nil {
		return err
	}
	out, err := os.Create(vectorFile)
	if err != nil {
		return err
	}
	return errors.Join(table.Write(out), out.Close())
}
