package archive

// segment divides us at the units for which starts reports true. What stands
// before the first belongs to no segment.
func segment(us []unit, starts func(i int) bool) [][]unit {
	var out [][]unit
	begin := -1
	for i := range us {
		if !starts(i) {
			continue
		}
		if begin >= 0 {
			out = append(out, us[begin:i:i])
		}
		begin = i
	}
	if begin >= 0 {
		out = append(out, us[begin:len(us):len(us)])
	}
	return out
}
