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

// validate judges what one source sets, or what [Embedding.settle] made of two.
func (e Embedding) validate() []error {
	var errs []error
	switch e.Embedder {
	case "", EmbedderModel, EmbedderNone:
		if e.URL != "" || e.Model != "" {
			errs = append(errs, fmt.Errorf("embedding: url and model are for embedder: %s", EmbedderEndpoint))
		}
	case EmbedderEndpoint:
		if e.URL == "" {
			errs = append(errs, errors.New(`embedding: url is ""; it is the service's address, such as http://localhost:8080`))
		} else if u, err := url.Parse(e.URL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			// Not repeated: it may hold a password.
			errs = append(errs, errors.New("embedding: url does not begin with http:// or https:// and a host; "+
				"it is the service's address, such as http://localhost:8080"))
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
	return errs
}

// settle decides between a file and the environment: e holds both, the environment
// over the file, and top the environment alone. What is left of a conflict is one
// within the environment. The key is the environment's, in whichever form, where it
// has one. What the file says of an endpoint is left out for another embedder, and
// what the environment says of one where the file alone names that other embedder.
func (e Embedding) settle(top Embedding) Embedding {
	switch e.Embedder {
	case EmbedderEndpoint:
		if top.APIKey.Reveal() != "" || top.APIKeyFile != "" {
			e.APIKey, e.APIKeyFile = top.APIKey, top.APIKeyFile
		}
		return e
	case top.Embedder:
		return top
	default:
		return Embedding{Embedder: e.Embedder}
	}
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
