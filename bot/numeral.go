package bot

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxNumeral is the largest number that an episode is asked for by; a larger one
// is a year or an error code.
const maxNumeral = 999

// numberOf reads a number in digits or Chinese numerals: 4, 04, 十二, 二一. ok is
// false for anything else.
func numberOf(s string) (n int, ok bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return n, n >= 0 && n <= maxNumeral
	}
	total, digit := 0, 0
	for _, r := range s {
		switch d := strings.IndexRune(numerals, r); {
		case d >= 0:
			digit = digit*10 + []int{0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9}[d/len("零")]
		case r == '十':
			total, digit = total+max(digit, 1)*10, 0
		case r == '百':
			total, digit = total+max(digit, 1)*100, 0
		default:
			return 0, false
		}
		if total+digit > maxNumeral {
			return 0, false
		}
	}
	return total + digit, s != ""
}

const numerals = "零〇一二两三四五六七八九"

// isNumeral reports a character of a Chinese numeral.
func isNumeral(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	return size == len(s) && size > 0 && strings.ContainsRune(numerals+"十百", r)
}

// englishNumbers are the cardinals and ordinals from one to twenty, in order.
var englishNumbers = strings.Fields(`one first two second three third four fourth five fifth
	six sixth seven seventh eight eighth nine ninth ten tenth
	eleven eleventh twelve twelfth thirteen thirteenth fourteen fourteenth fifteen fifteenth
	sixteen sixteenth seventeen seventeenth eighteen eighteenth nineteen nineteenth twenty twentieth`)
