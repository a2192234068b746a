package archive

// An Episode is one programme of a show: its header facts and what its section
// says besides question and answer. Fields the page does not give are empty.
type Episode struct {
	Number       int      // 1-based; unique in its Archive
	Title        string   // from the heading, without "第五期："
	Topic        string   // 议题名称 / 话题, where it is given
	Guests       []string // names without company
	Company      string   // of the guests; several are joined by "、"
	Date         string   // ISO 8601 date, "2021-06-30"; year inferred from neighbours where the page gives none
	Time         string   // as written after the date: "晚 8 点到 9 点"
	URL          string   // replay
	Speaker      string   // 嘉宾介绍 / 讲师简介
	Introduction string   // prose before the first sub-heading, 话题介绍
	Outline      []string // 分享大纲, one item each; a 话题介绍 that is a list stands here too
	Gains        string   // 听众收获, or the prose that starts "通过本次分享"
	Line         int      // 1-based line of the heading
	File         string   // name as given to the parser
}
