package archive

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// decode returns src as valid UTF-8 with "\n" line ends and without a byte
// order mark. The warning says what was guessed or lost; it is empty when src
// was UTF-8.
func decode(src []byte) (text, warning string) {
	utf16, order := sniffUTF16(src)
	switch {
	case utf16:
		out, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(src)
		if err == nil {
			src, warning = out, "the file is UTF-16 and was decoded as that"
		}
	case !utf8.Valid(src):
		if out, ok := decodeGB18030(src); ok && !mostlyUTF8(src) {
			src, warning = out, "the file is not UTF-8 and was decoded as GB18030"
		} else {
			warning = "the file is not UTF-8; bytes that cannot be read were replaced by U+FFFD"
		}
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	text = strings.ToValidUTF8(string(src), "\ufffd")
	if strings.ContainsAny(text, "\r\x00") {
		text = lineEnds.Replace(text)
	}
	return text, warning
}

// lineEnds makes every line end "\n" and replaces what no text holds.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\ufffd")

// sniffUTF16 reports whether src begins with a UTF-16 byte order mark, or like
// UTF-16 text of mostly ASCII.
func sniffUTF16(src []byte) (bool, unicode.Endianness) {
	switch {
	case bytes.HasPrefix(src, []byte{0xFF, 0xFE}):
		return true, unicode.LittleEndian
	case bytes.HasPrefix(src, []byte{0xFE, 0xFF}):
		return true, unicode.BigEndian
	}
	return false, unicode.LittleEndian
}

// decodeGB18030 decodes src, and reports false when it is not that encoding.
func decodeGB18030(src []byte) ([]byte, bool) {
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(src)
	if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
		return nil, false
	}
	return out, true
}

// mostlyUTF8 reports whether src reads as UTF-8 with a few broken bytes rather
// than as another encoding: Chinese text in GB18030 has next to no runs that are
// valid UTF-8.
func mostlyUTF8(src []byte) bool {
	valid, broken := 0, 0
	for len(src) > 0 {
		r, n := utf8.DecodeRune(src)
		switch {
		case r == utf8.RuneError && n <= 1:
			broken++
		case n > 1:
			valid++
		}
		src = src[n:]
	}
	return valid >= broken
}

// sniffEncoding is how much of a table is looked at to tell its encoding. A
// table is read streaming, so that one that turns out otherwise further on has
// its broken bytes replaced.
const sniffEncoding = 64 << 10

// newDecoder returns a reader of r's text as UTF-8, as decode does for a whole
// page. It remarks on b when r is not UTF-8.
func newDecoder(r io.Reader, b *tableBuilder) io.Reader {
	in := bufio.NewReaderSize(r, sniffEncoding)
	head, _ := in.Peek(sniffEncoding)
	if utf16, order := sniffUTF16(head); utf16 {
		b.remark(0, Warning, "the file is UTF-16 and was decoded as that", "save the file as UTF-8")
		return transform.NewReader(in, unicode.UTF16(order, unicode.UseBOM).NewDecoder())
	}
	if bytes.HasPrefix(head, []byte("\ufeff")) {
		_, _ = in.Discard(len("\ufeff"))
	}
	if whole := wholeRunes(head); !utf8.Valid(whole) {
		if !mostlyUTF8(whole) {
			if _, ok := decodeGB18030(whole); ok {
				b.remark(0, Warning, "the file is not UTF-8 and was decoded as GB18030", "save the file as UTF-8")
				return transform.NewReader(in, simplifiedchinese.GB18030.NewDecoder())
			}
		}
		b.remark(0, Warning, "the file is not UTF-8; bytes that cannot be read were replaced by U+FFFD", "save the file as UTF-8")
	}
	return in
}

// wholeRunes returns head up to its last line end, so that a character that is
// cut off does not count as broken.
func wholeRunes(head []byte) []byte {
	if len(head) < sniffEncoding {
		return head
	}
	if i := bytes.LastIndexByte(head, '\n'); i > 0 {
		return head[:i]
	}
	return head[:len(head)-utf8.UTFMax]
}
