package calibration

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// digits are the significant ones that a number is written with: enough for the
// fourth decimal of a probability, few enough to read.
const digits = 6

// Write writes f as indented JSON, which depends on f alone and ends with a line
// feed. Numbers that are not whole are rounded to 6 significant digits; a program
// that reads them predicts by what it reads. Write returns an error, and writes
// nothing, when f is nothing that [Read] takes.
func Write(w io.Writer, f File) error {
	if err := f.check(); err != nil {
		return fmt.Errorf("write calibration: %w", err)
	}
	compact, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("write calibration: %w", err)
	}
	text, err := layout(compact)
	if err != nil {
		return fmt.Errorf("write calibration: %w", err)
	}
	// What is rounded or unwritable shows in the text only.
	if _, err := read(text); err != nil {
		return fmt.Errorf("write calibration: %w", err)
	}
	if _, err := w.Write(text); err != nil {
		return fmt.Errorf("write calibration: %w", err)
	}
	return nil
}

// layout indents JSON, rounds its numbers and leaves a list of numbers, names or
// tree nodes on one line.
func layout(compact []byte) ([]byte, error) {
	dec := json.NewDecoder(bytes.NewReader(compact))
	dec.UseNumber()
	text, _, err := layoutValue(dec, "\n")
	return []byte(text + "\n"), err
}

// oneLine is how many lists within each other stand on one line: a tree is a
// list of nodes, which are lists.
const oneLine = 2

// layoutValue lays out the next value; feed is the line feed and indent before
// its end. nesting is how many lists it has within each other, more than oneLine
// when it holds an object.
func layoutValue(dec *json.Decoder, feed string) (text string, nesting int, err error) {
	token, err := dec.Token()
	if err != nil {
		return "", 0, err
	}
	start, composite := token.(json.Delim)
	if !composite {
		text, err := layoutScalar(token)
		return text, 0, err
	}
	var items []string
	for dec.More() {
		key := ""
		if start == '{' {
			if key, _, err = layoutValue(dec, ""); err != nil {
				return "", 0, err
			}
			key += ": "
		}
		item, n, err := layoutValue(dec, feed+"\t")
		if err != nil {
			return "", 0, err
		}
		items, nesting = append(items, key+item), max(nesting, n)
	}
	if _, err := dec.Token(); err != nil {
		return "", 0, err
	}
	if start == '[' && nesting < oneLine {
		return "[" + strings.Join(items, ", ") + "]", nesting + 1, nil
	}
	left, right := "[", "]"
	if start == '{' {
		left, right = "{", "}"
	}
	if len(items) > 0 {
		left, right = left+feed+"\t", feed+right
	}
	return left + strings.Join(items, ","+feed+"\t") + right, oneLine + 1, nil
}

func layoutScalar(token json.Token) (string, error) {
	var value any = token
	if n, ok := token.(json.Number); ok && strings.ContainsAny(n.String(), ".eE") {
		x, err := n.Float64()
		if err != nil {
			return "", err
		}
		if value, err = strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64); err != nil {
			return "", err
		}
	}
	text, err := json.Marshal(value)
	return string(text), err
}
