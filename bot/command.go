package bot

import (
	"regexp"
	"sync"
)

// A command is what a whole message tells the bot to do.
type command struct {
	kind commandKind
	// language is that of language and translation; empty where none was named, and
	// for language one that the bot does not speak.
	language Language
}

type commandKind int

const (
	noCommand   commandKind = iota // the message is something else
	topics                         // say what can be asked about
	original                       // show the last answer's question and text in the archive's words
	translation                    // show the last answer translated
	language                       // reply in a language from now on
	forget                         // forget the person
	retract                        // take the last reply back
)

// readCommand reads a whole message that is a command, with a slash in front or
// without. A message that holds anything besides is none: "原文链接在哪", "envoy
// 支持哪些语言".
func readCommand(text string) command {
	if len(text) > maxSmalltalkBytes {
		return command{}
	}
	bare, _ := undecorate(text)
	words := commandLexicon().read(bare)
	roles := make([]byte, len(words))
	var whole, named []command
	for i, w := range words {
		roles[i] = byte(w.meaning.role)
		switch {
		case w.text == clauseBreak:
			roles[i] = byte(commandFiller)
		case !w.known:
			roles[i] = byte(commandOther)
		case w.meaning.kind == language:
			named = append(named, w.meaning.command)
		case w.meaning.kind != noCommand:
			whole = append(whole, w.meaning.command)
		}
	}
	slash := leadingSlash.MatchString(bare)
	switch {
	case commandWholly.Match(roles), slash && commandBehindSlash.Match(roles):
		return agreed(whole)
	case commandTranslate.Match(roles):
		return command{kind: translation}
	case commandTranslateTo.Match(roles):
		c := agreed(named)
		if c.language != "" {
			c.kind = translation
		}
		return c
	case commandSpeakIn.Match(roles):
		return agreed(named)
	case commandWhichLanguages.Match(roles), slash && commandLanguageUnknown.Match(roles):
		return command{kind: language}
	default:
		return command{}
	}
}

// agreed is the command that all of list are; none when they differ.
func agreed(list []command) command {
	for _, c := range list {
		if c != list[0] {
			return command{}
		}
	}
	return list[0]
}

var leadingSlash = regexp.MustCompile(`^\s*[/／]`)

// Forms of commands over the roles of their words. Those without a K, / or T name
// a language where they have an l, i or j.
var (
	commandWholly      = regexp.MustCompile(`^s*K[sK]*$`)
	commandBehindSlash = regexp.MustCompile(`^s*[K/][sK/]*$`)
	commandTranslate   = regexp.MustCompile(`^[sv]*T[svT]*$`)
	commandTranslateTo = regexp.MustCompile(`^[svT]*(?:T[svTt]*[li]|l[sv]*[Tt])[svTt]*$`)
	// A code alone is no command: en is how some write 嗯.
	commandSpeakIn         = regexp.MustCompile(`^[svL]*l[svLl]*$|^[svL]*[vL][svL]*i[svL]*$|^[svL]*L[svL]*j[svL]*$`)
	commandWhichLanguages  = regexp.MustCompile(`^[sv]*L[svL]*$`)
	commandLanguageUnknown = regexp.MustCompile(`^s*L[svL]*x+$`) // /language klingon
)

// A commandRole is what an expression does in a command; a letter, as a role is.
type commandRole byte

const (
	commandOther       commandRole = 'x' // anything else: the message is no command
	commandFiller      commandRole = 's'
	commandWhole       commandRole = 'K' // a command by itself
	commandSlash       commandRole = '/' // one behind a slash only: too short to be sure of otherwise
	commandTranslation commandRole = 'T' // translate: by itself, or with a language
	commandVersion     commandRole = 't' // version: with a language
	commandVerb        commandRole = 'v' // goes with a language: 说, in
	commandLanguage    commandRole = 'l' // a language's name
	commandCode        commandRole = 'i' // its code
	commandForeignCode commandRole = 'j' // that of a language that the bot does not speak
	commandOfLanguage  commandRole = 'L' // language: by itself, or with a name
)

// A commandWord is what an expression means in a command.
type commandWord struct {
	role commandRole
	command
}

