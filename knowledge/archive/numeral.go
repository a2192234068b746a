package archive

import (
	"strings"
)

// chineseNumber returns the number that s begins with in Chinese numerals, up
// to 999; 0 when there is none.
func chineseNumber(s string) int {
	digits := map[rune]int{'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}
	total, digit := 0, 0
	for _, r := range s {
		d, ok := digits[r]
		switch {
		case ok:
			digit = digit*10 + d // "二一" as digits
			digit %= 1000
		case r == '十':
			total += max(digit, 1) * 10
			digit = 0
		case r == '百':
			total += max(digit, 1) * 100
			digit = 0
		default:
			return total + digit
		}
	}
	return total + digit
}

// parseNumber reads a number in digits, half or full width, or in Chinese
// numerals. It returns 0 for anything else.
func parseNumber(s string) int {
	s = strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, strings.TrimSpace(s))
	return leadingNumber(s)
}

// leadingNumber returns the first number in s, in digits or Chinese numerals up
// to 99; 0 when there is none.
func leadingNumber(s string) int {
	for i, r := range s {
		if r >= '0' && r <= '9' {
			return itemNumber(s[i:])
		}
		if strings.ContainsRune("零一二三四五六七八九十百", r) {
			return chineseNumber(s[i:])
		}
	}
	return 0
}
