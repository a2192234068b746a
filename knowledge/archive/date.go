package archive

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A date is a day as a page gives it; the zero date is none.
type date struct {
	year, month, day int    // year 0 when the page gives none
	weekday          string // "一"…"日" when the page gives one
	time             string // what follows the day
}

var (
	chineseDate = regexp.MustCompile(`(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]`)
	numericDate = regexp.MustCompile(`(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})`)
	weekdayName = regexp.MustCompile(`^\s*[（(]?\s*(?:星期|周|礼拜)([一二三四五六日天])\s*[）)]?`)
)

// parseDate reads the day that s begins with, or holds.
func parseDate(s string) date {
	s = strings.TrimSpace(s)
	if at := chineseDate.FindStringSubmatchIndex(s); at != nil {
		m := chineseDate.FindStringSubmatch(s)
		return newDate(m[1], m[2], m[3], s[at[1]:])
	}
	if at := numericDate.FindStringSubmatchIndex(s); at != nil {
		m := numericDate.FindStringSubmatch(s)
		return newDate(m[1], m[2], m[3], s[at[1]:])
	}
	for _, layout := range []string{"January 2, 2006", "Jan 2, 2006", "January 2 2006", "2 January 2006", "2 Jan 2006"} {
		for _, part := range []string{s, firstFields(s, 3)} {
			if t, err := time.Parse(layout, part); err == nil {
				return date{year: t.Year(), month: int(t.Month()), day: t.Day(), time: strings.TrimSpace(strings.TrimPrefix(s, part))}
			}
		}
	}
	return date{}
}

func newDate(year, month, day, rest string) date {
	var d date
	d.year, _ = strconv.Atoi(year)
	d.month, _ = strconv.Atoi(month)
	d.day, _ = strconv.Atoi(day)
	if at := weekdayName.FindStringSubmatchIndex(rest); at != nil {
		d.weekday = strings.Replace(rest[at[2]:at[3]], "天", "日", 1)
		rest = rest[at[1]:]
	}
	d.time = strings.Trim(rest, " ，,")
	if !d.valid() {
		return date{}
	}
	return d
}

// valid reports whether the day exists; without a year, in a leap year.
func (d date) valid() bool {
	year := d.year
	if year == 0 {
		year = 2000
	}
	t := time.Date(year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC)
	return d.day > 0 && d.month > 0 && t.Day() == d.day && int(t.Month()) == d.month
}

// iso returns d as "2021-06-30", "" when its year is not known.
func (d date) iso() string {
	if d.year == 0 || d.month == 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// fitsWeekday reports whether d falls on the weekday that its page states; true
// when it states none.
func (d date) fitsWeekday() bool {
	if d.weekday == "" || d.year == 0 {
		return true
	}
	return d.actualWeekday() == d.weekday
}

// actualWeekday returns the weekday on which d falls, "一"…"日".
func (d date) actualWeekday() string {
	names := [...]string{"日", "一", "二", "三", "四", "五", "六"} // in the order of time.Weekday
	return names[time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC).Weekday()]
}

// datesFromNeighbours gives a year to the dates that have none: one between the
// years of the episodes before and after that keeps their order and fits a
// stated weekday. It remarks on dates whose weekday does not fit.
func (a *Archive) datesFromNeighbours(file string, shows []show, programmes []*programme) {
	for i, sh := range shows {
		d := parseDate(programmes[i].facts[factDate])
		if d.month == 0 {
			continue
		}
		if d.year == 0 {
			before, after := neighbourDates(shows, i)
			d.year = inferYear(d, before, after)
			if d.year == 0 {
				a.remark(file, sh.episode.Line, Warning, fmt.Sprintf("episode %d gives no year and its neighbours do not tell", sh.episode.Number), "write the year into its date")
				continue
			}
			sh.episode.Date = d.iso()
			a.remark(file, sh.episode.Line, Note, fmt.Sprintf("episode %d gives no year; %d is taken from its neighbours", sh.episode.Number, d.year), "write the year into its date")
		}
		if !d.fitsWeekday() {
			a.remark(file, sh.episode.Line, Warning, fmt.Sprintf("%s is 星期%s, not 星期%s", d.iso(), d.actualWeekday(), d.weekday), "correct the date or the weekday")
		}
	}
}

// neighbourDates returns the dates of the nearest episodes before and after
// shows[i] that have one.
func neighbourDates(shows []show, i int) (before, after string) {
	for j := i - 1; j >= 0 && before == ""; j-- {
		before = shows[j].episode.Date
	}
	for j := i + 1; j < len(shows) && after == ""; j++ {
		after = shows[j].episode.Date
	}
	return before, after
}

// inferYear returns the year for d that puts it between its neighbours, 0 when
// none does. A year that fits the stated weekday is preferred.
func inferYear(d date, before, after string) int {
	var years []int
	for _, s := range []string{before, after} {
		if s == "" {
			continue
		}
		y, _ := strconv.Atoi(s[:4])
		for _, year := range []int{y - 1, y, y + 1} {
			if !slices.Contains(years, year) {
				years = append(years, year)
			}
		}
	}
	slices.Sort(years)
	best := 0
	for _, year := range years {
		c := d
		c.year = year
		ordered := (before == "" || c.iso() >= before) && (after == "" || c.iso() <= after)
		if !ordered || !c.valid() {
			continue
		}
		if c.fitsWeekday() {
			return year
		}
		if best == 0 {
			best = year
		}
	}
	return best
}

// firstFields returns the first n words of s.
func firstFields(s string, n int) string {
	fields := strings.Fields(s)
	return strings.Join(fields[:min(n, len(fields))], " ")
}

// sortEpisodes puts the episodes in the order of their numbers.
func (a *Archive) sortEpisodes() {
	slices.SortStableFunc(a.Episodes, func(x, y *Episode) int { return x.Number - y.Number })
}