var commandLexicon = sync.OnceValue(func() *lexicon[commandWord] {
	l := newLexicon[commandWord](nil)
	for _, w := range commandWords {
		l.add(commandWord{w.role, command{w.kind, w.language}}, w.list)
	}
	return l
})

// commandWords are the expressions of commands; Traditional characters that fold
// does not know stand beside the simplified ones.
var commandWords = []struct {
	role     commandRole
	kind     commandKind
	language Language
	list     string
}{
	{commandWhole, topics, "", `话题|话题列表|话题有哪些|话题目录|有哪些话题|有什么话题|都有哪些话题|都有什么话题|哪些话题|所有话题|全部话题|主题|主题列表|主题有哪些|有哪些主题|有什么主题|都有哪些主题|哪些主题|所有主题|全部主题|问题分类|分类|分类列表|有哪些分类|都能问什么方面|都能问哪些方面|能问什么方面|能问哪些方面|能问哪方面|能问哪些方面的问题|可以问什么方面|可以问哪些方面|可以问哪些方面的问题|都可以问哪些方面|有哪些方面|都有哪些方面|有哪些方面的问题|能聊哪些话题|能聊什么话题|能问哪些话题|可以问哪些话题|能问哪些主题|知道哪些话题
		topics|topic list|topics list|list topics|list the topics|list all topics|list of topics|list of all topics|all topics|all the topics|topics available|available topics|topic overview|topics please|what topics|what topics are there|which topics are there|which topics|what topics do you have|what topics do you know|what topics do you know about|what topics do you cover|which topics do you cover|what topics can i ask about|which topics can i ask about|what topics can i ask|what topics are covered|which topics are covered|what are the topics|what are your topics|categories|list categories|list of categories|what categories are there|what can i ask about`},
	{commandWhole, original, "", `原文|中文原文|英文原文|原问题|原问题是什么|原始问题|原来的问题|原始问答|原问答|原话|原版|原回答|原始回答|原文是什么|原话是什么|原本的问题
		original|original text|original question|original answer|original version|original words|original wording|untranslated|in the original|in the original words|what is the original|what s the original|what was the original|what is the original question|what s the original question|what was the original question|what is the original text|what s the original text`},
	{commandWhole, forget, "", `忘记我|忘掉我|忘了我|把我忘了|把我忘掉|把我忘记|忘记我说的|忘记我说过的|忘记我说的话|忘记一切|忘掉一切|忘记所有|忘记我的数据|忘记我的信息|忘記我|忘記我說的|把我忘記|忘記一切|忘記我的資料
		删除我的数据|删除我的信息|删除我的记录|删除我的历史|删除我的所有数据|删除我所有的数据|删除所有我的数据|删除我的全部数据|删除我的聊天记录|删除我的对话|删掉我的数据|删掉我的记录|删掉我的信息|把我的数据删除|把我的数据删了|把我的数据删掉|把我的记录删了|把我的记录删掉|把我的信息删了|刪除我的數據|刪除我的資料|刪除我的記錄|刪除我的紀錄|刪除我的訊息|刪除我的所有資料|刪掉我的資料|刪掉我的數據|刪掉我的記錄|把我的資料刪除|把我的資料刪了|把我的資料刪掉|把我的數據刪掉
		清除我的数据|清除我的记录|清除我的信息|清除我的历史|清除我的聊天记录|清除记录|清除历史|清除历史记录|清除聊天记录|清空我的数据|清空我的记录|清空我的历史|清空记录|清空历史|清空历史记录|清空聊天记录|清掉我的记录|清除我的數據|清除我的資料|清除我的記錄|清除我的紀錄|清除記錄|清除紀錄|清空我的資料|清空我的記錄|清空記錄|清空紀錄
		forget me|forget about me|forget all about me|forget everything|forget everything about me|forget what i said|forget what i asked|forget everything i said|forget my data|forget my questions|forget my history|delete me|delete my data|delete all my data|delete my info|delete my information|delete my history|delete my questions|delete my messages|delete my records|delete everything about me|delete everything you know about me|erase me|erase my data|erase my history|erase all my data|erase everything about me|remove my data|remove all my data|remove my history|clear my data|clear my history|clear my records|wipe my data|wipe my history|clear history|clear the history|delete history`},
	{commandWhole, retract, "", `撤回|撤回上一条|撤回上条|撤回上一条消息|撤回上一条回答|撤回上一条回复|撤回上一个回答|撤回上一个|撤回刚才的|撤回刚才那条|撤回刚才的消息|撤回刚才的回答|撤回刚才的回复|撤回这条|撤回这条消息|撤回这个|撤回这个回答|撤回那条|撤回消息|撤回回答|撤回回复|撤回你的回答|撤回你的消息|撤回它|撤回最后一条|把上一条撤回|把刚才的撤回|把刚才的回答撤回|把刚才那条撤回|把这条撤回|撤回上一條|撤回上一條消息|撤回上一條訊息|撤回上一條回答|撤回剛才的|撤回剛才那條|撤回剛才的回答|撤回這條|撤回這條訊息|撤回訊息|收回|收回上一条|收回刚才的回答|收回上一條|收回剛才的回答|收回这条|收回這條|收回訊息|删除上一条|删除上一条回答|删除上一条回复|删除上一条消息|删掉上一条|删掉刚才的回答|删除刚才的回答|删掉刚才那条|删除你的回答|删掉你的回答|删除这条回答|删掉这条回答|刪除上一條|刪除上一條回答|刪掉上一條|刪除剛才的回答|刪掉剛才的回答|刪除你的回答
		retract|retract that|retract it|retract this|retract that answer|retract the answer|retract the last answer|retract your answer|retract your last answer|retract the last message|retract last|recall that|recall it|recall this|recall that answer|recall that message|recall the answer|recall the message|recall the last answer|recall the last message|recall your answer|recall your last answer|recall your last message|recall last message|take it back|take that back|take this back|take back that answer|take back the last answer|take back your answer|take back your last answer|withdraw|withdraw that|withdraw it|withdraw that answer|withdraw your answer|withdraw the last answer|unsend|unsend that|unsend it|unsend the last message|delete that|delete that answer|delete that message|delete the answer|delete the last answer|delete the last message|delete the last reply|delete your answer|delete your last answer|delete your last message|delete your last reply|delete your reply|remove that answer|remove the last answer|remove your answer|remove your last answer`},
	{commandSlash, forget, "", `forget|忘记|忘記|forgetme`},
	{commandSlash, retract, "", `recall|undo|撤销|撤銷`},
	{commandSlash, topics, "", `topic`},
	{commandTranslation, noCommand, "", `译文|譯文|翻译|翻譯|翻译版|翻譯版|翻译一下|翻譯一下|翻一下|译成|譯成|翻译成|翻譯成|翻成|翻译为|翻譯為|译一下|译本|有翻译吗|有译文吗|有译文么|有譯文嗎|有翻譯嗎
		translation|translations|translate|translated|translated version|translate to|translate into`},
	{commandVersion, noCommand, "", `版|版本|版的|的版本|version|edition|text|one`},
	{commandLanguage, language, Chinese, `中文|中文的|汉语|漢語|华语|華語|华文|華文|普通话|国语|國語|中国话|中國話|简体|簡體|简体中文|簡體中文|简体字|繁体|繁體|繁体中文|繁體中文|繁体字|正體中文|中文简体|中文繁体
		chinese|mandarin|simplified chinese|traditional chinese|mandarin chinese|chinese simplified|chinese traditional`},
	{commandLanguage, language, English, `英文|英文的|英语|英語|美式英语|英式英语|english`},
	{commandLanguage, language, "", `法语|法語|法文|德语|德語|德文|日语|日語|日文|韩语|韓語|韩文|韓文|朝鲜语|俄语|俄語|俄文|西班牙语|西班牙語|西班牙文|葡萄牙语|葡萄牙語|葡萄牙文|意大利语|義大利語|意大利文|阿拉伯语|阿拉伯語|越南语|越南語|越南文|泰语|泰語|泰文|印尼语|印尼文|马来语|馬來語|马来文|印地语|土耳其语|荷兰语|波兰语|瑞典语|乌克兰语|希腊语|希伯来语|拉丁语|拉丁文|粤语|粵語|广东话|廣東話|闽南语|台语|臺語|上海话|四川话|方言|文言文|外语|外文
		french|german|japanese|korean|russian|spanish|portuguese|italian|arabic|vietnamese|thai|indonesian|malay|hindi|turkish|dutch|polish|swedish|danish|norwegian|finnish|czech|hungarian|romanian|ukrainian|greek|hebrew|latin|persian|farsi|bengali|urdu|tamil|cantonese|esperanto`},
	{commandCode, language, Chinese, `zh|cn|zh cn|zh hans|zh hans cn|zh tw|zh hk|zh hant|chs|cht`},
	{commandCode, language, English, `en|eng|en us|en gb|en uk`},
	{commandForeignCode, language, "", `fr|de|ja|jp|ja jp|ko|kr|ko kr|es|pt|pt br|ru|ar|vi|tr|nl|pl|sv|da|fi|cs|hu|ro|uk|fa`},
	{commandOfLanguage, noCommand, "", `语言|語言|语言设置|語言設置|語言設定|语言切换|語言切換|切换语言|切換語言|换语言|換語言|换个语言|換個語言|换一种语言|换种语言|更改语言|更改語言|修改语言|设置语言|設置語言|設定語言|选择语言|選擇語言|改语言|回答语言|回复语言|什么语言|会什么语言|会哪些语言|会说什么语言|会说哪些语言|能说什么语言|能说哪些语言|可以说哪些语言|會什麼語言|會哪些語言|會說什麼語言|會說哪些語言|有哪些语言|有哪些語言|有什么语言
		language|languages|lang|language settings|language setting|change language|change the language|change languages|switch language|switch the language|switch languages|set language|set the language|choose language|select language|reply language|answer language|another language|in another language|other languages|what languages do you speak|which languages do you speak|what language do you speak|which language do you speak|what languages can you speak|which languages can you speak|what languages do you know|which languages are there|what languages are there`},
	{commandVerb, noCommand, "", `说|讲|用|使用|以|换|換|换成|換成|换到|換到|换为|换用|切|切到|切成|切换|切換|切换到|切換到|切换成|切換成|切换为|切換為|改|改成|改为|改用|设|设为|設為|设置|設置|设置为|设成|设定为|设定|轉成|转成|转为|变成|變成|回答|回答我|回答问题|来回答|回复|回复我|回覆|答复|答|回|交流|沟通|聊|聊天|说话|对话|告诉我|解释|解释一下|会说|能说|会|會|会讲|會說|懂|用的|只用|只说|都用|一律用
		speak|talk|say|say it|say that|use|using|in|into|to|switch|switch to|switch to the|change|change to|change it to|set|set to|set it to|reply|replies|respond|responses|answer|answers|answer me|reply to me|write|with|only|always|from now on|speak to me|talk to me|speak with me|do you speak|can you speak|explain|explain it|explain that|tell me|continue|go on`},
	{commandFiller, noCommand, "", `请|请问|麻烦|麻烦你|帮我|帮忙|给我|给|发|发我|发一下|来|来个|来一个|我要|我想|我想要|我想看|我要看|想看|看|看看|看一下|看下|看一看|查看|显示|显示一下|展示|列出|列一下|打开|告诉我|可以|能|能不能|可不可以|可否|能否|可以吗|能吗|行吗|好吗|行不行|好不好|要|想|想要|吗|么|嘛|吧|呢|啊|呀|哦|啦|了|的|一下|下|就|也|再|现在|以后|都|谢谢|谢谢你|谢谢您|多谢|感谢|你|您|我|这个|那个|它|有|有没有|好|好的|嗯|那|你好|您好|机器人|小助手|回答的|这条|那条
		please|pls|plz|thanks|thank you|thank|thx|ty|the|a|an|i|i d|id|i ll|i want|i want to|i wanna|i would|i would like|i d like|like|like to|would like|want|want to|me|my|you|your|it|this|that|its|can|could|would|will|can you|could you|would you|will you|can i|could i|may i|can we|let me|let s|lets|see|to see|have|get|give|give me|show|show me|show it|show me the|list|view|display|now|ok|okay|so|hi|hello|hey|bot|bigtalk|robot|for me|again|just|is|is there|do you have|s|here`},
}
