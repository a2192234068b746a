package config

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
)

// A Secret is text that must not be read by chance: every way of printing it
// gives stars. Reveal is the one way to its value.
type Secret struct{ value string }

// NewSecret hides a value.
func NewSecret(value string) Secret { return Secret{value} }

// Reveal returns the value.
func (s Secret) Reveal() string { return s.value }

// Equal reports whether both hide the same value.
func (s Secret) Equal(o Secret) bool { return s.value == o.value }

const redacted = "***"

// Format implements fmt.Formatter for every verb.
func (s Secret) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, s.shown()) // fmt has nobody to tell
}

// MarshalText implements encoding.TextMarshaler, for JSON and YAML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.shown()), nil }

// LogValue implements slog.LogValuer.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.shown()) }

func (s Secret) shown() string {
	if s.value == "" {
		return ""
	}
	return redacted
}

// UnmarshalText implements encoding.TextUnmarshaler, for YAML.
func (s *Secret) UnmarshalText(text []byte) error {
	s.value = string(text)
	return nil
}

// maxSecretBytes is more than any key has; a file that is larger is another one.
const maxSecretBytes = 64 << 10

// readSecret returns the content of a file without the line end that editors add.
func readSecret(path string) (Secret, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Secret{}, err
	}
	if info.Size() > maxSecretBytes {
		return Secret{}, fmt.Errorf("%s: %d bytes are no secret; is it the right file?", path, info.Size())
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return Secret{}, err
	}
	return Secret{strings.TrimRight(string(data), "\r\n")}, nil
}
