package config

import (
	"errors"
	"fmt"
	"net/url"
)

// Embedders that questions can be compared with by meaning.
const (
	EmbedderModel    = "model"    // the one in the program; the default
	EmbedderEndpoint = "endpoint" // an OpenAI-compatible service
	EmbedderNone     = "none"     // words alone
)

// An Embedding configures how texts become vectors. URL, Model and what follows
// are the endpoint's.
type Embedding struct {
	Embedder   string `yaml:"embedder"` // "" is EmbedderModel
	URL        string `yaml:"url"`      // up to, and without, /v1/embeddings
	Model      string `yaml:"model"`
	APIKey     Secret `yaml:"api_key"`
	APIKeyFile string `yaml:"api_key_file"`
	// QueryPrefix and PassagePrefix go before questions and answers, for models
	// that want to be told.
	QueryPrefix   string `yaml:"query_prefix"`
	PassagePrefix string `yaml:"passage_prefix"`
}

func (e Embedding) validate() error {
	var errs []error
	switch e.Embedder {
	case "", EmbedderModel, EmbedderNone:
		if e.URL != "" || e.Model != "" {
			errs = append(errs, fmt.Errorf("embedding: url and model are for embedder: %s", EmbedderEndpoint))
		}
	case EmbedderEndpoint:
		if u, err := url.Parse(e.URL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			errs = append(errs, fmt.Errorf("embedding: url is %q; it is the service's address, such as http://localhost:8080", e.URL))
		}
		if e.Model == "" {
			errs = append(errs, errors.New("embedding: model is empty; name the service's model"))
		}
		if e.APIKey.Reveal() != "" && e.APIKeyFile != "" {
			errs = append(errs, errors.New("embedding: api_key and api_key_file are both set; keep one"))
		}
	default:
		errs = append(errs, fmt.Errorf("embedding: embedder is %q; it is %s, %s or %s", e.Embedder, EmbedderModel, EmbedderEndpoint, EmbedderNone))
	}
	return errors.Join(errs...)
}

// Key returns the endpoint's key, read from its file where that is set; empty for
// a service that wants none.
func (e Embedding) Key() (Secret, error) {
	if e.APIKeyFile == "" {
		return e.APIKey, nil
	}
	key, err := readSecret(e.APIKeyFile)
	if err != nil {
		return Secret{}, fmt.Errorf("embedding: api_key_file: %w", err)
	}
	return key, nil
}
