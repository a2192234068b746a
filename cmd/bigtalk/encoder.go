package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"bigtalk/config"
	"bigtalk/knowledge"
	"bigtalk/knowledge/calibration"
	"bigtalk/knowledge/embedding"
)

// embeddingTimeout bounds one request to an endpoint: long enough for a batch of
// texts on a small machine.
const embeddingTimeout = 60 * time.Second

// encoder is what the configuration says texts are compared with by meaning; the
// zero Encoder is none.
func (env *environment) encoder() (knowledge.Encoder, error) {
	switch c := env.config.Embedding; c.Embedder {
	case config.EmbedderNone:
		return knowledge.Encoder{}, nil
	case config.EmbedderEndpoint:
		key, err := c.Key()
		if err != nil {
			return knowledge.Encoder{}, err
		}
		client := &embedding.Client{
			HTTP: &http.Client{Timeout: embeddingTimeout}, BaseURL: c.URL, Model: c.Model, APIKey: key.Reveal(),
			QueryPrefix: c.QueryPrefix, PassagePrefix: c.PassagePrefix,
		}
		return knowledge.Encoder{Embedder: client, Version: client.Version()}, nil
	default:
		m, err := embedding.Embedded()
		if errors.Is(err, embedding.ErrNoModel) {
			if c.Embedder == config.EmbedderModel {
				return knowledge.Encoder{}, fmt.Errorf("embedding: embedder: model: %w; leave it out, or run a build with the model", err)
			}
			return knowledge.Encoder{}, nil
		}
		if err != nil {
			return knowledge.Encoder{}, err
		}
		return knowledge.Encoder{Embedder: m, Version: m.Version()}, nil
	}
}

// fit reads the configured fit; nil is the program's own.
func (env *environment) fit() (*calibration.File, error) {
	if env.config.Fit == "" {
		return nil, nil
	}
	data, err := os.ReadFile(env.config.Fit)
	if err != nil {
		return nil, fmt.Errorf("fit: %w", err)
	}
	f, err := calibration.Read(data)
	if err != nil {
		return nil, fmt.Errorf("fit %s: %w; make one with: bigtalk eval fit", env.config.Fit, err)
	}
	return &f, nil
}
