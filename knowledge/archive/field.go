package archive

import "strings"

// A field is a column or key of an FAQ table.
type field int

const (
	fieldUnknown field = iota
	fieldID
	fieldQuestion
	fieldAnswer
	fieldAlternates
	fieldSource
	fieldTags
)

// fieldNoise removes what does not tell column names apart.
var fieldNoise = strings.NewReplacer(" ", "", "_", "", "-", "", "\ufeff", "", "\u3000", "")

// fieldOf returns the field that a column's name stands for, whatever its case,
// spaces, "_" and "-".
func fieldOf(name string) field {
	switch strings.ToLower(fieldNoise.Replace(name)) {
	case "id", "编号":
		return fieldID
	case "question", "questions", "q", "问题", "問題", "提问", "标准问", "问", "标准问题":
		return fieldQuestion
	case "answer", "answers", "a", "reply", "答案", "回答", "解答", "答", "回复":
		return fieldAnswer
	case "alternates", "alternate", "alternatives", "aliases", "variants", "similarquestions",
		"相似问", "相似问题", "相似问法", "其他问法", "别名", "扩展问":
		return fieldAlternates
	case "source", "url", "link", "reference", "来源", "出处", "链接":
		return fieldSource
	case "tags", "tag", "category", "categories", "topic", "topics", "标签", "分类", "类别", "主题":
		return fieldTags
	}
	return fieldUnknown
}

// isOwnName reports whether name is a field's own, as a table's documentation
// has it, and not another name for it.
func isOwnName(name string) bool {
	switch name {
	case "id", "question", "answer", "alternates", "source", "tags":
		return true
	}
	return false
}

// ownNamesFirst orders names so that a field's own name comes before another
// name for it.
func ownNamesFirst(a, b string) int {
	switch own := isOwnName(a); {
	case own == isOwnName(b):
		return strings.Compare(a, b)
	case own:
		return -1
	}
	return 1
}
